using System.Numerics;
using Weir.Engine.Batches;
using Weir.Engine.State;
using Weir.Engine.Types;

namespace Weir.Engine.Aggregates;

/// <summary>
/// VAR_POP, VAR_SAMP, STDDEV_POP and STDDEV_SAMP by Welford's algorithm in DOUBLE, the way Flink computes them, so that the digits are the same. The value is cast to the result's type as CAST does.
/// NULL when there are no values; for a sample also when there is one.
/// </summary>
public sealed class VarianceState(DataType argumentType, DataType resultType, bool isSample, bool isDeviation) : AggregateState
{
    private readonly NativeBuffer<Moments> _moments = new();

    /// <inheritdoc/>
    public override long SizeBytes => _moments.SizeBytes;

    /// <inheritdoc/>
    public override void EnsureSlots(int count) => _moments.EnsureLength(count);

    /// <inheritdoc/>
    public override void Reset(int slot) => _moments[slot] = default;

    /// <inheritdoc/>
    public override void Clear() => _moments.Clear(_moments.Length);

    /// <inheritdoc/>
    public override void Accumulate(ReadOnlySpan<int> slots, in AggregateInput input)
    {
        switch (input.Argument)
        {
            case FixedColumn<double> c:
                AccumulateNumbers(slots, input, c);
                break;
            case FixedColumn<float> c:
                AccumulateNumbers(slots, input, c);
                break;
            case FixedColumn<long> c:
                AccumulateNumbers(slots, input, c);
                break;
            case FixedColumn<int> c:
                AccumulateNumbers(slots, input, c);
                break;
            case FixedColumn<short> c:
                AccumulateNumbers(slots, input, c);
                break;
            case FixedColumn<sbyte> c:
                AccumulateNumbers(slots, input, c);
                break;
            case FixedColumn<Int128> c:
                for (int k = 0; k < slots.Length; k++)
                {
                    int row = input.Rows[k];
                    if (!c.IsNull(row))
                    {
                        Take(ref _moments[slots[k]], DecimalMath.ToDouble(c[row], argumentType.Precision, argumentType.Scale), input.SignOf(row));
                    }
                }

                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(input));
        }
    }

    /// <inheritdoc/>
    public override void Merge(ReadOnlySpan<int> slots, AggregateState other, ReadOnlySpan<int> otherSlots)
    {
        NativeBuffer<Moments> from = ((VarianceState)other)._moments;
        for (int k = 0; k < slots.Length; k++)
        {
            Merge(ref _moments[slots[k]], from[otherSlots[k]]);
        }
    }

    /// <inheritdoc/>
    public override void Measure(ReadOnlySpan<int> slots, Span<int> sizes) => AddToAll(sizes, sizeof(long) + (2 * sizeof(double)));

    /// <inheritdoc/>
    public override void Save(ReadOnlySpan<int> slots, SlotImages images)
    {
        for (int k = 0; k < slots.Length; k++)
        {
            images.Write(k, _moments[slots[k]].Count);
            images.Write(k, _moments[slots[k]].Mean);
            images.Write(k, _moments[slots[k]].Squares);
        }
    }

    /// <inheritdoc/>
    public override void Load(ReadOnlySpan<int> slots, SlotImages images)
    {
        for (int k = 0; k < slots.Length; k++)
        {
            _moments[slots[k]] = new Moments { Count = images.Read<long>(k), Mean = images.Read<double>(k), Squares = images.Read<double>(k) };
        }
    }

    /// <inheritdoc/>
    public override void Emit(ReadOnlySpan<int> slots, Column result, int start)
    {
        for (int k = 0; k < slots.Length; k++)
        {
            Moments moments = _moments[slots[k]];
            long divisor = isSample ? moments.Count - 1 : moments.Count;
            if (moments.Count <= 0 || divisor == 0 || moments.Squares < 0)
            {
                result.SetNull(start + k);
                continue;
            }

            double variance = moments.Squares / divisor;
            Write(result, start + k, isDeviation ? Math.Pow(variance, 0.5) : variance);
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _moments.Dispose();
        base.Dispose();
    }

    private void AccumulateNumbers<T>(ReadOnlySpan<int> slots, in AggregateInput input, FixedColumn<T> argument)
        where T : unmanaged, INumberBase<T>
    {
        ReadOnlySpan<T> values = argument.Values;
        for (int k = 0; k < slots.Length; k++)
        {
            int row = input.Rows[k];
            if (!argument.IsNull(row))
            {
                Take(ref _moments[slots[k]], double.CreateTruncating(values[row]), input.SignOf(row));
            }
        }
    }

    private static void Take(ref Moments moments, double value, int sign)
    {
        moments.Count += sign;
        if (moments.Count <= 0)
        {
            // More has been taken back than was there: only the count goes on.
            if (sign < 0 && moments.Count == 0)
            {
                moments.Mean = 0;
                moments.Squares = 0;
            }

            return;
        }

        double first = value - moments.Mean;
        moments.Mean += sign * (first / moments.Count);
        double second = value - moments.Mean;
        moments.Squares += sign * (first * second);
    }

    private static void Merge(ref Moments into, Moments from)
    {
        if (from.Count <= 0 || into.Count <= 0)
        {
            // A side that took back more than it had knows only how much: as in Flink.
            long count = into.Count + from.Count;
            into = into.Count > 0 ? into : from;
            into.Count = count;
            if (count <= 0)
            {
                into.Mean = 0;
                into.Squares = 0;
            }

            return;
        }

        long total = into.Count + from.Count;
        double difference = from.Mean - into.Mean;
        into.Squares = into.Squares + from.Squares + ((double)into.Count * from.Count / total * difference * difference);
        into.Mean += (double)from.Count / total * difference;
        into.Count = total;
    }

    private void Write(Column result, int row, double value)
    {
        result.SetValid(row);
        switch (result)
        {
            case FixedColumn<double> c:
                c[row] = value;
                break;
            case FixedColumn<float> c:
                c[row] = (float)value;
                break;
            case FixedColumn<long> c:
                c[row] = (long)value;
                break;
            case FixedColumn<int> c:
                c[row] = (int)value;
                break;
            case FixedColumn<short> c:
                c[row] = unchecked((short)(int)value);
                break;
            case FixedColumn<sbyte> c:
                c[row] = unchecked((sbyte)(int)value);
                break;
            case FixedColumn<Int128> c:
                if (double.IsFinite(value) && DecimalMath.TryFromDouble(value, resultType.Precision, resultType.Scale, out Int128 unscaled))
                {
                    c[row] = unscaled;
                }
                else
                {
                    c.SetNull(row);
                }

                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(result));
        }
    }

    private struct Moments
    {
        public long Count;
        public double Mean;
        public double Squares;
    }
}
