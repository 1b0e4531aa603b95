using System.Globalization;
using Weir.Connectors.Options;
using Weir.Connectors.Pacing;
using Weir.Engine.Batches;
using Weir.Engine.Connectors;

namespace Weir.Connectors.Nexmark;

/// <summary>The generator of the Nexmark benchmark as a table.</summary>
internal sealed class NexmarkSource : TableSource
{
    private const long DefaultRate = 100_000;
    private const long MaxRate = 1_000_000_000;

    private readonly TableSpec _table;
    private readonly NexmarkKind? _kind;
    private readonly long? _events;
    private readonly long? _throttle;
    private readonly long? _partitions;
    private readonly EventClock _clock;

    public NexmarkSource(TableSpec table)
    {
        OptionReader options = new(table);
        _table = table;
        _kind = options.Choice("table", "nexmark", "nexmark", "person", "auction", "bid") switch
        {
            "person" => NexmarkKind.Person,
            "auction" => NexmarkKind.Auction,
            "bid" => NexmarkKind.Bid,
            _ => null,
        };
        _events = options.Integer("events", 0);
        _throttle = options.Integer("throttle", 1);
        _partitions = options.Integer("partitions", 1, 1 << 16);
        long? rate = options.Integer("rate", 1, MaxRate);
        long? sameRate = options.Integer("first-event.rate", 1, MaxRate); // the name that nexmark-flink has for it
        if (rate is not null && sameRate is not null)
        {
            throw new ConnectorException($"Table '{table.Name}': 'rate' and 'first-event.rate' are the same option; give one of them.");
        }

        _clock = new EventClock(BaseMs(options), rate ?? sameRate ?? DefaultRate);
    }

    public override bool IsBounded => _events is not null;

    public override IReadOnlyList<PartitionReader> Open(SourceContext context)
    {
        NexmarkLayout layout = NexmarkLayout.Create(_table, _clock, _kind, context.Columns);
        int partitions = (int)(_partitions ?? PartitionsBefore(context) ?? context.LaneCount);
        List<PartitionReader> readers = [];
        for (int p = context.Lane; p < partitions; p += context.LaneCount)
        {
            long? next = null;
            if (context.Positions.TryGetValue(NexmarkReader.Name(p, partitions), out string? position))
            {
                next = long.Parse(position, CultureInfo.InvariantCulture);
            }

            Throttle? throttle = _throttle is { } limit ? new Throttle(context.Clock, limit, next ?? 0, context.Wake) : null;
            readers.Add(new NexmarkReader(layout, _kind, _events ?? long.MaxValue, p, partitions, next, throttle, ColumnPool.DefaultBatchRows));
        }

        return readers;
    }

    /// <summary>A job that is restored with another number of lanes keeps the partitions it began with.</summary>
    private static long? PartitionsBefore(SourceContext context)
    {
        foreach (string name in context.Positions.Keys)
        {
            int of = name.IndexOf("-of-", StringComparison.Ordinal);
            if (of > 0 && long.TryParse(name.AsSpan(of + 4), CultureInfo.InvariantCulture, out long partitions))
            {
                return partitions;
            }
        }

        return null;
    }

    private static long BaseMs(OptionReader options)
    {
        if (options.Text("base-time") is not { } text)
        {
            return NexmarkEvents.DefaultBaseMs;
        }

        string[] forms = ["yyyy-MM-dd", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm:ss.f", "yyyy-MM-dd HH:mm:ss.ff", "yyyy-MM-dd HH:mm:ss.fff"];
        return DateTimeOffset.TryParseExact(text, forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time)
            ? time.ToUnixTimeMilliseconds()
            : throw options.Malformed("base-time", text, "a time as yyyy-MM-dd HH:mm:ss");
    }
}
