using Weir.Engine.Batches;
using Weir.Engine.Functions.Arithmetic;
using Weir.Engine.State;

namespace Weir.Engine.Aggregates;

/// <summary>What becomes of a sum of DECIMAL.</summary>
public enum DecimalSumKind
{
    /// <summary>SUM: NULL for no values.</summary>
    Sum,

    /// <summary>The same, but 0 for no values.</summary>
    SumOrZero,

    /// <summary>AVG.</summary>
    Average,
}

/// <summary>
/// SUM and AVG of DECIMAL. Sums are exact however large they become on the way (128 bits, and how often those ran over); a result of more than 38 digits is NULL.
/// </summary>
/// <param name="kind">What is made of the sum.</param>
/// <param name="extraDigits">AVG: how many digits after the point the result has beyond the argument.</param>
public sealed class DecimalSumState(DecimalSumKind kind, int extraDigits = 0) : AggregateState
{
    private const int MaxPrecision = 38;

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
    public override void Accumulate(ReadOnlySpan<int> slots, in AggregateInput input)
    {
        FixedColumn<Int128> argument = (FixedColumn<Int128>)input.Argument;
        ReadOnlySpan<Int128> values = argument.Values;
        for (int k = 0; k < slots.Length; k++)
        {
            int row = input.Rows[k];
            if (!argument.IsNull(row))
            {
                Take(ref _sums[slots[k]], values[row], input.SignOf(row));
            }
        }
    }

    /// <inheritdoc/>
    public override void Merge(ReadOnlySpan<int> slots, AggregateState other, ReadOnlySpan<int> otherSlots)
    {
        NativeBuffer<Sum> from = ((DecimalSumState)other)._sums;
        for (int k = 0; k < slots.Length; k++)
        {
            ref Sum sum = ref _sums[slots[k]];
            Sum added = from[otherSlots[k]];
            Add(ref sum, added.Value);
            sum.Overruns += added.Overruns;
            sum.Count += added.Count;
        }
    }

    /// <inheritdoc/>
    public override bool IsInvertible => true;

    /// <inheritdoc/>
    public override void Unmerge(ReadOnlySpan<int> slots, AggregateState other, ReadOnlySpan<int> otherSlots)
    {
        NativeBuffer<Sum> from = ((DecimalSumState)other)._sums;
        for (int k = 0; k < slots.Length; k++)
        {
            ref Sum sum = ref _sums[slots[k]];
            Sum taken = from[otherSlots[k]];
            Subtract(ref sum, taken.Value);
            sum.Overruns -= taken.Overruns;
            sum.Count -= taken.Count;
        }
    }

    /// <inheritdoc/>
    public override void Measure(ReadOnlySpan<int> slots, Span<int> sizes) => AddToAll(sizes, 32);

    /// <inheritdoc/>
    public override void Save(ReadOnlySpan<int> slots, SlotImages images)
    {
        for (int k = 0; k < slots.Length; k++)
        {
            images.Write(k, _sums[slots[k]].Value);
            images.Write(k, _sums[slots[k]].Overruns);
            images.Write(k, _sums[slots[k]].Count);
        }
    }

    /// <inheritdoc/>
    public override void Load(ReadOnlySpan<int> slots, SlotImages images)
    {
        for (int k = 0; k < slots.Length; k++)
        {
            _sums[slots[k]] = new Sum { Value = images.Read<Int128>(k), Overruns = images.Read<long>(k), Count = images.Read<long>(k) };
        }
    }

    /// <inheritdoc/>
    public override void Emit(ReadOnlySpan<int> slots, Column result, int start)
    {
        for (int k = 0; k < slots.Length; k++)
        {
            Write(in _sums[slots[k]], (FixedColumn<Int128>)result, start + k);
        }
    }

    /// <inheritdoc/>
    public override void AccumulateEach(ReadOnlySpan<int> slots, in AggregateInput input, ReadOnlySpan<byte> passes, ReadOnlySpan<byte> resets, Column changes)
    {
        FixedColumn<Int128> argument = (FixedColumn<Int128>)input.Argument;
        FixedColumn<Int128> result = (FixedColumn<Int128>)changes;
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

    private static void Take(ref Sum sum, Int128 value, int sign)
    {
        Add(ref sum, sign > 0 ? value : -value);
        sum.Count += sign;
    }

    private static void Add(ref Sum sum, Int128 value)
    {
        Int128 total = unchecked(sum.Value + value);
        bool isNegative = sum.Value < 0;
        if (isNegative == value < 0 && isNegative != total < 0)
        {
            sum.Overruns += isNegative ? -1 : 1;
        }

        sum.Value = total;
    }

    private static void Subtract(ref Sum sum, Int128 value)
    {
        Int128 total = unchecked(sum.Value - value);
        bool isNegative = sum.Value < 0;
        if (isNegative != value < 0 && isNegative != total < 0)
        {
            sum.Overruns += isNegative ? -1 : 1;
        }

        sum.Value = total;
    }

    private void Write(in Sum sum, FixedColumn<Int128> result, int row)
    {
        if (TryFinish(in sum, out Int128 value))
        {
            result.SetValid(row);
            result[row] = value;
        }
        else
        {
            result.SetNull(row);
        }
    }

    private bool TryFinish(in Sum sum, out Int128 value)
    {
        value = 0;
        if (sum.Count == 0)
        {
            return kind == DecimalSumKind.SumOrZero;
        }

        if (sum.Overruns != 0 || !PowersOfTen.Fits(sum.Value, MaxPrecision))
        {
            return false;
        }

        value = sum.Value;
        return kind != DecimalSumKind.Average || DecimalArithmetic.TryDivide(sum.Value, sum.Count, extraDigits, MaxPrecision, out value);
    }

    private struct Sum
    {
        public Int128 Value;
        public long Overruns;
        public long Count;
    }
}
