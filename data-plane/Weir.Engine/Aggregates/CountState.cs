using Weir.Engine.Batches;
using Weir.Engine.State;

namespace Weir.Engine.Aggregates;

/// <summary>COUNT(*) and COUNT(x): a BIGINT for each slot. Without an argument every row counts.</summary>
public sealed class CountState : AggregateState
{
    private readonly NativeBuffer<long> _counts = new();

    /// <inheritdoc/>
    public override long SizeBytes => _counts.SizeBytes;

    /// <summary>The count of a slot.</summary>
    public ref long this[int slot] => ref _counts[slot];

    /// <inheritdoc/>
    public override void EnsureSlots(int count) => _counts.EnsureLength(count);

    /// <inheritdoc/>
    public override void Reset(int slot) => _counts[slot] = 0;

    /// <inheritdoc/>
    public override void Clear() => _counts.Clear(_counts.Length);

    /// <inheritdoc/>
    public override unsafe void Accumulate(ReadOnlySpan<int> slots, in AggregateInput input)
    {
        long* counts = _counts.Pointer;
        bool nulls = input.Arguments.Length > 0 && AnyNulls(input.Arguments);
        if (!nulls && input.IsInsertOnly)
        {
            foreach (int slot in slots)
            {
                counts[slot]++;
            }

            return;
        }

        for (int k = 0; k < slots.Length; k++)
        {
            int row = input.Rows[k];
            if (!nulls || !IsNull(input.Arguments, row))
            {
                counts[slots[k]] += input.SignOf(row);
            }
        }
    }

    /// <inheritdoc/>
    public override bool TryAccumulateAll(int slot, in AggregateInput input)
    {
        if (!input.IsInsertOnly || AnyNulls(input.Arguments))
        {
            return false;
        }

        _counts[slot] += input.Rows.Count;
        return true;
    }

    /// <inheritdoc/>
    public override void Merge(ReadOnlySpan<int> slots, AggregateState other, ReadOnlySpan<int> otherSlots)
    {
        NativeBuffer<long> from = ((CountState)other)._counts;
        for (int k = 0; k < slots.Length; k++)
        {
            _counts[slots[k]] += from[otherSlots[k]];
        }
    }

    /// <inheritdoc/>
    public override bool IsInvertible => true;

    /// <inheritdoc/>
    public override void Unmerge(ReadOnlySpan<int> slots, AggregateState other, ReadOnlySpan<int> otherSlots)
    {
        NativeBuffer<long> from = ((CountState)other)._counts;
        for (int k = 0; k < slots.Length; k++)
        {
            _counts[slots[k]] -= from[otherSlots[k]];
        }
    }

    /// <inheritdoc/>
    public override void Measure(ReadOnlySpan<int> slots, Span<int> sizes) => AddToAll(sizes, sizeof(long));

    /// <inheritdoc/>
    public override void Save(ReadOnlySpan<int> slots, SlotImages images)
    {
        for (int k = 0; k < slots.Length; k++)
        {
            images.Write(k, _counts[slots[k]]);
        }
    }

    /// <inheritdoc/>
    public override void Load(ReadOnlySpan<int> slots, SlotImages images)
    {
        for (int k = 0; k < slots.Length; k++)
        {
            _counts[slots[k]] = images.Read<long>(k);
        }
    }

    /// <inheritdoc/>
    public override void Emit(ReadOnlySpan<int> slots, Column result, int start)
    {
        Span<long> values = ((FixedColumn<long>)result).Values.Slice(start, slots.Length);
        for (int k = 0; k < slots.Length; k++)
        {
            values[k] = _counts[slots[k]];
        }
    }

    /// <inheritdoc/>
    public override void AccumulateEach(ReadOnlySpan<int> slots, in AggregateInput input, ReadOnlySpan<byte> passes, ReadOnlySpan<byte> resets, Column changes)
    {
        Span<long> result = ((FixedColumn<long>)changes).Values;
        bool nulls = AnyNulls(input.Arguments);
        for (int k = 0; k < slots.Length; k++)
        {
            ref long count = ref _counts[slots[k]];
            result[2 * k] = count;
            if (passes.IsEmpty || passes[k] != 0)
            {
                int row = input.Rows[k];
                count += nulls && IsNull(input.Arguments, row) ? 0 : input.SignOf(row);
            }

            result[(2 * k) + 1] = count;
            if (resets[k] != 0)
            {
                count = 0;
            }
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _counts.Dispose();
        base.Dispose();
    }

    private static bool AnyNulls(ReadOnlySpan<Column> columns)
    {
        foreach (Column column in columns)
        {
            if (column.HasNulls)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsNull(ReadOnlySpan<Column> columns, int row)
    {
        foreach (Column column in columns)
        {
            if (column.IsNull(row))
            {
                return true;
            }
        }

        return false;
    }
}
