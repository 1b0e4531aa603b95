namespace Weir.Engine.Functions.Arithmetic;

/// <summary>The generator of java.util.Random (48 bits, linear congruential), so that a seed gives the numbers that it gives in Flink. Not thread-safe, not for secrets.</summary>
public struct JavaRandom(long seed)
{
    private const long Multiplier = 0x5DEECE66DL;
    private const long Mask = (1L << 48) - 1;

    private long _state = (seed ^ Multiplier) & Mask;

    /// <summary>The next number from 0 to below 1.</summary>
    public double NextDouble() => (((long)Next(26) << 27) + Next(27)) * (1.0 / (1L << 53));

    /// <summary>The next number from 0 to below a bound, which must be positive.</summary>
    public int NextInt(int bound)
    {
        int bits = Next(31);
        int most = bound - 1;
        if ((bound & most) == 0)
        {
            return (int)((bound * (long)bits) >> 31);
        }

        // The last, incomplete run of the bound is drawn again, so that all numbers are equally likely.
        int value = bits % bound;
        while (unchecked(bits - value + most) < 0)
        {
            bits = Next(31);
            value = bits % bound;
        }

        return value;
    }

    private int Next(int bits)
    {
        _state = unchecked((_state * Multiplier) + 0xBL) & Mask;
        return (int)(_state >> (48 - bits));
    }
}
