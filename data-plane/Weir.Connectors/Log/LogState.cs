using System.Collections.Concurrent;

namespace Weir.Connectors.Log;

/// <summary>All that the commit file says: topics, what is committed of their partitions, producers.</summary>
internal sealed class LogState(string folder)
{
    private readonly ConcurrentDictionary<string, Entry> _topics = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LogProducerState> _producers = new(StringComparer.Ordinal);

    internal IEnumerable<LogTopic> Topics => _topics.Values.Select(entry => entry.Topic);

    internal LogTopic? Topic(string name) => _topics.TryGetValue(name, out Entry? entry) ? entry.Topic : null;

    internal LogPartition[]? Partitions(string topic) => _topics.TryGetValue(topic, out Entry? entry) ? entry.Partitions : null;

    internal LogProducerState? Producer(string id) => _producers.GetValueOrDefault(id);

    internal string TopicFolder(string topic) => Path.Combine(folder, topic);

    internal void Apply(StateChange change)
    {
        switch (change)
        {
            case StateChange.TopicMade made:
                string topicFolder = TopicFolder(made.Topic.Name);
                var partitions = new LogPartition[made.Topic.Partitions];
                for (int i = 0; i < partitions.Length; i++)
                    partitions[i] = new(Path.Combine(topicFolder, i.ToString(System.Globalization.CultureInfo.InvariantCulture)));
                _topics[made.Topic.Name] = new(made.Topic, partitions);
                break;
            case StateChange.TopicDeleted deleted:
                if (_topics.TryRemove(deleted.Topic, out Entry? gone))
                {
                    foreach (LogPartition partition in gone.Partitions)
                        partition.Remove();
                }

                break;
            case StateChange.ProducerOpened opened:
                LogProducerState? before = Producer(opened.Id);
                _producers[opened.Id] = new(opened.Epoch, before?.CommitNumber ?? 0, before?.Metadata);
                break;
            case StateChange.Committed committed:
                _producers[committed.Producer] = new(committed.Epoch, committed.Number, committed.Metadata);
                foreach (StateChange.Grown grown in committed.Partitions)
                {
                    LogPartition partition = Known(grown.Topic, grown.Partition);
                    partition.Replace(partition.View.Grow(grown.End, grown.Segments));
                }

                break;
            case StateChange.Trimmed trimmed:
                LogPartition shortened = Known(trimmed.Topic, trimmed.Partition);
                shortened.Replace(shortened.View.Trim(trimmed.Begin));
                break;
            case StateChange.PartitionState whole:
                Known(whole.Topic, whole.Partition).Replace(whole.View);
                break;
            case StateChange.ProducerState producer:
                _producers[producer.Id] = producer.State;
                break;
            default:
                throw new InvalidOperationException($"no way to apply a {change.GetType().Name}");
        }
    }

    /// <summary>Changes that make this state from nothing.</summary>
    internal IEnumerable<StateChange> Whole()
    {
        foreach (Entry entry in _topics.Values)
        {
            yield return new StateChange.TopicMade(entry.Topic);
            for (int i = 0; i < entry.Partitions.Length; i++)
                yield return new StateChange.PartitionState(entry.Topic.Name, i, entry.Partitions[i].View);
        }

        foreach ((string id, LogProducerState state) in _producers)
            yield return new StateChange.ProducerState(id, state);
    }

    private LogPartition Known(string topic, int partition) =>
        Partitions(topic) is { } partitions && (uint)partition < (uint)partitions.Length
            ? partitions[partition]
            : throw new InvalidDataException($"a commit names {topic} [{partition}], which is not there");

    private sealed record Entry(LogTopic Topic, LogPartition[] Partitions);
}
