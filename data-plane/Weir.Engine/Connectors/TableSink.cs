using Weir.Engine.Batches;

namespace Weir.Engine.Connectors;

/// <summary>What a sink does with rows when a job is restarted after a fault.</summary>
public enum SinkGuarantee
{
    /// <summary>Each row takes effect once.</summary>
    ExactlyOnce,

    /// <summary>A row may take effect again.</summary>
    AtLeastOnce,

    /// <summary>Rows go nowhere that could tell.</summary>
    None,
}

/// <summary>What a sink is told when it is opened.</summary>
public sealed record SinkContext
{
    /// <summary>Which lane this is, from 0.</summary>
    public int Lane { get; init; }

    /// <summary>How many lanes write.</summary>
    public int LaneCount { get; init; } = 1;

    /// <summary>Wakes the lane when a writer that could not take more can again, or has finished. Callable from any thread.</summary>
    public required Action Wake { get; init; }

    /// <summary>Processing time.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}

/// <summary>Writes a table. Made once for each lane; see <see cref="TableSource"/> for who may block.</summary>
public abstract class TableSink : IDisposable
{
    /// <summary>The kinds of row that it takes, given the kinds that the query gives (a sink with a primary key asks for upserts, say). Without -U a query leaves -U out.</summary>
    public abstract ChangelogMode Accepts(ChangelogMode query);

    /// <summary>What a restart does.</summary>
    public abstract SinkGuarantee Guarantee { get; }

    /// <summary>Why the guarantee is what it is, for EXPLAIN and the status, e.g. <c>a message may be posted again; its id stays the same</c>.</summary>
    public virtual string GuaranteeReason => string.Empty;

    /// <summary>Starts writing.</summary>
    public abstract void Open(SinkContext context);

    /// <summary>Whether <see cref="Write"/> may be called now; if not, the lane is woken when it may.</summary>
    public virtual bool CanWrite => true;

    /// <summary>
    /// Takes the selected rows of a batch: the table's physical and writable metadata columns in the order of the DDL (virtual ones are left out). The batch is the caller's: retain it, or copy, to keep it. Never blocks.
    /// </summary>
    /// <exception cref="ConnectorException">The rows cannot be written, for good.</exception>
    public abstract void Write(Batch batch);

    /// <summary>All input has been written: sends what is held. Asked again (after a wake) until it answers true.</summary>
    public virtual bool Finish() => true;

    /// <summary>What stands in the way just now, for the job's status; null when all is well.</summary>
    public virtual string? Trouble => null;

    /// <inheritdoc/>
    public virtual void Dispose() => GC.SuppressFinalize(this);
}
