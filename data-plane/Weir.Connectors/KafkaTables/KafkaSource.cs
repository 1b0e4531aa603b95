using Weir.Connectors.Kafka.Native;
using Weir.Connectors.Options;
using Weir.Engine.Connectors;

namespace Weir.Connectors.KafkaTables;

/// <summary>Topics of Kafka as a table.</summary>
internal sealed class KafkaSource : TableSource
{
    /// <summary>How long opening waits for the brokers; after that the job runs, and says what it waits for.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    private readonly TableSpec _table;
    private readonly KafkaProperties _properties;
    private readonly KafkaTopicSet _topics;
    private readonly KafkaStart _start;
    private readonly TimeSpan _discovery;
    private KafkaFeed? _feed;

    public KafkaSource(TableSpec table)
    {
        OptionReader options = new(table);
        _table = table;
        _properties = new KafkaProperties(table);
        _topics = new KafkaTopicSet(options);
        _start = new KafkaStart(options, _properties);
        _discovery = options.Duration("scan.topic-partition-discovery.interval", TimeSpan.FromMinutes(5));
    }

    public override ChangelogMode Changelog => UpsertKafkaTable.Is(_table) ? ChangelogMode.Upsert : ChangelogMode.InsertOnly;

    public override bool IsBounded => _start.IsBounded;

    public override string? Trouble => _feed?.Trouble;

    public override IReadOnlyList<PartitionReader> Open(SourceContext context)
    {
        try
        {
            _feed = new KafkaFeed(_table, context, _topics, _start, _properties, _discovery);
        }
        catch (KafkaConfigException refused)
        {
            throw new ConnectorException($"Table '{_table.Name}': {refused.Message}.", refused);
        }

        return _feed.WaitFound(s_patience) ? _feed.TakeNew() : [new KafkaWaitingReader(_feed)];
    }

    public override IReadOnlyList<PartitionReader> Discover() => _feed!.TakeNew();

    public override void Dispose()
    {
        _feed?.Dispose();
        _feed = null;
        base.Dispose();
    }
}
