using System.Runtime.CompilerServices;

namespace Weir.Connectors.Nexmark;

/// <summary>
/// The rules of the generator: every value of event n is a function of n, so that events are the same on each run and however they are dealt.
/// <para>
/// Of 50 events one is a person, then three are auctions, then 46 are bids. Ids count from 1,000. The generator is Apache Beam's in its proportions, hot ratios and ranges; its values are those of the
/// Nexmark source that measurements on Apache Flink use, so that results can be compared row by row.
/// </para>
/// </summary>
internal static class NexmarkEvents
{
    public const int Cycle = 50;
    public const int Persons = 1;
    public const int Auctions = 3;
    public const int PersonsAndAuctions = Persons + Auctions;
    public const int Bids = Cycle - PersonsAndAuctions;
    public const long FirstId = 1000;
    public const long FirstCategory = 10;
    public const int Categories = 5;
    public const int HotUnit = 100;
    public const int HotAuctionRatio = 2;
    public const int HotBidderRatio = 4;
    public const int HotSellerRatio = 4;
    public const int PersonBytes = 200;
    public const int AuctionBytes = 500;
    public const int BidBytes = 100;

    /// <summary>2026-01-01 00:00:00, in milliseconds.</summary>
    public const long DefaultBaseMs = 1_767_225_600_000;

    private const int OpenAuctions = 100;
    private const int ActivePersons = 1000;
    private const int Lead = 10;
    private const int PriceBits = 12;

    /// <summary>100 * 10^(6x) at 4,096 places of x, between which prices are interpolated.</summary>
    private static readonly long[] s_price = MakePrices();

    /// <summary>64 bits of chance for event n; each field that needs some has a stream of its own (0 to 7).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Bits(long n, int stream)
    {
        ulong z = (((ulong)n * 8) + (ulong)stream + 1) * 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>A number from 0 to bound - 1 out of 32 bits of chance.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Below(uint bits, int bound) => (int)(((ulong)bits * (uint)bound) >> 32);

    /// <summary>A price out of 32 bits of chance: 100 to 100,000,000, evenly spread by its order of magnitude.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Price(uint bits)
    {
        ref long at = ref Unsafe.Add(ref System.Runtime.InteropServices.MemoryMarshal.GetArrayDataReference(s_price), (int)(bits >> (32 - PriceBits)));
        return at + (((Unsafe.Add(ref at, 1) - at) * (bits & 0xFFFFF)) >> 20);
    }

    /// <summary>The number of the last person up to event n, from 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long LastPerson(long n) => (long)((ulong)n / Cycle);

    /// <summary>The number of the last auction up to event n, from 0; -1 before the first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long LastAuction(long n)
    {
        long cycle = (long)((ulong)n / Cycle);
        long rest = n - (cycle * Cycle);
        return (cycle * Auctions) + (rest < Persons ? -1 : Math.Min(rest - Persons, Auctions - 1));
    }

    /// <summary>One of the last persons or of the next few, given the last.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long SomePerson(long last, uint bits)
    {
        int active = (int)Math.Min(last + 1, ActivePersons);
        return last + 1 - active + Below(bits, active + Lead);
    }

    /// <summary>One of the last auctions or of the next few, given the last.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long SomeAuction(long last, uint bits)
    {
        long oldest = Math.Max(last - OpenAuctions, 0);
        return oldest + Below(bits, (int)(last - oldest) + 1 + Lead);
    }

    /// <summary>How many letters fill a row of <paramref name="used"/> bytes up to about the wanted size.</summary>
    public static int PadLength(ulong bits, int used, int wanted)
    {
        int gap = wanted - used;
        if (gap <= 0)
        {
            return 0;
        }

        int fifth = (gap + 2) / 5;
        return gap - fifth + (fifth == 0 ? 0 : Below((uint)(bits >> 32), 2 * fifth));
    }

    private static long[] MakePrices()
    {
        long[] prices = new long[(1 << PriceBits) + 1];
        for (int i = 0; i < prices.Length; i++)
        {
            prices[i] = (long)Math.Floor((Math.Pow(10, i * 6 / 4096.0) * 100) + 0.5);
        }

        return prices;
    }
}
