using Weir.Connectors.Tests.Kafka;
using Weir.Connectors.Tests.Kafka.Native;
using Weir.Engine.Connectors;

namespace Weir.Connectors.Tests.KafkaTables.Home;

/// <summary>With an authorizer: what docs/operations/kafka.md lists is enough, and what is missing is named. On a broker of its own, for the time of one test.</summary>
[Collection(KafkaCollection.Name)]
public sealed class KafkaRightsTests
{
    [KafkaFact]
    public async Task The_rights_that_are_listed_are_enough_and_each_that_is_missing_is_named()
    {
        using KafkaBroker broker = new("authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer", "super.users=User:ANONYMOUS");
        KafkaTestTopic topic = new(broker);
        TableSpec table = HomeJob.Lines(
            broker.SecureAddress,
            topic.Name,
            ("properties.security.protocol", "SASL_SSL"),
            ("properties.sasl.mechanism", "PLAIN"),
            ("properties.sasl.username", "weir"),
            ("properties.sasl.password", "weir-secret"),
            ("properties.ssl.ca.location", broker.AuthorityCertificate),
            ("properties.group.id", "readers"),
            ("sink.transactional-id-prefix", "shop-"));
        Assert.Contains("topic 'weir.billing.commits'", await Refused(), StringComparison.Ordinal);
        Allow("--topic", "weir.billing.commits", "READ", "DESCRIBE", "CREATE");
        Assert.Contains("WRITE and DESCRIBE on the transactional id", await Refused(), StringComparison.Ordinal);
        Allow("--transactional-id", "shop-weir.billing.0.a", "WRITE", "DESCRIBE");
        Allow("--transactional-id", "shop-weir.billing.0.b", "WRITE", "DESCRIBE");
        Assert.Contains("READ on the consumer group", await Refused(), StringComparison.Ordinal);
        Allow("--group", "weir.billing", "READ", "DESCRIBE");
        Allow("--topic", topic.Name, "WRITE", "READ", "DESCRIBE");

        SourcePosition position = new(table, $"{topic.Name}-0", "1");
        using (HomeJob job = await HomeJob.StartAsync("billing", table))
        {
            job.Write("a");
            job.EndCheckpoint(1);
            ConnectorException refused = await Assert.ThrowsAsync<ConnectorException>(() => job.CommitAsync(1, position));
            Assert.Contains("group 'readers'", refused.Message, StringComparison.Ordinal);
            Assert.Contains("READ on the consumer group", refused.Message, StringComparison.Ordinal);
        }

        Allow("--group", "readers", "READ", "DESCRIBE");
        using (HomeJob job = await HomeJob.StartAsync("billing", table))
        {
            Assert.Null(job.Last);
            job.Write("b");
            job.EndCheckpoint(1);
            await job.CommitAsync(1, position);
        }

        using HomeJob next = await HomeJob.StartAsync("billing", table);
        Assert.Equal(1, next.Last!.Checkpoint);
        Assert.Equal(["b"], topic.ReadAll());

        async Task<string> Refused() => (await Assert.ThrowsAsync<ConnectorException>(() => HomeJob.StartAsync("billing", table))).Message;

        void Allow(string kind, string name, params string[] operations) =>
            broker.Run(["acls", "--add", "--allow-principal", "User:weir", kind, name, .. operations.SelectMany(o => new[] { "--operation", o })]);
    }
}
