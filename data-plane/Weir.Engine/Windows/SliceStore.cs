using Weir.Engine.Aggregates;
using Weir.Engine.Batches;
using Weir.Engine.State;

namespace Weir.Engine.Windows;

/// <summary>The slices that have rows, each a table of groups, in the order of their ends. Tables are used again.</summary>
internal sealed class SliceStore(Func<AggregateTable> create) : IDisposable
{
    private const int KeptTables = 4;
    private readonly SortedList<long, AggregateTable> _slices = [];
    private readonly Stack<AggregateTable> _free = new();
    private readonly KeyBatch _keys = new();
    private readonly int[] _from = new int[ColumnPool.DefaultBatchRows];
    private readonly int[] _to = new int[ColumnPool.DefaultBatchRows];
    private long _lastEnd = long.MinValue;
    private AggregateTable? _last;

    public bool IsEmpty => _slices.Count == 0;

    public long FirstEnd => _slices.Keys[0];

    public IList<long> Ends => _slices.Keys;

    public long SizeBytes
    {
        get
        {
            long size = 0;
            foreach (AggregateTable table in _slices.Values)
            {
                size += table.SizeBytes;
            }

            foreach (AggregateTable table in _free)
            {
                size += table.SizeBytes;
            }

            return size;
        }
    }

    public AggregateTable Get(long end)
    {
        if (end == _lastEnd)
        {
            return _last!;
        }

        if (!_slices.TryGetValue(end, out AggregateTable? table))
        {
            table = Rent();
            _slices.Add(end, table);
        }

        _lastEnd = end;
        _last = table;
        return table;
    }

    public AggregateTable? Find(long end) => _slices.GetValueOrDefault(end);

    public AggregateTable Rent() => _free.TryPop(out AggregateTable? table) ? table : create();

    public void Return(AggregateTable table)
    {
        if (_free.Count < KeptTables)
        {
            table.Clear();
            _free.Push(table);
        }
        else
        {
            table.Dispose();
        }
    }

    /// <summary>Takes a slice out; the caller returns the table when done.</summary>
    public AggregateTable Take(long end)
    {
        AggregateTable table = _slices[end];
        _slices.Remove(end);
        _lastEnd = long.MinValue;
        _last = null;
        return table;
    }

    /// <summary>Takes the groups of one table into another, as many as fit a batch at a time.</summary>
    public void Merge(AggregateTable into, AggregateTable from)
    {
        int slot = 0;
        while (slot < from.Keys.SlotCount)
        {
            int count = 0;
            for (; slot < from.Keys.SlotCount && count < _from.Length; slot++)
            {
                if (from.Keys.IsLive(slot))
                {
                    _from[count++] = slot;
                }
            }

            from.Keys.EncodeKeys(_from.AsSpan(0, count), _keys);
            into.FindOrAdd(_keys, _to.AsSpan(0, count));
            into.Merge(_to.AsSpan(0, count), from, _from.AsSpan(0, count));
        }
    }

    public void Dispose()
    {
        foreach (AggregateTable table in _slices.Values)
        {
            table.Dispose();
        }

        foreach (AggregateTable table in _free)
        {
            table.Dispose();
        }
    }
}
