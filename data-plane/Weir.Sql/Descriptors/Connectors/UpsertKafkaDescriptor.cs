using Weir.Engine.Connectors;

namespace Weir.Sql.Descriptors.Connectors;

internal static class UpsertKafkaDescriptor
{
    /// <summary>Options of <c>kafka</c> that the connector settles by itself.</summary>
    private static readonly string[] s_settled = ["topic", "topic-pattern", "format", "key.format", "value.format", "key.fields", "sink.partitioner"];

    public static ConnectorDescriptor Create()
    {
        ConnectorDescriptor kafka = KafkaDescriptor.Create();
        return kafka with
        {
            Name = "upsert-kafka",
            Summary = "Reads and writes topics of Apache Kafka whose messages replace each other by key; one without a value is a deletion. Needs a PRIMARY KEY, which is the message's key. Read from the beginning.",
            Options =
            [
                new("topic", OptionType.List, "The topic; a table that is only read may name several, separated by ;.", null, true),
                new("key.format", OptionType.Text, "The format of the keys.", null, true),
                new("value.format", OptionType.Text, "The format of the values.", null, true),
                .. kafka.Options.Where(o => !s_settled.Contains(o.Key) && !o.Key.StartsWith("scan.startup.", StringComparison.Ordinal)),
            ],
            SourceChangelog = ChangelogMode.Upsert,
            SourceKeyOnlyDeletes = true,
            SinkChangelog = ChangelogMode.Upsert,
            SinkChangelogWithKey = ChangelogMode.Upsert,
            SinkKeyOnlyDeletes = true,
            Checks = [Check],
            TableChecks = [CheckPrimaryKey],
        };
    }

    private static string? Check(IReadOnlyDictionary<string, string> options) => MessageOptions.CheckValueFields(options) ?? MessageOptions.CheckEnds(options);

    private static OptionProblem? CheckPrimaryKey(TableSpec table) => table.PrimaryKey.Count > 0
        ? null
        : new OptionProblem(
            "connector",
            $"Table '{table.Name}': 'upsert-kafka' tables require to define a PRIMARY KEY constraint. The PRIMARY KEY specifies which columns should be read from or write to the Kafka message key.",
            "Write PRIMARY KEY (…) NOT ENFORCED in CREATE TABLE.");
}
