using Weir.Connectors.Kafka.Native;

namespace Weir.Connectors.KafkaTables;

/// <summary>
/// Where a sink's rows go: a producer of its own, or the job's home. A batch is begun, its rows are queued while <see cref="IsOpen"/>, and it is ended; the sink sees to it that one thread does this at a time. Nothing here waits.
/// </summary>
internal interface IKafkaOutlet : IDisposable
{
    /// <summary>How many partitions the topic has; 0 until it has been found.</summary>
    int Partitions { get; }

    /// <summary>What stands in the way just now.</summary>
    string? Trouble { get; }

    /// <summary>Whether rows may be queued: of the batch that was begun, else of the next.</summary>
    bool IsOpen { get; }

    /// <summary>Whom the rows of the batch that was begun go to.</summary>
    KafkaProducer Producer { get; }

    /// <summary>The topic, for <see cref="Producer"/>.</summary>
    nint Topic { get; }

    /// <summary>Whether what was ended before the last <see cref="EndCheckpoint"/> is safe, as far as that is the sink's own affair.</summary>
    bool IsSettled { get; }

    /// <summary>Whether nothing that was ended is still to be waited for before the job may end.</summary>
    bool IsFinished { get; }

    /// <summary>Throws what went wrong, such as a record that will never be written.</summary>
    void ThrowIfFailed();

    /// <summary>What to throw for a record that the producer does not take, though its queue is not full.</summary>
    Exception Refused(KafkaError error, string message);

    /// <summary>The lane cannot go on: it is woken when something has changed.</summary>
    void WakeLater();

    /// <summary>A batch begins; it belongs to the checkpoint that is ended next.</summary>
    void Begin();

    /// <summary>All rows of the batch have been queued.</summary>
    void End();

    /// <summary>What was begun so far belongs to the checkpoint.</summary>
    void EndCheckpoint();

    /// <summary>Closes the outlet, of which so many rows have not been queued.</summary>
    void Close(int unqueued);
}
