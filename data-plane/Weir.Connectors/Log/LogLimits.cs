namespace Weir.Connectors.Log;

/// <summary>The bounds of the embedded log.</summary>
public static class LogLimits
{
    /// <summary>The largest record, key, value and headers together.</summary>
    public const int RecordBytes = 128 << 20;

    /// <summary>About how large a batch grows before the next one is begun.</summary>
    public const int BatchBytes = 256 << 10;

    /// <summary>How much a producer holds in memory before it writes aside what it has not committed.</summary>
    public const int StagedBytes = 64 << 20;

    /// <summary>The largest metadata of a commit.</summary>
    public const int MetadataBytes = 16 << 20;

    /// <summary>The most partitions of a topic.</summary>
    public const int Partitions = 4096;

    /// <summary>How large the file of commits grows before it is begun anew with only the present state.</summary>
    public const int CommitFileBytes = 16 << 20;
}
