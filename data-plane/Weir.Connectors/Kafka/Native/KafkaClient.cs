using System.Runtime.InteropServices;

namespace Weir.Connectors.Kafka.Native;

/// <summary>
/// What producers and consumers share. Calls block up to their timeout and are made beside a lane, never in it. One thread at a time,
/// except <see cref="Events"/>, which anybody may read. Throws <see cref="KafkaException"/> where a call cannot be answered in time.
/// </summary>
internal abstract unsafe partial class KafkaClient : IDisposable
{
    private readonly KafkaHandle _handle;

    private protected KafkaClient(LibRdKafka.ClientType type, KafkaClientOptions options)
    {
        Events = new KafkaEvents(options.Time, options.Token);
        _handle = KafkaConfig.Create(type, options, Events);
    }

    /// <summary>What the client reported by itself. It is kept up to date by whoever polls or consumes.</summary>
    internal KafkaEvents Events { get; }

    private protected nint Client => _handle.Pointer;

    /// <summary>Ends the client; records not flushed are lost, an open transaction is left to time out or to the next init.</summary>
    public virtual void Dispose() => _handle.Dispose();

    /// <summary>The cluster's topics with their partitions; with a name, that topic alone, and then with its error if it has one.</summary>
    internal IReadOnlyList<KafkaTopic> Topics(int timeoutMs, string? only = null)
    {
        nint topic = only is null ? 0 : LibRdKafka.TopicNew(Client, only, 0);
        LibRdKafka.ClusterMetadata* metadata;
        int code = LibRdKafka.Metadata(Client, only is null ? 1 : 0, topic, &metadata, timeoutMs);
        if (topic != 0)
            LibRdKafka.TopicDestroy(topic);
        if (code != 0)
            throw Unanswered(code, only is null ? "the list of topics" : $"the partitions of topic {only}");
        try
        {
            return KafkaTopic.Read(metadata);
        }
        finally
        {
            LibRdKafka.MetadataDestroy(metadata);
        }
    }

    /// <summary>
    /// The oldest offset that a partition has, and the one that its next record gets. With isolation.level=read_committed, the
    /// default, End is that of the first record of the oldest open transaction (the last stable offset), if there is one.
    /// </summary>
    internal (long Begin, long End) Bounds(string topic, int partition, int timeoutMs)
    {
        long begin, end;
        int code = LibRdKafka.QueryWatermarkOffsets(Client, topic, partition, &begin, &end, timeoutMs);
        return code == 0 ? (begin, end) : throw Unanswered(code, $"the offsets of {topic} [{partition}]");
    }

    /// <summary>For each partition the first offset whose timestamp is not before the given one; <see cref="KafkaPosition.End"/> where there is none.</summary>
    /// <param name="times">Positions whose Offset holds a time, in ms since 1970.</param>
    internal KafkaPosition[] OffsetsForTimes(ReadOnlySpan<KafkaPosition> times, int timeoutMs)
    {
        var list = new PositionList(Client, times);
        try
        {
            int code = LibRdKafka.OffsetsForTimes(Client, list.Pointer, timeoutMs);
            return code == 0 ? list.Read("offsets for times") : throw Unanswered(code, "the offsets for times");
        }
        finally
        {
            list.Dispose();
        }
    }

    /// <summary>What a group has committed, with its metadata; <see cref="KafkaPosition.Unknown"/> where it has nothing. Asked of the
    /// group in this client's group.id; only offsets that no open transaction may still change.</summary>
    internal KafkaPosition[] Committed(ReadOnlySpan<KafkaPosition> partitions, int timeoutMs)
    {
        var list = new PositionList(Client, partitions);
        try
        {
            int code = LibRdKafka.Committed(Client, list.Pointer, timeoutMs);
            return code == 0 ? list.Read("committed offsets") : throw Unanswered(code, "the committed offsets");
        }
        finally
        {
            list.Dispose();
        }
    }

    private protected static string Text(byte* text) => Marshal.PtrToStringUTF8((nint)text) ?? "";

    // A timeout alone says little: the last error that the client reported mostly says why (no such host, refused, not authenticated).
    private protected KafkaException Unanswered(int code, string what)
    {
        Serve();
        string? why = Events.LastError is { IsError: true } last ? last.Reason : Events.LastComplaint;
        return new KafkaException(KafkaError.Of(code), why is null ? $"no answer to {what}" : $"no answer to {what} ({why})");
    }

    /// <summary>Lets librdkafka report what it has to, where that can be done without taking messages.</summary>
    private protected virtual void Serve()
    {
    }
}
