using Weir.Engine.Types;

namespace Weir.Engine.Batches;

/// <summary>A column of maps (or multisets, with INT counts as values): each row is a start and a length in a column of keys and one of values.</summary>
public sealed class MapColumn : Column
{
    private int[] _starts;
    private int[] _lengths;

    internal MapColumn(int capacity, Column keys, Column values)
        : base(PhysicalType.Map, capacity)
    {
        _starts = new int[capacity];
        _lengths = new int[capacity];
        Keys = keys;
        Values = values;
    }

    /// <summary>All keys; a row's are those from its start.</summary>
    public Column Keys { get; }

    /// <summary>The value of each key.</summary>
    public Column Values { get; }

    /// <summary>How many of the entries are in use.</summary>
    public int EntryCount { get; private set; }

    /// <summary>Where each row's entries start.</summary>
    public Span<int> Starts => _starts;

    /// <summary>How many entries each row has.</summary>
    public Span<int> Lengths => _lengths;

    /// <summary>Adds room for one entry at the end and returns its position; write it in <see cref="Keys"/> and <see cref="Values"/>.</summary>
    public int AddEntry()
    {
        Keys.EnsureCapacity(EntryCount + 1);
        Values.EnsureCapacity(EntryCount + 1);
        return EntryCount++;
    }

    /// <summary>Makes the entries from <paramref name="start"/> to the last one added the value of the row.</summary>
    public void Commit(int row, int start) => SetRange(row, start, EntryCount - start);

    /// <summary>Makes a range of the entries the value of the row.</summary>
    public void SetRange(int row, int start, int length)
    {
        _starts[row] = start;
        _lengths[row] = length;
    }

    /// <inheritdoc/>
    public override void Clear()
    {
        base.Clear();
        Keys.Clear();
        Values.Clear();
        EntryCount = 0;
    }

    private protected override void Grow(int capacity)
    {
        Array.Resize(ref _starts, capacity);
        Array.Resize(ref _lengths, capacity);
    }

    private protected override void ClearValue(int row) => SetRange(row, 0, 0);

    private protected override void CopyValue(int row, Column source, int sourceRow)
    {
        MapColumn from = (MapColumn)source;
        int start = EntryCount;
        for (int e = 0; e < from._lengths[sourceRow]; e++)
        {
            int entry = AddEntry();
            Keys.CopyRow(entry, from.Keys, from._starts[sourceRow] + e);
            Values.CopyRow(entry, from.Values, from._starts[sourceRow] + e);
        }

        Commit(row, start);
    }

    private protected override void GatherValues(int start, Column source, ReadOnlySpan<int> sourceRows)
    {
        for (int k = 0; k < sourceRows.Length; k++)
        {
            if (source.IsNull(sourceRows[k]))
            {
                ClearValue(start + k);
            }
            else
            {
                CopyValue(start + k, source, sourceRows[k]);
            }
        }
    }
}
