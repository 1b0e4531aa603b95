using System.Globalization;
using Weir.Connectors.Kafka.Native;
using Weir.Connectors.Messages;
using Weir.Connectors.Options;
using Weir.Engine.Connectors;

namespace Weir.Connectors.KafkaTables;

/// <summary>Where reading starts and where it ends, as Flink's scan.startup.* and scan.bounded.* have it.</summary>
internal sealed class KafkaStart
{
    private readonly OptionReader _options;
    private readonly KafkaProperties _properties;
    private readonly string _startup;
    private readonly string _bounded;
    private readonly long _startupMs;
    private readonly long _boundedMs;
    private readonly IReadOnlyDictionary<int, long>? _startOffsets;
    private readonly IReadOnlyDictionary<int, long>? _endOffsets;

    public KafkaStart(OptionReader options, KafkaProperties properties)
    {
        (_options, _properties) = (options, properties);
        _startup = options.Choice("scan.startup.mode", "group-offsets", "earliest-offset", "latest-offset", "group-offsets", "timestamp", "specific-offsets");
        _bounded = options.Choice("scan.bounded.mode", "unbounded", "unbounded", "latest-offset", "group-offsets", "timestamp", "specific-offsets");
        _startupMs = _startup == "timestamp" ? Millis("scan.startup.timestamp-millis") : 0;
        _boundedMs = _bounded == "timestamp" ? Millis("scan.bounded.timestamp-millis") : 0;
        _startOffsets = _startup == "specific-offsets" ? OffsetList.Read(options, "scan.startup.specific-offsets") : null;
        _endOffsets = _bounded == "specific-offsets" ? OffsetList.Read(options, "scan.bounded.specific-offsets") : null;
        if (properties.Group is null && (_startup == "group-offsets" || _bounded == "group-offsets"))
        {
            string mode = _startup == "group-offsets" ? "scan.startup.mode" : "scan.bounded.mode";
            throw new ConnectorException($"Table '{options.Table.Name}': the {mode} 'group-offsets' needs the option 'properties.group.id'; or give another {mode}, such as {(mode == "scan.startup.mode" ? "earliest-offset" : "latest-offset")}.");
        }
    }

    /// <summary>Whether reading ends by itself.</summary>
    public bool IsBounded => _bounded != "unbounded";

    /// <summary>The plan of a partition.</summary>
    /// <param name="consumer">Whom to ask.</param>
    /// <param name="partition">The partition.</param>
    /// <param name="restored">Where the job was before; null where it has not read the partition.</param>
    /// <param name="isNew">Whether the partition came up while the job ran: then all of it is read.</param>
    /// <param name="timeoutMs">How long each question may take.</param>
    public KafkaSpan Plan(KafkaConsumer consumer, KafkaPosition partition, string? restored, bool isNew, int timeoutMs)
    {
        (long begin, long end) = consumer.Bounds(partition.Topic, partition.Partition, timeoutMs);
        long first;
        long next;
        if (restored is not null)
        {
            first = next = long.Parse(restored, CultureInfo.InvariantCulture);
        }
        else if (isNew || _startup == "earliest-offset")
        {
            (first, next) = (KafkaPosition.Beginning, begin); // by its name, so that it may move until the first fetch
        }
        else
        {
            first = next = First(consumer, partition, begin, end, timeoutMs);
        }

        return new KafkaSpan(partition.Topic, partition.Partition, first, next, End(consumer, partition, end, timeoutMs));
    }

    private long First(KafkaConsumer consumer, KafkaPosition partition, long begin, long end, int timeoutMs)
    {
        switch (_startup)
        {
            case "latest-offset":
                return end;
            case "timestamp":
                return ForTime(consumer, partition, _startupMs, end, timeoutMs);
            case "specific-offsets":
                return _startOffsets!.TryGetValue(partition.Partition, out long offset) ? offset
                    : _properties.Group is not null && Committed(consumer, partition, timeoutMs) is { } kept ? kept
                    : begin;
            default:
                if (Committed(consumer, partition, timeoutMs) is { } committed)
                {
                    return committed;
                }

                return _properties.OffsetReset switch
                {
                    "earliest" => begin,
                    "latest" => end,
                    _ => throw new ConnectorException(
                        $"Table '{_options.Table.Name}': the group '{_properties.Group}' has committed no offset of {partition.Topic} [{partition.Partition}]; set 'properties.auto.offset.reset' to earliest or latest, or give another scan.startup.mode."),
                };
        }
    }

    private long End(KafkaConsumer consumer, KafkaPosition partition, long end, int timeoutMs) => _bounded switch
    {
        "unbounded" => long.MaxValue,
        "latest-offset" => end,
        "timestamp" => ForTime(consumer, partition, _boundedMs, end, timeoutMs),
        "specific-offsets" => _endOffsets!.GetValueOrDefault(partition.Partition), // as in Flink, a partition left out is not read
        _ => Committed(consumer, partition, timeoutMs)
            ?? throw new ConnectorException($"Table '{_options.Table.Name}': the group '{_properties.Group}' has committed no offset of {partition.Topic} [{partition.Partition}] at which reading could end."),
    };

    private static long ForTime(KafkaConsumer consumer, KafkaPosition partition, long timeMs, long end, int timeoutMs)
    {
        long offset = consumer.OffsetsForTimes([partition with { Offset = timeMs }], timeoutMs)[0].Offset;
        return offset == KafkaPosition.End ? end : offset;
    }

    private static long? Committed(KafkaConsumer consumer, KafkaPosition partition, int timeoutMs)
    {
        long offset = consumer.Committed([partition], timeoutMs)[0].Offset;
        return offset == KafkaPosition.Unknown ? null : offset;
    }

    private long Millis(string key)
    {
        _options.Required(key);
        return _options.Integer(key, 0)!.Value;
    }
}
