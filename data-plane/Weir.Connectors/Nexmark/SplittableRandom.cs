namespace Weir.Connectors.Nexmark;

/// <summary>The numbers of java.util.SplittableRandom for a seed, which the texts of the generator are made of.</summary>
internal struct SplittableRandom(ulong seed)
{
    private ulong _seed = seed;

    /// <summary>Goes on as if so many numbers had been drawn.</summary>
    public void Skip(long draws) => _seed += (ulong)draws * 0x9E3779B97F4A7C15;

    /// <summary>A number from 0 to bound - 1.</summary>
    public int Next(int bound)
    {
        int bits = NextInt();
        int mask = bound - 1;
        if ((bound & mask) == 0)
        {
            return bits & mask;
        }

        // Numbers beyond the last whole multiple of the bound are drawn anew.
        int u = (int)((uint)bits >> 1);
        int r = u % bound;
        while (unchecked(u + mask - r) < 0)
        {
            u = (int)((uint)NextInt() >> 1);
            r = u % bound;
        }

        return r;
    }

    private int NextInt()
    {
        _seed += 0x9E3779B97F4A7C15;
        ulong z = (_seed ^ (_seed >> 33)) * 0x62A9D9ED799705F5;
        return (int)(((z ^ (z >> 28)) * 0xCB24D0A5C88C35B3) >> 32);
    }
}
