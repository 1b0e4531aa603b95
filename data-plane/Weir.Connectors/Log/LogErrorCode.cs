namespace Weir.Connectors.Log;

/// <summary>What kind of trouble a <see cref="LogException"/> tells of.</summary>
public enum LogErrorCode : byte
{
    /// <summary>A call that makes no sense, such as a topic's name that no file can have.</summary>
    InvalidArgument = 1,

    /// <summary>No topic of that name, or no such partition in it.</summary>
    UnknownTopic = 2,

    /// <summary>The offset is before the oldest record that is kept, or after the end.</summary>
    OffsetOutOfRange = 3,

    /// <summary>The disk is full; nothing was lost, and the call may be made again.</summary>
    DiskFull = 4,

    /// <summary>What is on disk is not what was written.</summary>
    Corrupt = 5,

    /// <summary>The disk failed in a way that leaves open what is on it: the log must be opened anew.</summary>
    Failed = 6,

    /// <summary>The process that owns the log does not answer.</summary>
    Unreachable = 7,

    /// <summary>Another producer of the same id has taken over.</summary>
    Fenced = 8,
}
