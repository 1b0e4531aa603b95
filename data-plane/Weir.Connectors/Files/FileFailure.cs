using Weir.Engine.Connectors;

namespace Weir.Connectors.Files;

/// <summary>What is said when a disk does not do what it is asked.</summary>
internal static class FileFailure
{
    private const int NoSpace = 28; // ENOSPC
    private const int QuotaExceeded = 122; // EDQUOT

    /// <summary>Whether it is the disk that failed, and not the program.</summary>
    public static bool IsOne(Exception e) => e is IOException or UnauthorizedAccessException;

    /// <summary>The failure to write to a folder of the table, as the job tells it.</summary>
    public static ConnectorException Of(Exception e, string table, string root, string folder)
    {
        bool isFull = e is IOException && ((e.HResult & 0xFFFF) is NoSpace or QuotaExceeded || e.Message.Contains("No space left", StringComparison.OrdinalIgnoreCase));
        return isFull
            ? new ConnectorException($"Table '{table}': the disk of '{root}' is full. Make room and start the job again: rows that were not written are read again from its last checkpoint.", e)
            : new ConnectorException($"Table '{table}': the folder '{folder}' cannot be written: {e.Message}", e);
    }
}
