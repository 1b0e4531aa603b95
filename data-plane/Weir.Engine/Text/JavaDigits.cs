using System.Numerics;

namespace Weir.Engine.Text;

/// <summary>
/// The decimal digits that Java up to version 17 gives a floating-point number: usually the fewest that tell it from its neighbours, but its test for when to stop is coarser than that, so that
/// 123456789f is 1.23456792E8 and not 1.2345679E8. Later versions of Java are exact; what a query prints must not depend on it, so this follows the older ones step by step.
/// <para>
/// The number is B / S x 10^e, and M is half the distance to its neighbours in the same scale. Digits are developed by dividing B by S until what is left is less than M from the number below
/// (low) or above (high).
/// </para>
/// Source: the algorithm of jdk.internal.math.FloatingDecimal (Steele and White's, with fixed estimates).
/// </summary>
internal ref struct JavaDigits(Span<byte> room)
{
    private const int FractionBits = 52;
    private const int FloatFractionBits = 23;
    private const int MaxSmallExponent = 62;
    private const int MinSmallExponent = -21;

    /// <summary>How many powers of five fit a long.</summary>
    private const int SmallFives = 27;

    private readonly Span<byte> _room = room;
    private int _count;

    /// <summary>The digits.</summary>
    public readonly ReadOnlySpan<byte> Text => _room[.._count];

    /// <summary>The number is d.ddd x 10^Exponent.</summary>
    public int Exponent { get; private set; }

    /// <summary>Develops a DOUBLE that is finite and not zero; its sign is left out.</summary>
    public void Develop(double value)
    {
        long bits = BitConverter.DoubleToInt64Bits(value);
        long fraction = bits & ((1L << FractionBits) - 1);
        int exponent = (int)((bits >> FractionBits) & 0x7FF);
        int significant = FractionBits + 1;
        if (exponent == 0)
        {
            int zeros = BitOperations.LeadingZeroCount((ulong)fraction);
            int shift = zeros - (63 - FractionBits);
            fraction <<= shift;
            exponent = 1 - shift;
            significant = 64 - zeros;
        }
        else
        {
            fraction |= 1L << FractionBits;
        }

        Develop(exponent - 1023, fraction, significant);
    }

    /// <summary>Develops a FLOAT that is finite and not zero; its sign is left out.</summary>
    public void Develop(float value)
    {
        int bits = BitConverter.SingleToInt32Bits(value);
        int fraction = bits & ((1 << FloatFractionBits) - 1);
        int exponent = (bits >> FloatFractionBits) & 0xFF;
        int significant = FloatFractionBits + 1;
        if (exponent == 0)
        {
            int zeros = BitOperations.LeadingZeroCount((uint)fraction);
            int shift = zeros - (31 - FloatFractionBits);
            fraction <<= shift;
            exponent = 1 - shift;
            significant = 32 - zeros;
        }
        else
        {
            fraction |= 1 << FloatFractionBits;
        }

        Develop(exponent - 127, (long)fraction << (FractionBits - FloatFractionBits), significant);
    }

    private void Develop(int binaryExponent, long fraction, int significantBits)
    {
        int tailZeros = BitOperations.TrailingZeroCount(fraction);
        int fractionBits = FractionBits + 1 - tailZeros;
        int tinyBits = Math.Max(0, fractionBits - binaryExponent - 1);
        if (binaryExponent is <= MaxSmallExponent and >= MinSmallExponent && tinyBits == 0)
        {
            int insignificant = binaryExponent > significantBits ? InsignificantDigits(binaryExponent - significantBits - 1) : 0;
            DevelopWhole(binaryExponent >= FractionBits ? fraction << (binaryExponent - FractionBits) : fraction >>> (FractionBits - binaryExponent), insignificant);
            return;
        }

        int exponent = EstimateExponent(fraction, binaryExponent);
        int b5 = Math.Max(0, -exponent);
        int b2 = b5 + tinyBits + binaryExponent;
        int s5 = Math.Max(0, exponent);
        int s2 = s5 + tinyBits;
        int m5 = b5;
        int m2 = b2 - significantBits;
        fraction >>>= tailZeros;
        b2 -= fractionBits - 1;
        int common = Math.Min(b2, s2);
        b2 -= common;
        s2 -= common;
        m2 -= common;

        // Below a power of two the neighbour is only half as far away.
        if (fractionBits == 1)
        {
            m2--;
        }

        if (m2 < 0)
        {
            b2 -= m2;
            s2 -= m2;
            m2 = 0;
        }

        int bitsOfB = fractionBits + b2 + BitsOfPow5(b5);
        int bitsOfTenS = s2 + 1 + BitsOfPow5(s5 + 1);
        if (bitsOfB < 32 && bitsOfTenS < 32)
        {
            Divide((int)fraction * (int)Pow5(b5) << b2, (int)Pow5(s5) << s2, (int)Pow5(m5) << m2, exponent);
        }
        else if (bitsOfB < 64 && bitsOfTenS < 64)
        {
            Divide(fraction * (long)Pow5(b5) << b2, (long)Pow5(s5) << s2, (long)Pow5(m5) << m2, exponent);
        }
        else if (bitsOfB < 120 && bitsOfTenS < 120)
        {
            Divide((UInt128)(ulong)fraction * Pow5(b5) << b2, Pow5(s5) << s2, Pow5(m5) << m2, exponent);
        }
        else
        {
            Divide(new BigInteger(fraction) * BigInteger.Pow(5, b5) << b2, BigInteger.Pow(5, s5) << s2, BigInteger.Pow(5, m5) << m2, exponent);
        }
    }

    /// <summary>The loop in ints, whose overflows are part of the result.</summary>
    private void Divide(int b, int s, int m, int exponent)
    {
        unchecked
        {
            int tens = s * 10;
            int q = b / s;
            b = 10 * (b % s);
            m *= 10;
            bool low = b < m;
            bool high = b + m > tens;
            Begin(q, ref low, ref high, ref exponent);
            while (!low && !high)
            {
                q = b / s;
                b = 10 * (b % s);
                m *= 10;
                low = m <= 0 || b < m;
                high = m <= 0 || b + m > tens;
                _room[_count++] = (byte)('0' + q);
            }

            End(low, high, (b << 1) - tens, exponent);
        }
    }

    /// <summary>The loop in longs.</summary>
    private void Divide(long b, long s, long m, int exponent)
    {
        unchecked
        {
            long tens = s * 10;
            long q = b / s;
            b = 10 * (b % s);
            m *= 10;
            bool low = b < m;
            bool high = b + m > tens;
            Begin((int)q, ref low, ref high, ref exponent);
            while (!low && !high)
            {
                q = b / s;
                b = 10 * (b % s);
                m *= 10;
                low = m <= 0 || b < m;
                high = m <= 0 || b + m > tens;
                _room[_count++] = (byte)('0' + (int)q);
            }

            End(low, high, Math.Sign((b << 1) - tens), exponent);
        }
    }

    /// <summary>The loop where Java has big integers, which stops at b + m = 10 s already, while they fit 128 bits.</summary>
    private void Divide(UInt128 b, UInt128 s, UInt128 m, int exponent)
    {
        UInt128 tens = s * 10;
        (UInt128 q, UInt128 rest) = UInt128.DivRem(b, s);
        b = rest * 10;
        m *= 10;
        bool low = b < m;
        bool high = b + m >= tens;
        Begin((int)q, ref low, ref high, ref exponent);
        while (!low && !high)
        {
            (q, rest) = UInt128.DivRem(b, s);
            b = rest * 10;
            m *= 10;
            low = b < m;
            high = b + m >= tens;
            _room[_count++] = (byte)('0' + (int)q);
        }

        End(low, high, (b << 1).CompareTo(tens), exponent);
    }

    /// <summary>The same loop for very large and very small numbers.</summary>
    private void Divide(BigInteger b, BigInteger s, BigInteger m, int exponent)
    {
        BigInteger tens = s * 10;
        BigInteger q = BigInteger.DivRem(b, s, out BigInteger rest);
        b = rest * 10;
        m *= 10;
        bool low = b < m;
        bool high = b + m >= tens;
        Begin((int)q, ref low, ref high, ref exponent);
        while (!low && !high)
        {
            q = BigInteger.DivRem(b, s, out rest);
            b = rest * 10;
            m *= 10;
            low = b < m;
            high = b + m >= tens;
            _room[_count++] = (byte)('0' + (int)q);
        }

        End(low, high, (b << 1).CompareTo(tens), exponent);
    }

    /// <summary>The first digit: none if the exponent was estimated too high. In the form with an exponent there are always two.</summary>
    private void Begin(int q, ref bool low, ref bool high, ref int exponent)
    {
        if (q == 0 && !high)
        {
            exponent--;
        }
        else
        {
            _room[_count++] = (byte)('0' + q);
        }

        if (exponent is < -3 or >= 8)
        {
            low = false;
            high = false;
        }
    }

    private void End(bool low, bool high, int difference, int exponent)
    {
        Exponent = exponent;
        bool up = high && (!low || difference > 0 || (difference == 0 && (_room[_count - 1] & 1) != 0));
        if (up)
        {
            RoundUp();
        }
    }

    private void RoundUp()
    {
        int i = _count - 1;
        while (i > 0 && _room[i] == '9')
        {
            _room[i--] = (byte)'0';
        }

        if (_room[i] == '9')
        {
            _room[i] = (byte)'1';
            Exponent++;
        }
        else
        {
            _room[i]++;
        }
    }

    /// <summary>A whole number, less the digits at its end that the fraction's bits do not reach.</summary>
    private void DevelopWhole(long value, int insignificant)
    {
        int dropped = insignificant;
        if (insignificant > 0)
        {
            long unit = (long)Types.DecimalMath.Pow10(insignificant);
            (value, long rest) = Math.DivRem(value, unit);
            value += rest >= unit >> 1 ? 1 : 0;
        }

        while (value % 10 == 0)
        {
            value /= 10;
            dropped++;
        }

        System.Buffers.Text.Utf8Formatter.TryFormat(value, _room, out _count);
        Exponent = _count - 1 + dropped;
    }

    /// <summary>How many decimal digits 2^p has no say in. Source: Java's table, which is this formula.</summary>
    private static int InsignificantDigits(int p) => p > 1 && p < 64 ? (int)(p * 0.30103) : 0;

    private static int EstimateExponent(long fraction, int binaryExponent)
    {
        double mantissa = BitConverter.Int64BitsToDouble((1023L << FractionBits) | (fraction & ((1L << FractionBits) - 1)));
        return (int)Math.Floor(((mantissa - 1.5) * 0.289529654) + 0.176091259 + (binaryExponent * 0.301029995663981));
    }

    private static UInt128 Pow5(int n)
    {
        UInt128 result = 1;
        UInt128 factor = 5;
        for (; n > 0; n >>= 1, factor *= factor)
        {
            if ((n & 1) != 0)
            {
                result *= factor;
            }
        }

        return result;
    }

    private static int BitsOfPow5(int n) => n == 0 ? 0 : n < SmallFives ? (int)((n * 2.321928094887362) + 1) : n * 3;
}
