using System.Runtime.InteropServices;
using System.Text;

namespace Weir.Connectors.Kafka.Native;

/// <summary>An rd_kafka_topic_partition_list_t, for the length of a call.</summary>
internal readonly unsafe ref struct PositionList
{
    internal PositionList(nint client, ReadOnlySpan<KafkaPosition> positions)
    {
        Pointer = LibRdKafka.ListNew(positions.Length);
        foreach (KafkaPosition position in positions)
        {
            LibRdKafka.TopicPartition* added = LibRdKafka.ListAdd(Pointer, position.Topic, position.Partition);
            added->Offset = position.Offset;
            if (position.Metadata is { Length: > 0 } metadata)
                SetMetadata(client, added, metadata);
        }
    }

    internal LibRdKafka.TopicPartitionList* Pointer { get; }

    /// <summary>The list's present content. The first partition with an error throws it.</summary>
    internal static KafkaPosition[] Read(LibRdKafka.TopicPartitionList* list, string doing)
    {
        var positions = new KafkaPosition[list->Count];
        for (int i = 0; i < positions.Length; i++)
        {
            ref LibRdKafka.TopicPartition element = ref list->Elements[i];
            string topic = Marshal.PtrToStringUTF8((nint)element.Topic)!;
            if (element.Error != 0)
                throw new KafkaException(KafkaError.Of(element.Error), $"{doing}, {topic} [{element.Partition}]");
            string? metadata = element.Metadata == null
                ? null
                : Encoding.UTF8.GetString(element.Metadata, (int)element.MetadataLength);
            positions[i] = new(topic, element.Partition, element.Offset, metadata);
        }

        return positions;
    }

    internal KafkaPosition[] Read(string doing) => Read(Pointer, doing);

    /// <summary>The error of the first partition that has one.</summary>
    internal KafkaError FirstError()
    {
        for (int i = 0; i < Pointer->Count; i++)
        {
            ref LibRdKafka.TopicPartition element = ref Pointer->Elements[i];
            if (element.Error == 0)
                continue;
            KafkaError error = KafkaError.Of(element.Error);
            return error with { Reason = $"{Marshal.PtrToStringUTF8((nint)element.Topic)} [{element.Partition}]: {error.Reason}" };
        }

        return KafkaError.None;
    }

    internal void Dispose() => LibRdKafka.ListDestroy(Pointer);

    // The list frees it, so it must come from librdkafka's own allocator.
    private static void SetMetadata(nint client, LibRdKafka.TopicPartition* position, string metadata)
    {
        int length = Encoding.UTF8.GetByteCount(metadata);
        position->Metadata = (byte*)LibRdKafka.Allocate(client, (nuint)length);
        position->MetadataLength = (nuint)length;
        Encoding.UTF8.GetBytes(metadata, new Span<byte>(position->Metadata, length));
    }
}
