using System.Text.RegularExpressions;
using Weir.Connectors.Kafka.Native;
using Weir.Connectors.Messages;
using Weir.Connectors.Options;
using Weir.Engine.Connectors;

namespace Weir.Connectors.KafkaTables;

/// <summary>The topics that a table reads: those named, or those whose whole name matches a pattern.</summary>
internal sealed class KafkaTopicSet
{
    private static readonly TimeSpan s_matchTime = TimeSpan.FromSeconds(1);

    private readonly string _table;
    private readonly string[] _names;
    private readonly Regex? _pattern;

    public KafkaTopicSet(OptionReader options)
    {
        _table = options.Table.Name;
        string? pattern = options.Text("topic-pattern");
        string? topics = options.Text("topic");
        if ((pattern is null) == (topics is null))
        {
            throw new ConnectorException($"Table '{_table}': give one of the options 'topic' and 'topic-pattern'.");
        }

        _names = topics?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
        if (pattern is null)
        {
            return;
        }

        try
        {
            _pattern = new Regex($"^(?:{pattern})$", RegexOptions.CultureInvariant, s_matchTime);
        }
        catch (ArgumentException malformed)
        {
            throw options.Malformed("topic-pattern", pattern, $"a regular expression ({malformed.Message})");
        }
    }

    /// <summary>Whether topics may come up later.</summary>
    public bool IsPattern => _pattern is not null;

    /// <summary>Whether a topic is one of those named.</summary>
    public bool Names(string topic) => _names.Contains(topic);

    /// <summary>Which lane reads a partition; stays the same when others are added. With one topic it is the partition's number that counts.</summary>
    public int Lane(string topic, int partition, int lanes) =>
        (int)(((uint)partition + (_names.Length == 1 ? 0 : LogTables.Murmur2.Hash(System.Text.Encoding.UTF8.GetBytes(topic)) & 0xFFFFFF)) % (uint)lanes);

    /// <summary>The partitions that there are.</summary>
    /// <exception cref="ConnectorException">A topic is not there, or not to be read.</exception>
    /// <exception cref="KafkaException">The brokers do not answer.</exception>
    public List<KafkaPosition> Find(KafkaClient client, int timeoutMs)
    {
        List<KafkaPosition> found = [];
        if (_pattern is not null)
        {
            foreach (KafkaTopic topic in client.Topics(timeoutMs).Where(t => _pattern.IsMatch(t.Name)).OrderBy(t => t.Name, StringComparer.Ordinal))
            {
                Add(topic, found);
            }

            return found;
        }

        foreach (string name in _names)
        {
            Add(Find(client, _table, name, timeoutMs), found);
        }

        return found;
    }

    /// <summary>A topic that must be there.</summary>
    public static KafkaTopic Find(KafkaClient client, string table, string name, int timeoutMs)
    {
        KafkaTopic topic = client.Topics(timeoutMs, name).First(t => t.Name == name);
        switch (topic.Error.Code)
        {
            case KafkaErrorCode.None:
                return topic;
            case KafkaErrorCode.UnknownTopicOrPartition or KafkaErrorCode.UnknownTopic:
                string hint = NearName.Find(name, client.Topics(timeoutMs).Select(t => t.Name)) is { } near ? $" Did you mean '{near}'?" : string.Empty;
                throw new ConnectorException($"Table '{table}': there is no topic '{name}' in Kafka.{hint}");
            case KafkaErrorCode.TopicAuthorizationFailed:
                throw new ConnectorException($"Table '{table}': the topic '{name}' is not allowed to this user: {topic.Error.Reason}.");
            default:
                throw new KafkaException(topic.Error, $"topic {name}");
        }
    }

    private static void Add(KafkaTopic topic, List<KafkaPosition> to)
    {
        foreach (KafkaPartition partition in topic.Partitions.OrderBy(p => p.Id))
        {
            to.Add(new KafkaPosition(topic.Name, partition.Id, KafkaPosition.Unknown));
        }
    }
}
