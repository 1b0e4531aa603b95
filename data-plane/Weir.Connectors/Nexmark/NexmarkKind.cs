namespace Weir.Connectors.Nexmark;

/// <summary>A kind of event; the numbers are those of event_type.</summary>
internal enum NexmarkKind
{
    Person = 0,
    Auction = 1,
    Bid = 2,
}
