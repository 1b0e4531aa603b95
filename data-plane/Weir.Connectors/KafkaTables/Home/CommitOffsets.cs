using System.Globalization;
using Weir.Connectors.Kafka.Native;
using Weir.Engine.Connectors;

namespace Weir.Connectors.KafkaTables.Home;

/// <summary>What a commit tells consumer groups: the job's own the number of the checkpoint and its snapshot, and each table's where its source stands.</summary>
internal static class CommitOffsets
{
    /// <summary>The offsets of each group; the job's own group comes first.</summary>
    public static IEnumerable<(string Group, KafkaPosition[] Offsets)> Of(CommitRecord record, KafkaHomeNames names, KafkaProperties home)
    {
        Dictionary<string, Dictionary<(string Topic, int Partition), KafkaPosition>> groups = new()
        {
            [names.Group] = new() { [(names.Topic, 0)] = new KafkaPosition(names.Topic, 0, record.Checkpoint, record.Snapshot) },
        };
        Dictionary<TableSpec, KafkaProperties?> known = [];
        foreach (SourcePosition position in record.Positions)
        {
            if (!known.TryGetValue(position.Table, out KafkaProperties? properties))
            {
                properties = KafkaHomes.IsKafka(position.Table) ? new KafkaProperties(position.Table) : null;
                known.Add(position.Table, properties);
            }

            if (properties is null || !properties.IsSameCluster(home) || Parse(position) is not { } offset)
            {
                continue;
            }

            string group = properties.Group ?? names.Group;
            if (!groups.TryGetValue(group, out Dictionary<(string Topic, int Partition), KafkaPosition>? offsets))
            {
                groups.Add(group, offsets = []);
            }

            // Of two tables that read the same, the one that is behind counts: a tool shows the lag.
            (string Topic, int Partition) key = (offset.Topic, offset.Partition);
            offsets[key] = offsets.TryGetValue(key, out KafkaPosition other) && other.Offset < offset.Offset ? other : offset;
        }

        return groups.Select(g => (g.Key, g.Value.Values.ToArray()));
    }

    /// <summary>Null for what stands for no partition, such as one that still waits for the brokers.</summary>
    private static KafkaPosition? Parse(SourcePosition position)
    {
        int dash = position.Partition.LastIndexOf('-');
        return dash > 0
            && int.TryParse(position.Partition.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int partition)
            && long.TryParse(position.Position, NumberStyles.None, CultureInfo.InvariantCulture, out long offset)
            ? new KafkaPosition(position.Partition[..dash], partition, offset)
            : null;
    }
}
