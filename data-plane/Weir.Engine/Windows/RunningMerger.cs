using Weir.Engine.Aggregates;
using Weir.Engine.State;

namespace Weir.Engine.Windows;

/// <summary>
/// A running total: the window's table goes from one window to the next by taking in the slices that enter and taking back those that leave, so each slice is merged once and taken back once however many windows it is in. For
/// aggregates whose merge can be taken back exactly.
/// </summary>
/// <param name="slices">The slices.</param>
/// <param name="table">An empty table that is the inverse of those of the slices (<see cref="AggregateTable.IsInverseOf"/>).</param>
internal sealed class RunningMerger(SliceStore slices, AggregateTable table) : WindowMerger
{
    /// <summary>How many slices each group of the table is in; one that is in none is taken out.</summary>
    private readonly NativeBuffer<int> _holders = new();
    private int[] _slots = new int[Batches.ColumnPool.DefaultBatchRows];

    /// <summary>The table is made of the slices that end after <see cref="_from"/> and not after <see cref="_to"/>.</summary>
    private long _from = long.MinValue;
    private long _to = long.MinValue;

    public override long SizeBytes => table.SizeBytes + _holders.SizeBytes;

    public override bool Holds(long sliceEnd) => sliceEnd > _from && sliceEnd <= _to;

    public override void Detach(long sliceEnd, AggregateTable slice, ReadOnlySpan<int> groups)
    {
        Span<int> slots = Slots(groups.Length);
        table.Keys.Find(slices.KeysOf(slice, groups), slots);
        table.Unmerge(slots, slice, groups);
    }

    public override void Attach(long sliceEnd, AggregateTable slice, ReadOnlySpan<int> groups, int known) => TakeIn(slice, groups, known);

    public override AggregateTable Merge(long windowStart, long windowEnd)
    {
        int leaving = slices.FirstAfter(Math.Min(_to, windowStart));
        for (int i = slices.FirstAfter(_from); i < leaving; i++)
        {
            TakeOut(slices.TableAt(i));
        }

        int entered = slices.FirstAfter(windowEnd);
        for (int i = slices.FirstAfter(Math.Max(_to, windowStart)); i < entered; i++)
        {
            AggregateTable slice = slices.TableAt(i);
            int next = 0;
            while (slices.NextGroups(slice, ref next) is { Length: > 0 } groups)
            {
                TakeIn(slice, groups, 0);
            }
        }

        _from = windowStart;
        _to = windowEnd;
        return table;
    }

    public override void Drop(long sliceEnd, AggregateTable slice)
    {
        if (Holds(sliceEnd))
        {
            TakeOut(slice);
        }
    }

    public override void Dispose()
    {
        table.Dispose();
        _holders.Dispose();
    }

    private void TakeIn(AggregateTable slice, ReadOnlySpan<int> groups, int known)
    {
        Span<int> slots = Slots(groups.Length);
        table.FindOrAdd(slices.KeysOf(slice, groups), slots);
        _holders.EnsureLength(table.Keys.SlotCount);
        table.Merge(slots, slice, groups);
        foreach (int slot in slots[known..])
        {
            _holders[slot]++;
        }
    }

    private void TakeOut(AggregateTable slice)
    {
        int next = 0;
        while (slices.NextGroups(slice, ref next) is { Length: > 0 } groups)
        {
            Span<int> slots = Slots(groups.Length);
            table.Keys.Find(slices.KeysOf(slice, groups), slots);
            table.Unmerge(slots, slice, groups);
            foreach (int slot in slots)
            {
                if (--_holders[slot] == 0)
                {
                    table.Reset(slot);
                    table.Keys.Remove(slot);
                }
            }
        }
    }

    private Span<int> Slots(int count)
    {
        if (_slots.Length < count)
        {
            _slots = new int[count];
        }

        return _slots.AsSpan(0, count);
    }
}
