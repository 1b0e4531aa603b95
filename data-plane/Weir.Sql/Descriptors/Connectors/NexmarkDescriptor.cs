namespace Weir.Sql.Descriptors.Connectors;

internal static class NexmarkDescriptor
{
    public static ConnectorDescriptor Create() => new()
    {
        Name = "nexmark",
        Summary = "Generates the events of the Nexmark benchmark: persons, auctions and bids of an auction house.",
        IsSource = true,
        IsSink = false,
        Options =
        [
            new("table", OptionType.Choice, "Which events: of one kind, or all kinds in one table.", "nexmark", false, "nexmark", "person", "auction", "bid"),
            new("events", OptionType.Integer, "How many events of all three kinds; without it there is no end."),
            new("rate", OptionType.Integer, "Events in a second of event time.", "100000"),
            new("first-event.rate", OptionType.Integer, "The same as rate."),
            new("throttle", OptionType.Integer, "Events in a second of real time; without it as many as the job takes."),
            new("partitions", OptionType.Integer, "Into how many partitions the events are dealt.", "one for each lane"),
            new("base-time", OptionType.Text, "The time of event 0, as yyyy-MM-dd HH:mm:ss[.SSS].", "2026-01-01 00:00:00.000"),
        ],
        IsBounded = options => options.ContainsKey("events"),
        Checks = [options => options.ContainsKey("rate") && options.ContainsKey("first-event.rate") ? "'rate' and 'first-event.rate' are the same option; give one of them." : null],
    };
}
