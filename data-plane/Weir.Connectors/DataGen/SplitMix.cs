namespace Weir.Connectors.DataGen;

/// <summary>A small generator of chance: seeded by the row, so that a row is the same wherever it is made.</summary>
internal struct SplitMix(ulong seed)
{
    private const ulong Step = 0x9E3779B97F4A7C15;
    private ulong _state = seed;

    /// <summary>A generator for one field of one row.</summary>
    public static SplitMix For(ulong seed, long row, int field) => new(Mix(Mix(seed + ((ulong)row * Step)) + ((ulong)field * 0xD1342543DE82EF95)));

    /// <summary>64 bits.</summary>
    public ulong Next() => Mix(_state += Step);

    /// <summary>A number from 0 to below 1.</summary>
    public double NextDouble() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A number from min to max, both included.</summary>
    public long Between(long min, long max)
    {
        ulong span = unchecked((ulong)max - (ulong)min + 1);
        return span == 0 ? (long)Next() : unchecked((long)((ulong)min + Math.BigMul(Next(), span, out _)));
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
