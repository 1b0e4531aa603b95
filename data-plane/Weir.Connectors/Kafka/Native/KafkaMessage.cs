namespace Weir.Connectors.Kafka.Native;

/// <summary>A record, or an error, that a consumer got: a view of librdkafka's memory, good until its batch is cleared.</summary>
internal readonly unsafe ref struct KafkaMessage
{
    private readonly LibRdKafka.Message* _message;

    internal KafkaMessage(LibRdKafka.Message* message) => _message = message;

    /// <summary>None for a record. <see cref="KafkaErrorCode.PartitionEnd"/> where the end was reached and enable.partition.eof is set.</summary>
    internal KafkaErrorCode ErrorCode => (KafkaErrorCode)_message->Error;

    /// <summary>The error in words.</summary>
    internal KafkaError Error => _message->Error == 0
        ? KafkaError.None
        : KafkaError.Of(_message->Error, System.Text.Encoding.UTF8.GetString(_message->Value, (int)_message->ValueLength));

    /// <summary>Names the topic for the life of the client: see <see cref="KafkaConsumer.TopicName"/>. 0 for an error without one.</summary>
    internal nint Topic => _message->Topic;

    internal int Partition => _message->Partition;

    internal long Offset => _message->Offset;

    /// <summary>A record without a value is a deletion where the topic is compacted; not the same as an empty value.</summary>
    internal bool IsValueNull => _message->Value == null;

    internal bool IsKeyNull => _message->Key == null;

    internal ReadOnlySpan<byte> Value => new(_message->Value, (int)_message->ValueLength);

    internal ReadOnlySpan<byte> Key => new(_message->Key, (int)_message->KeyLength);

    /// <summary>In ms since 1970; -1 where the record has none.</summary>
    internal long TimestampMs
    {
        get
        {
            int type;
            return LibRdKafka.MessageTimestamp(_message, &type);
        }
    }

    internal KafkaTimestampType TimestampType
    {
        get
        {
            int type;
            LibRdKafka.MessageTimestamp(_message, &type);
            return (KafkaTimestampType)type;
        }
    }

    /// <summary>The leader's epoch; -1 where it is not known.</summary>
    internal int LeaderEpoch => LibRdKafka.MessageLeaderEpoch(_message);

    /// <summary>The headers in order; the first use parses them.</summary>
    internal KafkaHeaders Headers
    {
        get
        {
            nint headers;
            return new(LibRdKafka.MessageHeaders(_message, &headers) == 0 ? headers : 0);
        }
    }
}
