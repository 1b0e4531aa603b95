using Weir.Engine.Storage;

namespace Weir.Engine.Checkpoints;

/// <summary>How a job makes checkpoints.</summary>
public sealed record CheckpointOptions
{
    /// <summary>The job's own folder of the storage.</summary>
    public required IObjectStore Store { get; init; }

    /// <summary>execution.checkpointing.interval: from the start of one to the start of the next; zero for none but those asked for.</summary>
    public TimeSpan Interval { get; init; }

    /// <summary>execution.checkpointing.timeout: how long one may take from the barrier to the commit, retries included.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>execution.checkpointing.min-pause: from the end of one to the start of the next.</summary>
    public TimeSpan MinPause { get; init; }

    /// <summary>execution.checkpointing.num-retained: how many of the last checkpoints are kept.</summary>
    public int Retained { get; init; } = 1;

    /// <summary>execution.checkpointing.tolerable-failed-checkpoints: how many tries to write one may fail in a row before the job says so.</summary>
    public int TolerableFailures { get; init; }

    /// <summary>How old a file that no kept snapshot names must be to be deleted: it may be of a run that is just writing.</summary>
    public TimeSpan OrphanAge { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Told of each step of a checkpoint when it begins: <c>upload</c>, <c>commit</c>, <c>committed</c>, with the checkpoint's number. Called beside the lanes; must not throw.</summary>
    public Action<string, long> Step { get; init; } = (_, _) => { };
}

/// <summary>Figures of the checkpoints of one run. Thread-safe.</summary>
public sealed class CheckpointFigures
{
    /// <summary>How many have been committed.</summary>
    public long Completed { get; internal set; }

    /// <summary>How many tries have failed or taken too long.</summary>
    public long Failed { get; internal set; }

    /// <summary>Tries that have failed one after another.</summary>
    public int FailedInARow { get; internal set; }

    /// <summary>The number of the last one committed; 0 before the first.</summary>
    public long LastNumber { get; internal set; }

    /// <summary>When it was committed.</summary>
    public DateTimeOffset LastTime { get; internal set; }

    /// <summary>How long it took from the barrier to the commit.</summary>
    public TimeSpan LastDuration { get; internal set; }

    /// <summary>How long the lanes stood for it, the one that stood longest.</summary>
    public TimeSpan LastPause { get; internal set; }

    /// <summary>Bytes that it wrote.</summary>
    public long LastBytes { get; internal set; }

    /// <summary>Bytes of all files that it needs.</summary>
    public long StateBytes { get; internal set; }

    /// <summary>Why the last try failed; null after one that did not.</summary>
    public string? Trouble { get; internal set; }

    /// <summary>The manifest of the last one committed.</summary>
    public string? LastPath { get; internal set; }
}
