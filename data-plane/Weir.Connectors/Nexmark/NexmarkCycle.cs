using static Weir.Connectors.Nexmark.NexmarkEvents;

namespace Weir.Connectors.Nexmark;

/// <summary>Which events are of which kind.</summary>
internal static class NexmarkCycle
{
    /// <summary>The kind of event n.</summary>
    public static NexmarkKind KindOf(long n)
    {
        int place = (int)((ulong)n % Cycle);
        return place < Persons ? NexmarkKind.Person : place < PersonsAndAuctions ? NexmarkKind.Auction : NexmarkKind.Bid;
    }

    /// <summary>Where in a cycle the events of a kind begin, and how many they are.</summary>
    public static (int First, int Count) Share(NexmarkKind? kind) => kind switch
    {
        NexmarkKind.Person => (0, Persons),
        NexmarkKind.Auction => (Persons, Auctions),
        NexmarkKind.Bid => (PersonsAndAuctions, Bids),
        _ => (0, Cycle),
    };
}
