namespace Weir.Engine.Connectors;

/// <summary>What a read came to.</summary>
public enum ReadStatus
{
    /// <summary>The batch has rows; there may be more at once.</summary>
    Rows,

    /// <summary>All that is there has been read; the lane is woken when more comes.</summary>
    Waiting,

    /// <summary>The partition has ended.</summary>
    Ended,
}

/// <summary>Reads one partition of a table in order. A batch is of one partition, so that the engine can keep a watermark for each.</summary>
public abstract class PartitionReader : IDisposable
{
    /// <summary>A name that stays the same from start to start, e.g. <c>logs-3</c> or a file's path.</summary>
    public abstract string Partition { get; }

    /// <summary>Adds rows to the batch, which is empty, up to its capacity. Never blocks.</summary>
    /// <exception cref="ConnectorException">The partition cannot be read, for good.</exception>
    public abstract ReadStatus Read(SourceBatch batch);

    /// <summary>Where the next row is, in a form that <see cref="SourceContext.Positions"/> takes.</summary>
    public abstract string Position { get; }

    /// <summary>How many rows wait to be read, where that is known.</summary>
    public virtual long? LagRows => null;

    /// <summary>Reading is put off (another partition is behind, see scan.watermark.alignment); a client may stop fetching ahead.</summary>
    public virtual void SetPaused(bool paused)
    {
    }

    /// <inheritdoc/>
    public virtual void Dispose() => GC.SuppressFinalize(this);
}
