using System.Numerics;
using System.Runtime.CompilerServices;
using Weir.Engine.Batches;
using Weir.Engine.State;

namespace Weir.Engine.Aggregates;

/// <summary>
/// SUM, SUM0 and AVG: a sum of type TSum over arguments of type TArg, with a count of the values that were not NULL, so that a sum of nothing is NULL.
/// What becomes of sum and count is the <typeparamref name="TFinish"/>'s.
/// </summary>
public sealed class SumState<TArg, TSum, TResult, TFinish>(TFinish finish) : AggregateState
    where TArg : unmanaged, INumberBase<TArg>
    where TSum : unmanaged, INumberBase<TSum>
    where TResult : unmanaged
    where TFinish : struct, ISumFinish<TSum, TResult>
{
    private readonly NativeBuffer<Sum> _sums = new();

    /// <inheritdoc/>
    public override long SizeBytes => _sums.SizeBytes;

    /// <inheritdoc/>
    public override void EnsureSlots(int count) => _sums.EnsureLength(count);

    /// <inheritdoc/>
    public override void Reset(int slot) => _sums[slot] = default;

    /// <inheritdoc/>
    public override void Clear() => _sums.Clear(_sums.Length);

    /// <inheritdoc/>
    public override unsafe void Accumulate(ReadOnlySpan<int> slots, in AggregateInput input)
    {
        FixedColumn<TArg> argument = (FixedColumn<TArg>)input.Argument;
        ReadOnlySpan<TArg> values = argument.Values;
        Sum* sums = _sums.Pointer;
        if (input.IsInsertOnly && !argument.HasNulls)
        {
            if (input.Rows.IsDense)
            {
                for (int k = 0; k < slots.Length; k++)
                {
                    ref Sum sum = ref sums[slots[k]];
                    sum.Value += TSum.CreateTruncating(values[k]);
                    sum.Count++;
                }
            }
            else
            {
                ReadOnlySpan<int> rows = input.Rows.Indices;
                for (int k = 0; k < slots.Length; k++)
                {
                    ref Sum sum = ref sums[slots[k]];
                    sum.Value += TSum.CreateTruncating(values[rows[k]]);
                    sum.Count++;
                }
            }

            return;
        }

        for (int k = 0; k < slots.Length; k++)
        {
            int row = input.Rows[k];
            if (!argument.IsNull(row))
            {
                Take(ref sums[slots[k]], values[row], input.SignOf(row));
            }
        }
    }

    /// <inheritdoc/>
    public override bool TryAccumulateAll(int slot, in AggregateInput input)
    {
        FixedColumn<TArg> argument = (FixedColumn<TArg>)input.Argument;
        if (!input.IsInsertOnly || argument.HasNulls || !input.Rows.IsDense)
        {
            return false;
        }

        // In the order of the rows, as floating point has it.
        ref Sum sum = ref _sums[slot];
        TSum value = sum.Value;
        foreach (TArg next in argument.Values[..input.Rows.Count])
        {
            value += TSum.CreateTruncating(next);
        }

        sum.Value = value;
        sum.Count += input.Rows.Count;
        return true;
    }

    /// <inheritdoc/>
    public override void Merge(ReadOnlySpan<int> slots, AggregateState other, ReadOnlySpan<int> otherSlots)
    {
        NativeBuffer<Sum> from = ((SumState<TArg, TSum, TResult, TFinish>)other)._sums;
        for (int k = 0; k < slots.Length; k++)
        {
            ref Sum sum = ref _sums[slots[k]];
            sum.Value += from[otherSlots[k]].Value;
            sum.Count += from[otherSlots[k]].Count;
        }
    }

    /// <inheritdoc/>
    public override bool IsInvertible => typeof(TSum) != typeof(double) && typeof(TSum) != typeof(float);

    /// <inheritdoc/>
    public override void Unmerge(ReadOnlySpan<int> slots, AggregateState other, ReadOnlySpan<int> otherSlots)
    {
        NativeBuffer<Sum> from = ((SumState<TArg, TSum, TResult, TFinish>)other)._sums;
        for (int k = 0; k < slots.Length; k++)
        {
            ref Sum sum = ref _sums[slots[k]];
            sum.Value -= from[otherSlots[k]].Value;
            sum.Count -= from[otherSlots[k]].Count;
        }
    }

    /// <inheritdoc/>
    public override void Measure(ReadOnlySpan<int> slots, Span<int> sizes) => AddToAll(sizes, Unsafe.SizeOf<TSum>() + sizeof(long));

    /// <inheritdoc/>
    public override void Save(ReadOnlySpan<int> slots, SlotImages images)
    {
        for (int k = 0; k < slots.Length; k++)
        {
            images.Write(k, _sums[slots[k]].Value);
            images.Write(k, _sums[slots[k]].Count);
        }
    }

    /// <inheritdoc/>
    public override void Load(ReadOnlySpan<int> slots, SlotImages images)
    {
        for (int k = 0; k < slots.Length; k++)
        {
            _sums[slots[k]] = new Sum { Value = images.Read<TSum>(k), Count = images.Read<long>(k) };
        }
    }

    /// <inheritdoc/>
    public override void Emit(ReadOnlySpan<int> slots, Column result, int start)
    {
        for (int k = 0; k < slots.Length; k++)
        {
            Write(in _sums[slots[k]], (FixedColumn<TResult>)result, start + k);
        }
    }

    /// <inheritdoc/>
    public override void AccumulateEach(ReadOnlySpan<int> slots, in AggregateInput input, ReadOnlySpan<byte> passes, ReadOnlySpan<byte> resets, Column changes)
    {
        FixedColumn<TArg> argument = (FixedColumn<TArg>)input.Argument;
        FixedColumn<TResult> result = (FixedColumn<TResult>)changes;
        for (int k = 0; k < slots.Length; k++)
        {
            int row = input.Rows[k];
            ref Sum sum = ref _sums[slots[k]];
            Write(in sum, result, 2 * k);
            if ((passes.IsEmpty || passes[k] != 0) && !argument.IsNull(row))
            {
                Take(ref sum, argument[row], input.SignOf(row));
            }

            Write(in sum, result, (2 * k) + 1);
            if (resets[k] != 0)
            {
                sum = default;
            }
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _sums.Dispose();
        base.Dispose();
    }

    private static void Take(ref Sum sum, TArg value, int sign)
    {
        if (sign > 0)
        {
            sum.Value += TSum.CreateTruncating(value);
            sum.Count++;
        }
        else
        {
            sum.Value -= TSum.CreateTruncating(value);
            sum.Count--;
        }
    }

    private void Write(in Sum sum, FixedColumn<TResult> result, int row)
    {
        if (finish.TryFinish(sum.Value, sum.Count, out TResult value))
        {
            result.SetValid(row);
            result[row] = value;
        }
        else
        {
            result.SetNull(row);
        }
    }

    private struct Sum
    {
        public TSum Value;
        public long Count;
    }
}

/// <summary>What becomes of a sum and the count of its values.</summary>
public interface ISumFinish<TSum, TResult>
{
    /// <summary>The value, or false when it is NULL.</summary>
    bool TryFinish(TSum sum, long count, out TResult value);
}
