using System.Text;

namespace Weir.Connectors.Log;

/// <summary>A change of the log's state: a record of the commit file. What is on disk beside it counts only as far as these say.</summary>
internal abstract record StateChange
{
    private enum Kind : byte
    {
        TopicMade = 1,
        TopicDeleted = 2,
        ProducerOpened = 3,
        Committed = 4,
        Trimmed = 5,
        PartitionState = 6,
        ProducerState = 7,
    }

    /// <summary>A topic came.</summary>
    internal sealed record TopicMade(LogTopic Topic) : StateChange;

    /// <summary>A topic went.</summary>
    internal sealed record TopicDeleted(string Topic) : StateChange;

    /// <summary>A producer took over its id: older epochs are fenced.</summary>
    internal sealed record ProducerOpened(string Id, int Epoch) : StateChange;

    /// <summary>A producer's commit: for each partition the new end and the segments that it grew or began.</summary>
    internal sealed record Committed(string Producer, int Epoch, long Number, byte[] Metadata, IReadOnlyList<Grown> Partitions) : StateChange;

    /// <summary>A partition's records before an offset were dropped.</summary>
    internal sealed record Trimmed(string Topic, int Partition, long Begin) : StateChange;

    /// <summary>A partition as a whole, at the start of a new commit file.</summary>
    internal sealed record PartitionState(string Topic, int Partition, PartitionView View) : StateChange;

    /// <summary>A producer as a whole, at the start of a new commit file.</summary>
    internal sealed record ProducerState(string Id, LogProducerState State) : StateChange;

    /// <summary>What a commit did to a partition.</summary>
    internal sealed record Grown(string Topic, int Partition, long End, IReadOnlyList<LogSegment> Segments);

    internal byte[] Encode()
    {
        var buffer = new MemoryStream();
        using var writer = new BinaryWriter(buffer, Encoding.UTF8);
        switch (this)
        {
            case TopicMade made:
                writer.Write((byte)Kind.TopicMade);
                WriteTopic(writer, made.Topic);
                break;
            case TopicDeleted deleted:
                writer.Write((byte)Kind.TopicDeleted);
                writer.Write(deleted.Topic);
                break;
            case ProducerOpened opened:
                writer.Write((byte)Kind.ProducerOpened);
                writer.Write(opened.Id);
                writer.Write(opened.Epoch);
                break;
            case Committed committed:
                writer.Write((byte)Kind.Committed);
                writer.Write(committed.Producer);
                writer.Write(committed.Epoch);
                writer.Write(committed.Number);
                WriteBytes(writer, committed.Metadata);
                writer.Write(committed.Partitions.Count);
                foreach (Grown grown in committed.Partitions)
                {
                    writer.Write(grown.Topic);
                    writer.Write(grown.Partition);
                    writer.Write(grown.End);
                    WriteSegments(writer, grown.Segments);
                }

                break;
            case Trimmed trimmed:
                writer.Write((byte)Kind.Trimmed);
                writer.Write(trimmed.Topic);
                writer.Write(trimmed.Partition);
                writer.Write(trimmed.Begin);
                break;
            case PartitionState state:
                writer.Write((byte)Kind.PartitionState);
                writer.Write(state.Topic);
                writer.Write(state.Partition);
                writer.Write(state.View.Begin);
                writer.Write(state.View.End);
                WriteSegments(writer, state.View.Segments);
                break;
            case ProducerState producer:
                writer.Write((byte)Kind.ProducerState);
                writer.Write(producer.Id);
                writer.Write(producer.State.Epoch);
                writer.Write(producer.State.CommitNumber);
                writer.Write(producer.State.Metadata is not null);
                WriteBytes(writer, producer.State.Metadata ?? []);
                break;
            default:
                throw new InvalidOperationException($"no way to write a {GetType().Name}");
        }

        writer.Flush();
        return buffer.ToArray();
    }

    internal static StateChange Decode(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes), Encoding.UTF8);
        var kind = (Kind)reader.ReadByte();
        return kind switch
        {
            Kind.TopicMade => new TopicMade(ReadTopic(reader)),
            Kind.TopicDeleted => new TopicDeleted(reader.ReadString()),
            Kind.ProducerOpened => new ProducerOpened(reader.ReadString(), reader.ReadInt32()),
            Kind.Committed => new Committed(
                reader.ReadString(), reader.ReadInt32(), reader.ReadInt64(), ReadBytes(reader), ReadGrown(reader)),
            Kind.Trimmed => new Trimmed(reader.ReadString(), reader.ReadInt32(), reader.ReadInt64()),
            Kind.PartitionState => new PartitionState(
                reader.ReadString(), reader.ReadInt32(), new(reader.ReadInt64(), reader.ReadInt64(), ReadSegments(reader))),
            Kind.ProducerState => new ProducerState(reader.ReadString(), ReadProducer(reader)),
            _ => throw new InvalidDataException($"a change of kind {(byte)kind} is not known: was it written by a newer version?"),
        };
    }

    internal static void WriteTopic(BinaryWriter writer, LogTopic topic)
    {
        writer.Write(topic.Name);
        writer.Write(topic.Partitions);
        writer.Write(topic.Options.SegmentBytes);
        writer.Write(topic.Options.RetentionBytes);
        writer.Write(topic.Options.RetentionMs);
    }

    internal static LogTopic ReadTopic(BinaryReader reader) =>
        new(reader.ReadString(), reader.ReadInt32(), new LogTopicOptions
        {
            SegmentBytes = reader.ReadInt64(),
            RetentionBytes = reader.ReadInt64(),
            RetentionMs = reader.ReadInt64(),
        });

    internal static void WriteBytes(BinaryWriter writer, ReadOnlySpan<byte> bytes)
    {
        writer.Write(bytes.Length);
        writer.Write(bytes);
    }

    internal static byte[] ReadBytes(BinaryReader reader) => reader.ReadBytes(reader.ReadInt32());

    private static LogProducerState ReadProducer(BinaryReader reader)
    {
        int epoch = reader.ReadInt32();
        long number = reader.ReadInt64();
        bool hasMetadata = reader.ReadBoolean();
        byte[] metadata = ReadBytes(reader);
        return new(epoch, number, hasMetadata ? metadata : null);
    }

    private static Grown[] ReadGrown(BinaryReader reader)
    {
        var grown = new Grown[reader.ReadInt32()];
        for (int i = 0; i < grown.Length; i++)
            grown[i] = new(reader.ReadString(), reader.ReadInt32(), reader.ReadInt64(), ReadSegments(reader));
        return grown;
    }

    private static void WriteSegments(BinaryWriter writer, IReadOnlyList<LogSegment> segments)
    {
        writer.Write(segments.Count);
        foreach (LogSegment segment in segments)
        {
            writer.Write(segment.BaseOffset);
            writer.Write(segment.Length);
            writer.Write(segment.MaxTimestampMs);
        }
    }

    private static LogSegment[] ReadSegments(BinaryReader reader)
    {
        var segments = new LogSegment[reader.ReadInt32()];
        for (int i = 0; i < segments.Length; i++)
            segments[i] = new(reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64());
        return segments;
    }
}
