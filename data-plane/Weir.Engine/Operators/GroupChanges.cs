using Weir.Engine.Batches;
using Weir.Engine.Types;

namespace Weir.Engine.Operators;

/// <summary>
/// Makes a batch of changes from the values of groups before and after: +I for a group that is new, -D for one that is gone, -U and +U for one whose values differ (or whose values may be the same, when unchanged ones are told too). A column at a time: which rows there are is
/// settled first, then each column is gathered.
/// </summary>
internal sealed class GroupChanges(IReadOnlyList<DataType> keyTypes, IReadOnlyList<DataType> valueTypes, bool emitsUpdateBefore, bool tellsUnchanged, BatchPool pool)
{
    private readonly DataType[] _valueTypes = [.. valueTypes];
    private readonly DataType[] _types = [.. keyTypes, .. valueTypes];
    private readonly int _keyCount = keyTypes.Count;
    private int[] _picks = [];
    private int[] _groups = [];
    private byte[] _same = [];
    private RowKind[] _kinds = [];
    private int _rows;
    private int _count;
    private bool _insertOnly;

    /// <summary>For each aggregate the values before and after of the groups; see <see cref="Begin"/>.</summary>
    public Column[] Values { get; } = new Column[valueTypes.Count];

    /// <summary>Which group each change is of, once <see cref="Settle"/> is done.</summary>
    public ReadOnlySpan<int> Groups => _groups.AsSpan(0, _count);

    /// <summary>Makes room in <see cref="Values"/> for so many groups, before and after.</summary>
    public void Begin(int groups)
    {
        _rows = groups;
        for (int c = 0; c < Values.Length; c++)
        {
            Values[c] = pool.Columns.Rent(_valueTypes[c]);
            Values[c].EnsureCapacity(groups * 2);
        }

        if (_groups.Length < groups * 2)
        {
            int size = Math.Max(groups, ColumnPool.DefaultBatchRows) * 2;
            _picks = new int[size];
            _groups = new int[size];
            _kinds = new RowKind[size];
            _same = new byte[size];
        }
    }

    /// <summary>Settles the changes: the k-th group was there before where <paramref name="was"/> is 1 and is there after where <paramref name="is"/> is 1.</summary>
    /// <param name="was">1 for a group that was there.</param>
    /// <param name="is">1 for a group that is there.</param>
    /// <param name="step">The values before of the k-th group are at k * step,</param>
    /// <param name="gap">and those after so many rows further.</param>
    public void Settle(ReadOnlySpan<byte> was, ReadOnlySpan<byte> @is, int step, int gap)
    {
        bool anySame = !tellsUnchanged && FindSame(step, gap);
        _insertOnly = true;
        int at = 0;
        for (int k = 0; k < _rows; k++)
        {
            int before = k * step;
            if (was[k] == 0)
            {
                if (@is[k] != 0)
                {
                    Add(at++, k, before + gap, RowKind.Insert);
                }
            }
            else if (@is[k] == 0)
            {
                _insertOnly = false;
                Add(at++, k, before, RowKind.Delete);
            }
            else if (!anySame || _same[k] == 0)
            {
                _insertOnly = false;
                if (emitsUpdateBefore)
                {
                    Add(at++, k, before, RowKind.UpdateBefore);
                }

                Add(at++, k, before + gap, RowKind.UpdateAfter);
            }
        }

        _count = at;
    }

    /// <summary>The batch of the changes that were settled, whose key columns are still to be written; the values are given up. Null when nothing changed.</summary>
    public Batch? Finish()
    {
        Batch? output = null;
        if (_count > 0)
        {
            output = pool.Rent(_types, _count);
            ReadOnlySpan<int> picks = _picks.AsSpan(0, _count);
            for (int c = 0; c < Values.Length; c++)
            {
                output.Columns[_keyCount + c].Gather(0, Values[c], picks);
            }

            if (!_insertOnly)
            {
                _kinds.AsSpan(0, _count).CopyTo(output.TrackKinds());
            }
        }

        foreach (Column column in Values)
        {
            column.Release();
        }

        Array.Clear(Values);
        return output;
    }

    private void Add(int at, int group, int pick, RowKind kind)
    {
        _groups[at] = group;
        _picks[at] = pick;
        _kinds[at] = kind;
    }

    /// <summary>Marks the groups all of whose values are what they were; false when there are none.</summary>
    private bool FindSame(int step, int gap)
    {
        Span<byte> same = _same.AsSpan(0, _rows);
        same.Fill(1);
        foreach (Column column in Values)
        {
            if (column is FixedColumn<long> numbers && !column.HasNulls)
            {
                ReadOnlySpan<long> values = numbers.Values;
                for (int k = 0; k < same.Length; k++)
                {
                    same[k] &= values[k * step] == values[(k * step) + gap] ? (byte)1 : (byte)0;
                }
            }
            else
            {
                for (int k = 0; k < same.Length; k++)
                {
                    if (same[k] != 0 && !ColumnComparer.Equals(column, k * step, column, (k * step) + gap))
                    {
                        same[k] = 0;
                    }
                }
            }

            if (!same.Contains((byte)1))
            {
                return false;
            }
        }

        return true;
    }
}
