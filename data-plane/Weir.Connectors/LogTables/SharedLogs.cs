using Weir.Connectors.Log;

namespace Weir.Connectors.LogTables;

/// <summary>The embedded logs that tables of this process have open: one for each folder, however many lanes read and write it. Thread-safe.</summary>
internal sealed class SharedLogs
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (EmbeddedLog Log, int Users)> _open = [];

    /// <summary>The folder of logs that name none.</summary>
    public static string DefaultFolder => Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "weir", "log");

    /// <summary>Opens a log, or gives the one that is open; to be returned by its folder.</summary>
    public EmbeddedLog Rent(string folder, TimeProvider time)
    {
        folder = Path.GetFullPath(folder);
        lock (_lock)
        {
            (EmbeddedLog? log, int users) = _open.GetValueOrDefault(folder);
            log ??= EmbeddedLog.Open(folder, time);
            _open[folder] = (log, users + 1);
            return log;
        }
    }

    /// <summary>Ends a use; the last one closes the log.</summary>
    public void Return(EmbeddedLog log)
    {
        lock (_lock)
        {
            int users = _open[log.Folder].Users - 1;
            if (users > 0)
            {
                _open[log.Folder] = (log, users);
                return;
            }

            _open.Remove(log.Folder);
            log.Dispose();
        }
    }
}
