using Weir.Engine.Aggregates;
using Weir.Engine.Batches;
using Weir.Engine.State;

namespace Weir.Engine.Windows;

/// <summary>
/// The slices that have rows, each a table of groups, in the order of their ends. This is the state of a window aggregation; tables that windows are merged from (<see cref="WindowMerger"/>) can be made again from it. Tables of slices
/// are used again.
/// </summary>
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

    public int Count => _slices.Count;

    public long FirstEnd => _slices.GetKeyAtIndex(0);

    /// <summary>How many groups have been merged, or taken out again, since the beginning: what windows cost beyond their rows.</summary>
    public long MergedGroups { get; private set; }

    public long SizeBytes
    {
        get
        {
            long size = 0;
            for (int i = 0; i < _slices.Count; i++)
            {
                size += _slices.GetValueAtIndex(i).SizeBytes;
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

    public long EndAt(int position) => _slices.GetKeyAtIndex(position);

    public AggregateTable TableAt(int position) => _slices.GetValueAtIndex(position);

    /// <summary>The position of the first slice that ends after an instant; <see cref="Count"/> when there is none.</summary>
    public int FirstAfter(long end)
    {
        int low = 0;
        int high = _slices.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_slices.GetKeyAtIndex(middle) <= end)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

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
        int next = 0;
        while (NextGroups(from, ref next) is { Length: > 0 } groups)
        {
            Span<int> slots = _to.AsSpan(0, groups.Length);
            into.FindOrAdd(KeysOf(from, groups), slots);
            into.Merge(slots, from, groups);
        }
    }

    /// <summary>The next groups of a table, from the slot given on: at most a batch of them, none at the end. Valid until it is called again.</summary>
    public ReadOnlySpan<int> NextGroups(AggregateTable table, ref int next)
    {
        int count = 0;
        int end = table.Keys.SlotCount;
        bool all = table.Keys.Count == end;
        for (; next < end && count < _from.Length; next++)
        {
            if (all || table.Keys.IsLive(next))
            {
                _from[count++] = next;
            }
        }

        return _from.AsSpan(0, count);
    }

    /// <summary>The keys of groups that are about to be merged or taken out. Valid until it is called again.</summary>
    public KeyBatch KeysOf(AggregateTable table, ReadOnlySpan<int> groups)
    {
        MergedGroups += groups.Length;
        table.Keys.EncodeKeys(groups, _keys);
        return _keys;
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
