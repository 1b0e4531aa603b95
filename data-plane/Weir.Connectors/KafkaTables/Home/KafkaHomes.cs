using Weir.Connectors.Options;
using Weir.Engine.Connectors;

namespace Weir.Connectors.KafkaTables.Home;

/// <summary>Which cluster is a job's home, and which sinks are written in its transactions.</summary>
internal static class KafkaHomes
{
    /// <summary>What asks for transactions.</summary>
    public const string ExactlyOnce = "exactly-once";

    private const string GuaranteeKey = "sink.delivery-guarantee";

    /// <summary>The home of a job: the cluster of the first of the sinks that asks to be written exactly once, else of the first that does not ask for less; without sinks that of the first source; null where there is none.</summary>
    /// <exception cref="ConnectorException">Sinks of several clusters ask to be written exactly once, or options are malformed.</exception>
    public static ICommitHome? Create(string job, IReadOnlyList<TableSpec> sources, IReadOnlyList<TableSpec> sinks)
    {
        TableSpec[] written = [.. sinks.Where(IsKafka)];
        TableSpec? decides = Array.Find(written, s => Guarantee(s) == ExactlyOnce) ?? Array.Find(written, s => Guarantee(s) is null) ?? sources.FirstOrDefault(IsKafka);
        if (decides is null)
        {
            return null;
        }

        KafkaProperties home = new(decides);
        foreach (TableSpec sink in written)
        {
            if (Guarantee(sink) == ExactlyOnce && !new KafkaProperties(sink).IsSameHome(home))
            {
                throw Refused(sink, $"its cluster, or how it signs in there, differs from that of table '{decides.Name}', and a transaction cannot span both");
            }
        }

        return new KafkaHome(job, decides);
    }

    /// <summary>Whether a table is one of Kafka's topics.</summary>
    public static bool IsKafka(TableSpec table) => table.Connector.Equals("kafka", StringComparison.OrdinalIgnoreCase) || UpsertKafkaTable.Is(table);

    /// <summary>What the table asks for: exactly-once, at-least-once, none; null: what the job can give.</summary>
    public static string? Guarantee(TableSpec table)
    {
        string guarantee = new OptionReader(table).Choice(GuaranteeKey, string.Empty, ExactlyOnce, "at-least-once", "none");
        return guarantee.Length == 0 ? null : guarantee;
    }

    /// <summary>The home through which a sink is written; null where it writes by itself.</summary>
    /// <param name="table">The sink's table.</param>
    /// <param name="properties">Its properties.</param>
    /// <param name="context">What it was told.</param>
    /// <param name="whyNot">Why it writes by itself in a job with checkpoints.</param>
    /// <exception cref="ConnectorException">It asks to be written exactly once, and cannot.</exception>
    public static KafkaHome? For(TableSpec table, KafkaProperties properties, SinkContext context, out string whyNot)
    {
        whyNot = string.Empty;
        string? asked = Guarantee(table);
        if (asked is null or ExactlyOnce && context is { HasCheckpoints: true, Home: KafkaHome home } && home.Properties.IsSameHome(properties))
        {
            return home;
        }

        string reason = !context.HasCheckpoints ? "the job makes no checkpoints"
            : context.Home is null ? "the job has no home for transactions"
            : context.Home is KafkaHome other && other.Properties.IsSameCluster(properties) ? $"it signs in otherwise than the job's home, {other.Description}"
            : $"it is not of the cluster of the job's home, {context.Home.Description}, and a transaction cannot span both";
        if (asked == ExactlyOnce)
        {
            throw Refused(table, reason);
        }

        whyNot = asked is null ? $"{reason}: after a restart some records are written again" : $"as its {GuaranteeKey} says: after a restart some records are written again";
        return null;
    }

    private static ConnectorException Refused(TableSpec sink, string reason) =>
        new($"Table '{sink.Name}': the {GuaranteeKey} '{ExactlyOnce}' cannot be kept: {reason}. Leave the option out, or give at-least-once.");
}
