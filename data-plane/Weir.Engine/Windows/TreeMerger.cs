using System.Numerics;
using Weir.Engine.Aggregates;
using Weir.Engine.State;

namespace Weir.Engine.Windows;

/// <summary>
/// A tree of merged slices: for every aligned run of 2, 4, 8, … slices that lies within a window and has rows in two places, one table of them all, made when a window first needs it. A window takes the fewest tables that make it up.
/// <code>
///   slices     0   1   2   3   4   5   6   7   8   9
///             [------][------][------][------]
///             [--------------][--------------]
///   window         1 |   2-3 |      4-7       |   8 |
/// </code>
/// A slice is merged into one table for each level, and a window takes at most two for each level: both grow with the logarithm of the number of slices. A run with rows in one slice only is that slice: nothing is copied where slices
/// are far apart. When a row comes to a slice of a run that is already there, the run's groups of that row's key are merged anew from its halves, and nothing else.
/// <para>
/// Windows of few slices have no levels: their slices are merged one after the other, oldest first, which for sums of floating point gives the same digits as Flink's group windows.
/// </para>
/// </summary>
/// <param name="slices">The slices.</param>
/// <param name="window">The windows.</param>
/// <param name="create">Makes an empty table.</param>
internal sealed class TreeMerger(SliceStore slices, WindowSpec window, Func<AggregateTable> create) : WindowMerger
{
    /// <summary>Windows of fewer slices are merged slice by slice.</summary>
    private const int FewSlices = 8;
    private readonly int _levels = window.SizeMs / window.SliceMs < FewSlices ? 0 : BitOperations.Log2((ulong)(window.SizeMs / window.SliceMs));
    private readonly Dictionary<(int Level, long Number), AggregateTable> _runs = [];
    private readonly AggregateTable _merged = create();
    private readonly List<AggregateTable> _parts = [];
    private readonly KeyBatch _keys = new();
    private int[] _slots = [];
    private int[] _found = [];
    private int[] _into = [];
    private long _mergedTo = long.MinValue;

    public override long SizeBytes
    {
        get
        {
            long size = _merged.SizeBytes;
            foreach (AggregateTable run in _runs.Values)
            {
                size += run.SizeBytes;
            }

            return size;
        }
    }

    public override bool Holds(long sliceEnd)
    {
        if (sliceEnd > _mergedTo)
        {
            return false;
        }

        long number = NumberOf(sliceEnd);
        for (int level = 1; level <= _levels; level++)
        {
            if (_runs.ContainsKey((level, number >> level)))
            {
                return true;
            }
        }

        return false;
    }

    public override void Detach(long sliceEnd, AggregateTable slice, ReadOnlySpan<int> groups)
    {
    }

    public override void Attach(long sliceEnd, AggregateTable slice, ReadOnlySpan<int> groups, int known)
    {
        if (_slots.Length < groups.Length)
        {
            _slots = new int[groups.Length];
            _found = new int[groups.Length];
            _into = new int[groups.Length];
        }

        slice.Keys.EncodeKeys(groups, _keys);
        Span<int> slots = _slots.AsSpan(0, groups.Length);
        long number = NumberOf(sliceEnd);
        for (int level = 1; level <= _levels; level++)
        {
            if (!_runs.TryGetValue((level, number >> level), out AggregateTable? run))
            {
                continue;
            }

            run.FindOrAdd(_keys, slots);
            foreach (int slot in slots)
            {
                run.Reset(slot);
            }

            MergeKeys(run, slots, Run(level - 1, (number >> level) * 2));
            MergeKeys(run, slots, Run(level - 1, ((number >> level) * 2) + 1));
        }
    }

    public override AggregateTable Merge(long windowStart, long windowEnd)
    {
        _parts.Clear();
        _mergedTo = windowEnd;
        long last = NumberOf(windowEnd);
        for (long at = NumberOf(windowStart) + 1; at <= last;)
        {
            int level = Math.Min(_levels, BitOperations.TrailingZeroCount(at));
            while (at + (1L << level) - 1 > last)
            {
                level--;
            }

            if (Run(level, at >> level) is { } part)
            {
                _parts.Add(part);
            }

            at += 1L << level;
        }

        if (_parts.Count == 1)
        {
            return _parts[0];
        }

        _merged.Clear();
        foreach (AggregateTable part in _parts)
        {
            slices.Merge(_merged, part);
        }

        return _merged;
    }

    public override void Drop(long sliceEnd, AggregateTable slice)
    {
        long number = NumberOf(sliceEnd);
        for (int level = 1; level <= _levels; level++)
        {
            if (_runs.Remove((level, number >> level), out AggregateTable? run))
            {
                run.Dispose();
            }
        }
    }

    public override void Dispose()
    {
        _merged.Dispose();
        foreach (AggregateTable run in _runs.Values)
        {
            run.Dispose();
        }
    }

    /// <summary>Slices counted along time; ends are whole numbers of slices from the offset, so this divides evenly also before 1970.</summary>
    private long NumberOf(long sliceEnd) => (sliceEnd - window.OffsetMs) / window.SliceMs;

    private long EndOf(long number) => (number * window.SliceMs) + window.OffsetMs;

    /// <summary>The groups of a run, null when it has none: its slice where there is but one, else a table of both halves that stays.</summary>
    private AggregateTable? Run(int level, long number)
    {
        if (level == 0)
        {
            return slices.Find(EndOf(number));
        }

        if (_runs.TryGetValue((level, number), out AggregateTable? run))
        {
            return run;
        }

        int first = slices.FirstAfter(EndOf((number << level) - 1));
        switch (slices.FirstAfter(EndOf(((number + 1) << level) - 1)) - first)
        {
            case 0:
                return null;
            case 1:
                return slices.TableAt(first);
            default:
                break;
        }

        AggregateTable? earlier = Run(level - 1, number * 2);
        AggregateTable? later = Run(level - 1, (number * 2) + 1);
        if (earlier is null || later is null)
        {
            return earlier ?? later;
        }

        run = create();
        slices.Merge(run, earlier);
        slices.Merge(run, later);
        _runs.Add((level, number), run);
        return run;
    }

    /// <summary>Takes the half's groups of the keys at hand into the run, where the half has them.</summary>
    private void MergeKeys(AggregateTable run, ReadOnlySpan<int> slots, AggregateTable? half)
    {
        if (half is null)
        {
            return;
        }

        Span<int> found = _found.AsSpan(0, slots.Length);
        half.Keys.Find(_keys, found);
        int count = 0;
        for (int k = 0; k < slots.Length; k++)
        {
            _into[count] = slots[k];
            found[count] = found[k];
            count += found[k] >= 0 ? 1 : 0;
        }

        run.Merge(_into.AsSpan(0, count), half, found[..count]);
    }
}
