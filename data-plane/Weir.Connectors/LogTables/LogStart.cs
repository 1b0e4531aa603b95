using Weir.Connectors.Log;
using Weir.Connectors.Messages;
using Weir.Connectors.Options;

namespace Weir.Connectors.LogTables;

/// <summary>Where reading a topic starts and where it ends.</summary>
internal sealed class LogStart
{
    private readonly string _topic;
    private readonly string _startup;
    private readonly string _bounded;
    private readonly long _startupMs;
    private readonly long _boundedMs;
    private readonly IReadOnlyDictionary<int, long>? _startOffsets;
    private readonly IReadOnlyDictionary<int, long>? _endOffsets;

    public LogStart(OptionReader options)
    {
        _topic = options.Required("topic");
        _startup = options.Choice("scan.startup.mode", "earliest-offset", "earliest-offset", "latest-offset", "timestamp", "specific-offsets");
        _bounded = options.Choice("scan.bounded.mode", "unbounded", "unbounded", "latest-offset", "timestamp", "specific-offsets");
        _startupMs = _startup == "timestamp" ? Millis(options, "scan.startup.timestamp-millis") : 0;
        _boundedMs = _bounded == "timestamp" ? Millis(options, "scan.bounded.timestamp-millis") : 0;
        _startOffsets = _startup == "specific-offsets" ? OffsetList.Read(options, "scan.startup.specific-offsets") : null;
        _endOffsets = _bounded == "specific-offsets" ? OffsetList.Read(options, "scan.bounded.specific-offsets") : null;
    }

    /// <summary>Whether reading ends by itself.</summary>
    public bool IsBounded => _bounded != "unbounded";

    /// <summary>The first offset to read.</summary>
    public long First(EmbeddedLog log, int partition) => _startup switch
    {
        "latest-offset" => log.EndOffset(_topic, partition),
        "timestamp" => log.OffsetForTime(_topic, partition, _startupMs),
        "specific-offsets" when _startOffsets!.TryGetValue(partition, out long offset) => offset,
        _ => log.BeginOffset(_topic, partition),
    };

    /// <summary>The offset before which reading ends. A partition that specific offsets leave out is not read, as in Flink.</summary>
    public long End(EmbeddedLog log, int partition) => _bounded switch
    {
        "latest-offset" => log.EndOffset(_topic, partition),
        "timestamp" => log.OffsetForTime(_topic, partition, _boundedMs),
        "specific-offsets" => _endOffsets!.GetValueOrDefault(partition),
        _ => long.MaxValue,
    };

    private static long Millis(OptionReader options, string key)
    {
        options.Required(key);
        return options.Integer(key, 0)!.Value;
    }
}
