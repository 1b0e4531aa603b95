namespace Weir.Engine.Runtime;

/// <summary>What a step of a source came to.</summary>
public enum SourceStep
{
    /// <summary>A batch was emitted.</summary>
    Rows,

    /// <summary>Event time moves.</summary>
    Watermark,

    /// <summary>All partitions are idle: others need not wait for this source's watermark.</summary>
    Idle,

    /// <summary>There is nothing to read now; the lane is woken when there is.</summary>
    Nothing,

    /// <summary>All partitions have ended.</summary>
    Ended,
}

/// <summary>An operator at the head of a stage that reads from outside instead of from queues.</summary>
public interface ISourceOperator
{
    /// <summary>Whether reading would find rows as far as is known.</summary>
    bool MayHaveRows { get; }

    /// <summary>After a restore: how far what comes after the source has been told of time.</summary>
    void Resume(long watermark);

    /// <summary>Whether nothing is to be read for the time being.</summary>
    bool IsPaused { get; set; }

    /// <summary>Reads: emits a batch, or tells of time.</summary>
    SourceStep Read(out long watermark);
}

/// <summary>An operator at the end of a stage that writes to the outside.</summary>
public interface ISinkOperator
{
    /// <summary>What was written so far belongs to the checkpoint; see <see cref="Connectors.TableSink.EndCheckpoint"/>.</summary>
    void EndCheckpoint(long checkpoint);

    /// <summary>The sink, for what is to be done with it beside the lane; null when there is none.</summary>
    Connectors.TableSink? Sink { get; }

    /// <summary>Whether rows are held instead of written: at a barrier.</summary>
    bool Holds { get; set; }

    /// <summary>Whether no rows are held.</summary>
    bool IsQuiet => true;

    /// <summary>Whether rows can be written now.</summary>
    bool CanWrite { get; }

    /// <summary>Sends what is held; asked until true.</summary>
    bool Finish();
}
