using System.Runtime.CompilerServices;

namespace Weir.Engine.Functions.Arithmetic;

/// <summary>An unsigned number of 256 bits, for what DECIMAL needs between its operands and its result.</summary>
public readonly struct WideNumber(UInt128 high, UInt128 low)
{
    /// <summary>The upper 128 bits.</summary>
    public UInt128 High { get; } = high;

    /// <summary>The lower 128 bits.</summary>
    public UInt128 Low { get; } = low;

    /// <summary>left * right.</summary>
    public static WideNumber Multiply(UInt128 left, UInt128 right)
    {
        UInt128 a = left >> 64;
        UInt128 b = (ulong)left;
        UInt128 c = right >> 64;
        UInt128 d = (ulong)right;
        UInt128 low = b * d;
        UInt128 middle = (a * d) + (low >> 64);
        UInt128 other = (b * c) + (ulong)middle;
        return new WideNumber((a * c) + (middle >> 64) + (other >> 64), (other << 64) | (ulong)low);
    }

    /// <summary>The sum; callers keep it within 256 bits.</summary>
    public static WideNumber operator +(WideNumber left, WideNumber right)
    {
        UInt128 low = unchecked(left.Low + right.Low);
        return new WideNumber(unchecked(left.High + right.High + (low < left.Low ? UInt128.One : UInt128.Zero)), low);
    }

    /// <summary>The difference; the left must not be the smaller.</summary>
    public static WideNumber operator -(WideNumber left, WideNumber right) =>
        new(unchecked(left.High - right.High - (left.Low < right.Low ? UInt128.One : UInt128.Zero)), unchecked(left.Low - right.Low));

    /// <summary>-1, 0 or 1.</summary>
    public int CompareTo(WideNumber other) => High == other.High ? Low.CompareTo(other.Low) : High.CompareTo(other.High);

    /// <summary>
    /// Divides, giving quotient and remainder. Long division in base 2^32 (Knuth, volume 2, 4.3.1, algorithm D).
    /// </summary>
    [SkipLocalsInit]
    public static WideNumber DivRem(WideNumber dividend, UInt128 divisor, out UInt128 remainder)
    {
        if (dividend.High == 0)
        {
            UInt128 small = dividend.Low / divisor;
            remainder = dividend.Low - (small * divisor);
            return new WideNumber(0, small);
        }

        Span<uint> u = stackalloc uint[9];
        Span<uint> v = stackalloc uint[4];
        Span<uint> q = stackalloc uint[8];
        q.Clear();
        for (int i = 0; i < 4; i++)
        {
            u[i] = (uint)(dividend.Low >> (32 * i));
            u[i + 4] = (uint)(dividend.High >> (32 * i));
            v[i] = (uint)(divisor >> (32 * i));
        }

        int n = 4;
        while (v[n - 1] == 0)
        {
            n--;
        }

        if (n == 1)
        {
            ulong rest = 0;
            for (int j = 7; j >= 0; j--)
            {
                ulong part = (rest << 32) | u[j];
                q[j] = (uint)(part / v[0]);
                rest = part - ((ulong)q[j] * v[0]);
            }

            remainder = rest;
            return Join(q);
        }

        int shift = System.Numerics.BitOperations.LeadingZeroCount(v[n - 1]);
        for (int i = n - 1; i > 0; i--)
        {
            v[i] = (uint)(((((ulong)v[i] << 32) | v[i - 1]) << shift) >> 32);
        }

        v[0] <<= shift;
        u[8] = (uint)((ulong)u[7] << shift >> 32);
        for (int i = 7; i > 0; i--)
        {
            u[i] = (uint)(((((ulong)u[i] << 32) | u[i - 1]) << shift) >> 32);
        }

        u[0] <<= shift;
        for (int j = 8 - n; j >= 0; j--)
        {
            q[j] = DivideDigit(u.Slice(j, n + 1), v[..n]);
        }

        UInt128 rem = 0;
        for (int i = n - 1; i >= 0; i--)
        {
            rem = (rem << 32) | u[i];
        }

        remainder = rem >> shift;
        return Join(q);
    }

    // One digit of the quotient: guessed from the leading digits, at most two too large, then put right.
    private static uint DivideDigit(Span<uint> u, ReadOnlySpan<uint> v)
    {
        int n = v.Length;
        ulong top = ((ulong)u[n] << 32) | u[n - 1];
        ulong guess = top / v[n - 1];
        ulong rest = top % v[n - 1];
        while (guess > uint.MaxValue || guess * v[n - 2] > ((rest << 32) | u[n - 2]))
        {
            guess--;
            rest += v[n - 1];
            if (rest > uint.MaxValue)
            {
                break;
            }
        }

        long borrow = 0;
        ulong carry = 0;
        for (int i = 0; i < n; i++)
        {
            ulong product = (guess * v[i]) + carry;
            carry = product >> 32;
            long difference = u[i] - borrow - (uint)product;
            u[i] = (uint)difference;
            borrow = difference < 0 ? 1 : 0;
        }

        long last = u[n] - borrow - (long)carry;
        u[n] = (uint)last;
        if (last >= 0)
        {
            return (uint)guess;
        }

        carry = 0;
        for (int i = 0; i < n; i++)
        {
            ulong sum = (ulong)u[i] + v[i] + carry;
            u[i] = (uint)sum;
            carry = sum >> 32;
        }

        u[n] += (uint)carry;
        return (uint)(guess - 1);
    }

    private static WideNumber Join(ReadOnlySpan<uint> digits)
    {
        UInt128 low = 0;
        UInt128 high = 0;
        for (int i = 3; i >= 0; i--)
        {
            low = (low << 32) | digits[i];
            high = (high << 32) | digits[i + 4];
        }

        return new WideNumber(high, low);
    }
}
