namespace Weir.Connectors.Log;

/// <summary>What came of a commit.</summary>
public enum LogCommitResult : byte
{
    /// <summary>All of it is on disk, and readers see it.</summary>
    Committed = 0,

    /// <summary>None of it: another producer of the same id has taken over. This one is of no use any more.</summary>
    Fenced = 1,

    /// <summary>None of it, but the producer still has it: commit again when there is room, or abort.</summary>
    DiskFull = 2,
}
