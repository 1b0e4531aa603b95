using Weir.Connectors.Blackhole;
using Weir.Connectors.DataGen;
using Weir.Connectors.Files;
using Weir.Connectors.Http;
using Weir.Connectors.KafkaTables;
using Weir.Connectors.KafkaTables.Home;
using Weir.Connectors.LogTables;
using Weir.Connectors.Nexmark;
using Weir.Connectors.Print;

namespace Weir.Connectors;

/// <summary>The connectors that come with Weir.</summary>
internal static class BuiltInConnectors
{
    public static void AddTo(ConnectorRegistry registry, ConnectorServices services)
    {
        registry.Add("blackhole", null, static _ => new BlackholeSink());
        registry.Add("datagen", table => new DataGenSource(table, services), null);
        registry.Add("filesystem", static table => new FileSystemSource(table), table => new FileSystemSink(table, services));
        registry.Add("nexmark", static table => new NexmarkSource(table), null);
        registry.Add("print", null, table => new PrintSink(table, services));
        registry.Add("kafka", static table => new KafkaSource(table), static table => new KafkaSink(table), KafkaHomes.Create);
        registry.Add(UpsertKafkaTable.Connector, static table => new KafkaSource(UpsertKafkaTable.AsKafka(table)), static table => new KafkaSink(UpsertKafkaTable.AsKafka(table)), KafkaHomes.Create);
        SharedLogs logs = new();
        registry.Add(LogHome.Connector, table => new LogSource(table, logs), table => new LogSink(table, logs), (job, sources, sinks) => LogHome.Find(job, sources, sinks, logs));
        registry.Add("slack", null, table => HttpSink.Slack(table, services.Chance));
        registry.Add("webhook", null, table => HttpSink.Webhook(table, services.Chance));
    }
}
