using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Weir.Engine.Batches;
using Weir.Engine.Expressions;
using Weir.Engine.Functions.Comparison;

namespace Weir.Engine.Functions.Arithmetic;

/// <summary>
/// Whether a BIGINT is a multiple of a constant, without dividing. With the divisor as d * 2^k, d odd: its k lowest bits are 0, and its product with the inverse of d modulo 2^64 is no greater than the highest multiple has it,
/// which for all others it is. Source: Granlund and Montgomery, Division by Invariant Integers using Multiplication, section 9.
/// </summary>
public sealed class Divisibility
{
    private readonly long _lowBits;
    private readonly long _inverse;
    private readonly long _most;
    private readonly ulong _limit;
    private readonly bool _negated;

    private Divisibility(long divisor, bool negated)
    {
        ulong magnitude = divisor < 0 ? 0 - (ulong)divisor : (ulong)divisor;
        int zeros = BitOperations.TrailingZeroCount(magnitude);
        ulong odd = magnitude >> zeros;
        ulong inverse = odd; // right in three bits; each step doubles them
        for (int bits = 3; bits < 64; bits *= 2)
        {
            inverse *= 2 - (odd * inverse);
        }

        _lowBits = (1L << zeros) - 1;
        _inverse = (long)inverse;
        _most = (long)(long.MaxValue / odd);
        _limit = odd == 1 ? ulong.MaxValue : 2 * (ulong)_most;
        _negated = negated;
    }

    /// <summary>The kernel over a column of BIGINT, for a divisor other than 0: whether it divides the value, or (negated) does not.</summary>
    public static ScalarKernel Create(long divisor, bool negated)
    {
        ArgumentOutOfRangeException.ThrowIfZero(divisor);
        return new Divisibility(divisor, negated).Run;
    }

    private void Run(ReadOnlySpan<Column> arguments, Column result, Selection rows, EvaluationContext context)
    {
        ReadOnlySpan<long> values = ((FixedColumn<long>)arguments[0]).Values;
        Span<byte> to = ((FixedColumn<byte>)result).Values;
        byte flip = _negated ? (byte)1 : (byte)0;
        if (!rows.IsDense)
        {
            foreach (int row in rows.Indices)
            {
                to[row] = (byte)(Divides(values[row]) ^ flip);
            }

            return;
        }

        values = values[..rows.Count];
        to = to[..values.Length];
        Vector512<long> inverse = Vector512.Create(_inverse);
        Vector512<long> most = Vector512.Create(_most);
        Vector512<long> lowBits = Vector512.Create(_lowBits);
        Vector512<ulong> limit = Vector512.Create(_limit);
        ulong flips = _negated ? ulong.MaxValue : 0;
        int i = 0;
        for (; i <= to.Length - Vector512<long>.Count; i += Vector512<long>.Count)
        {
            Vector512<long> value = Vector512.LoadUnsafe(ref MemoryMarshal.GetReference(values), (nuint)i);
            Vector512<ulong> holds = Vector512.LessThanOrEqual(((value * inverse) + most).AsUInt64(), limit) & Vector512.Equals(value & lowBits, Vector512<long>.Zero).AsUInt64();
            TruthBytes.Write(ref to[i], holds.ExtractMostSignificantBits() ^ flips, Vector512<long>.Count);
        }

        for (; i < to.Length; i++)
        {
            to[i] = (byte)(Divides(values[i]) ^ flip);
        }
    }

    private byte Divides(long value) =>
        (value & _lowBits) == 0 && (ulong)unchecked((value * _inverse) + _most) <= _limit ? (byte)1 : (byte)0;
}
