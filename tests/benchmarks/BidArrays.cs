namespace Weir.Benchmarks;

/// <summary>Bids in arrays, made before anything is timed. Event time goes at 100,000 bids a second, out of order by up to 50 ms.</summary>
internal sealed class BidArrays
{
    public BidArrays(int count, int auctions)
    {
        Random random = new(42);
        Auction = new long[count];
        Bidder = new long[count];
        Price = new long[count];
        TimeMs = new long[count];
        for (int i = 0; i < count; i++)
        {
            Auction[i] = random.Next(auctions);
            Bidder[i] = random.Next(10_000);
            Price[i] = random.Next(100, 10_000_000);
            TimeMs[i] = 1_767_225_600_000 + (i / 100) - random.Next(50);
        }
    }

    public long[] Auction { get; }

    public long[] Bidder { get; }

    public long[] Price { get; }

    public long[] TimeMs { get; }

    public int Count => Auction.Length;
}
