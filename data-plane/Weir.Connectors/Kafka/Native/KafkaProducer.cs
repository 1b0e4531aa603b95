using System.Buffers;

namespace Weir.Connectors.Kafka.Native;

/// <summary>
/// Writes records. They are queued and sent in the background; <see cref="Flush"/>, or the commit of a transaction, tells whether they
/// have arrived. Records that did not are counted in <see cref="KafkaClient.Events"/>.
/// </summary>
internal sealed unsafe partial class KafkaProducer : KafkaClient
{
    /// <summary>The most headers that a record may have.</summary>
    internal const int MaxHeaders = 64;

    private readonly Dictionary<string, nint> _topics = [];

    /// <exception cref="KafkaConfigException">A setting is not known or not that way.</exception>
    internal KafkaProducer(KafkaClientOptions options) : base(LibRdKafka.ClientType.Producer, WithDefaults(options))
    {
    }

    /// <summary>Records queued or on their way.</summary>
    internal int Pending => LibRdKafka.OutQueueLength(Client);

    /// <summary>A topic to write to, by a name for this producer's life.</summary>
    internal nint Topic(string name)
    {
        if (_topics.TryGetValue(name, out nint topic))
            return topic;
        topic = LibRdKafka.TopicNew(Client, name, 0);
        if (topic == 0)
            throw new KafkaException(KafkaError.Of((int)KafkaErrorCode.InvalidArgument), $"topic {name}");
        _topics.Add(name, topic);
        return topic;
    }

    /// <summary>Queues a record. Allocates nothing where it succeeds.</summary>
    /// <returns>None; <see cref="KafkaErrorCode.QueueFull"/>: call <see cref="Poll"/> and try again; or why it can never be written.</returns>
    internal KafkaError Produce(in KafkaRecord record)
    {
        int headers = record.Headers.Slices.Length;
        if (headers > MaxHeaders)
            return new(KafkaErrorCode.InvalidArgument, $"a record has {headers} headers; the most is {MaxHeaders}");
        const int ownFields = 6;
        LibRdKafka.Field* fields = stackalloc LibRdKafka.Field[ownFields + headers];
        // The client takes a null pointer for "none", so something empty needs some address.
        byte empty;
        fixed (byte* key = record.Key, value = record.Value, buffer = record.Headers.Buffer)
        {
            fields[0] = new() { Type = LibRdKafka.FieldType.TopicHandle, Handle = record.Topic };
            fields[1] = new() { Type = LibRdKafka.FieldType.Partition, Int32 = record.Partition };
            fields[2] = new() { Type = LibRdKafka.FieldType.Flags, Int32 = LibRdKafka.FlagCopy };
            fields[3] = new() { Type = LibRdKafka.FieldType.Timestamp, Int64 = record.TimestampMs };
            fields[4] = new() { Type = LibRdKafka.FieldType.Key };
            if (!record.IsKeyNull)
            {
                fields[4].Pointer = key == null ? &empty : key;
                fields[4].Length = (nuint)record.Key.Length;
            }

            fields[5] = new() { Type = LibRdKafka.FieldType.Value };
            if (!record.IsValueNull)
            {
                fields[5].Pointer = value == null ? &empty : value;
                fields[5].Length = (nuint)record.Value.Length;
            }

            for (int i = 0; i < headers; i++)
            {
                KafkaRecordHeaders.Slice slice = record.Headers.Slices[i];
                ref LibRdKafka.Field field = ref fields[ownFields + i];
                field = new() { Type = LibRdKafka.FieldType.Header, Pointer = buffer + slice.NameStart };
                if (slice.ValueLength < 0)
                    continue;
                field.HeaderValue = buffer + slice.ValueStart;
                field.HeaderLength = slice.ValueLength;
            }

            nint error = LibRdKafka.Produce(Client, fields, (nuint)(ownFields + headers));
            return error == 0 ? KafkaError.None : KafkaError.Take(error);
        }
    }

    /// <summary>
    /// Queues records without headers and timestamps, in one call. Those that were not queued have their error set, and
    /// <see cref="KafkaErrorCode.QueueFull"/> means that they may be tried again; order within a partition is kept only if all that follow are tried again too.
    /// </summary>
    /// <param name="errors">One for each record.</param>
    /// <returns>How many were queued.</returns>
    internal int ProduceBatch(nint topic, ReadOnlySpan<byte> buffer, ReadOnlySpan<KafkaBatchRecord> records, Span<KafkaErrorCode> errors)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(errors.Length, records.Length);
        LibRdKafka.Message[] messages = ArrayPool<LibRdKafka.Message>.Shared.Rent(records.Length);
        byte empty;
        fixed (byte* start = buffer)
        fixed (LibRdKafka.Message* first = messages)
        {
            byte* bytes = start == null ? &empty : start;
            for (int i = 0; i < records.Length; i++)
            {
                KafkaBatchRecord record = records[i];
                first[i] = new() { Partition = record.Partition };
                if (record.KeyLength >= 0)
                {
                    first[i].Key = bytes + record.KeyStart;
                    first[i].KeyLength = (nuint)record.KeyLength;
                }

                if (record.ValueLength >= 0)
                {
                    first[i].Value = bytes + record.ValueStart;
                    first[i].ValueLength = (nuint)record.ValueLength;
                }
            }

            _ = Client;
            int queued = LibRdKafka.ProduceBatch(
                topic, KafkaRecord.AnyPartition, LibRdKafka.FlagCopy | LibRdKafka.FlagPartition, first, records.Length);
            for (int i = 0; i < records.Length; i++)
                errors[i] = (KafkaErrorCode)first[i].Error;
            ArrayPool<LibRdKafka.Message>.Shared.Return(messages);
            return queued;
        }
    }

    /// <summary>Lets librdkafka report deliveries and errors; to be called now and then by whoever produces.</summary>
    internal void Poll(int timeoutMs) => LibRdKafka.Poll(Client, timeoutMs);

    /// <summary>Sends all that is queued and waits for the answers.</summary>
    /// <returns>None: nothing is under way any more (see <see cref="KafkaEvents.NotDeliveredCount"/> for what failed);
    /// <see cref="KafkaErrorCode.TimedOut"/>: something is.</returns>
    internal KafkaError Flush(int timeoutMs)
    {
        KafkaError error = KafkaError.Of(LibRdKafka.Flush(Client, timeoutMs));
        if (!error.IsError)
            Events.Recovered();
        return error;
    }

    public override void Dispose()
    {
        foreach (nint topic in _topics.Values)
            LibRdKafka.TopicDestroy(topic);
        _topics.Clear();
        base.Dispose();
    }

    private protected override void Serve() => Poll(0);

    private static KafkaClientOptions WithDefaults(KafkaClientOptions options)
    {
        var properties = new Dictionary<string, string>
        {
            // Reports of success would cost a call into managed code per record; a flush tells as much.
            ["delivery.report.only.error"] = "true",
            ["enable.idempotence"] = "true",
            // As Java's client does it, so that a key is in the partition where a Java program looks for it.
            ["partitioner"] = "murmur2_random",
        };
        foreach ((string name, string value) in options.Properties)
            properties[name] = value;
        return options with { Properties = properties };
    }
}
