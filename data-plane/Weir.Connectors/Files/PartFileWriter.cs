using System.Globalization;
using Weir.Connectors.Writing;
using Weir.Engine.Connectors;

namespace Weir.Connectors.Files;

/// <summary>Writes rows, already encoded, to part files: one open for each folder, finished as the policy says. Used by one thread.</summary>
internal sealed class PartFileWriter(string table, string root, string id, int lane, RollingPolicy policy, ConnectorServices services, TimeProvider clock) : IChunkTarget
{
    /// <summary>How many folders have a file open; beyond that the one not written to for longest is finished.</summary>
    private const int MaxOpen = 128;

    private readonly Dictionary<string, PartFile> _open = new(StringComparer.Ordinal);
    private readonly RollingPolicy _policy = policy;
    private readonly TimeProvider _clock = clock;
    private int _count;

    private delegate void FileWork(PartFileWriter writer, string folder, ReadOnlySpan<byte> records);

    /// <summary>Writes whole records to the folder (relative to the table's).</summary>
    /// <exception cref="ConnectorException">The disk is full, or the file cannot be written for another reason.</exception>
    public void Write(string folder, ReadOnlySpan<byte> records) => Guarded(folder, records, static (writer, folder, records) =>
    {
        DateTimeOffset now = writer._clock.GetUtcNow();
        if (!writer._open.TryGetValue(folder, out PartFile? file))
        {
            file = writer.Create(folder, now);
        }

        file.Write(records, now);
        if (file.Bytes >= writer._policy.FileSizeBytes)
        {
            writer.FinishFile(folder);
        }
    });

    /// <summary>Finishes the files whose time has come.</summary>
    public void Tick() => Guarded(string.Empty, default, static (writer, _, _) =>
    {
        DateTimeOffset now = writer._clock.GetUtcNow();
        foreach ((string folder, PartFile file) in writer._open.ToArray())
        {
            if (now - file.OpenedAt >= writer._policy.RolloverInterval || now - file.WrittenAt >= writer._policy.InactivityInterval)
            {
                writer.FinishFile(folder);
            }
        }
    });

    /// <summary>Finishes all files.</summary>
    public void Finish() => Guarded(string.Empty, default, static (writer, _, _) =>
    {
        foreach (string folder in writer._open.Keys.ToArray())
        {
            writer.FinishFile(folder);
        }
    });

    public void Dispose()
    {
        foreach (PartFile file in _open.Values)
        {
            file.Dispose();
        }

        _open.Clear();
    }

    private void Guarded(string folder, ReadOnlySpan<byte> records, FileWork work)
    {
        try
        {
            work(this, folder, records);
        }
        catch (Exception e) when (FileFailure.IsOne(e))
        {
            throw FileFailure.Of(e, table, root, Path.Combine(root, folder));
        }
    }

    private PartFile Create(string folder, DateTimeOffset now)
    {
        if (_open.Count == MaxOpen)
        {
            FinishFile(_open.MinBy(o => o.Value.WrittenAt).Key);
        }

        string directory = Path.Combine(root, folder);
        Directory.CreateDirectory(directory);
        string name = string.Create(CultureInfo.InvariantCulture, $"part-{id}-{lane}-{_count++}");
        string hidden = Path.Combine(directory, $".{name}.inprogress");
        PartFile file = new(services.CreateFile(hidden), hidden, Path.Combine(directory, name), now);
        _open.Add(folder, file);
        return file;
    }

    private void FinishFile(string folder)
    {
        _open.Remove(folder, out PartFile? file);
        file!.Publish();
    }
}
