using Weir.Connectors.Writing;
using Weir.Engine.Connectors;

namespace Weir.Connectors.Files.Staging;

/// <summary>
/// Files of a job with checkpoints. The lane decides which file a chunk goes to and when a file is closed, so that it knows at a checkpoint, without waiting for the disk, which files there are and how long; a thread does what was
/// decided, in that order.
/// <code>
/// in progress --- size, time, end ---> closed --- checkpoint committed ---> visible
/// </code>
/// Time is looked at when rows come and at checkpoints: a file closed in between would not be visible sooner.
/// </summary>
internal sealed class StagedOutput : FileOutput
{
    /// <summary>How many folders have a file open; beyond that the one not written to for longest is closed.</summary>
    private const int MaxOpen = 128;

    private readonly Lock _lock = new();
    private readonly string _root;
    private readonly RollingPolicy _policy;
    private readonly TimeProvider _clock;
    private readonly StagedNames _names;
    private readonly StagedPublisher _publisher;
    private readonly StagedFileWriter _writer;
    private readonly ChunkThread _thread;
    private readonly Dictionary<string, OpenFile> _open = new(StringComparer.Ordinal);
    private readonly List<StagedFile> _closed = []; // since the last checkpoint
    private readonly List<(long Checkpoint, StagedFile File)> _staged = []; // with checkpoints; guarded by the lock
    private readonly Dictionary<long, Task> _prepared = []; // guarded by the lock
    private DateTimeOffset _nextCheck;

    public StagedOutput(TableSpec table, string root, RollingPolicy policy, ConnectorServices services, SinkContext context)
    {
        (_root, _policy, _clock) = (root, policy, context.Clock);
        StagedState[] states = [.. context.Restored.Select(bytes => StagedState.Decode(table.Name, bytes))];
        _names = StagedNames.Create(table, context.Lane, states, services.Chance());
        _publisher = new StagedPublisher(table.Name, root);
        _closed.AddRange(new StagedRecovery(table, _publisher).Run(root, states, context.Lane, context.LaneCount));
        _writer = new StagedFileWriter(table.Name, root, services);
        _nextCheck = _clock.GetUtcNow() + policy.CheckInterval;
        _thread = new ChunkThread(_writer, "weir-files-out", null, context.Clock, context.Wake);
    }

    public override bool HasRoom => _thread.HasRoom;

    public override void Write(string folder, ReadOnlySpan<byte> records)
    {
        DateTimeOffset now = _clock.GetUtcNow();
        RollOver(now);
        if (!_open.TryGetValue(folder, out OpenFile? file))
        {
            file = Create(folder, now);
        }

        byte[] chunk = _thread.Rent(records.Length);
        records.CopyTo(chunk);
        _thread.Add(file.HiddenPath, chunk, records.Length);
        file.Length += records.Length;
        file.WrittenAt = now;
        if (file.Length >= _policy.FileSizeBytes)
        {
            Close(folder);
        }
    }

    /// <summary>Closes all files. They are visible after the next checkpoint.</summary>
    public override bool Finish()
    {
        foreach (string folder in _open.Keys.ToArray())
        {
            Close(folder);
        }

        return true;
    }

    public override ReadOnlyMemory<byte> EndCheckpoint(long checkpoint)
    {
        RollOver(_clock.GetUtcNow());
        Task prepared = _thread.Do(_writer.Sync);
        lock (_lock)
        {
            _staged.AddRange(_closed.Select(file => (checkpoint, file)));
            _closed.Clear();
            _prepared[checkpoint] = prepared;
            return new StagedState
            {
                Root = _root,
                Owner = _names.Owner,
                Closed = [.. _staged.Select(s => s.File)],
                InProgress = [.. _open.Values.Select(o => new StagedFile(o.HiddenPath, o.Path, o.Length))],
            }.Encode();
        }
    }

    public override Task PrepareAsync(long checkpoint, CancellationToken cancellation)
    {
        lock (_lock)
        {
            return _prepared[checkpoint].WaitAsync(cancellation);
        }
    }

    public override async Task CommittedAsync(long checkpoint, CancellationToken cancellation)
    {
        StagedFile[] due;
        lock (_lock)
        {
            due = [.. _staged.Where(s => s.Checkpoint <= checkpoint).Select(s => s.File)];
            foreach (long done in _prepared.Keys.Where(c => c <= checkpoint).ToArray())
            {
                _prepared.Remove(done);
            }
        }

        if (due.Length > 0)
        {
            await Task.Run(() => _publisher.Publish(due), cancellation).ConfigureAwait(false);
            lock (_lock)
            {
                _staged.RemoveAll(s => s.Checkpoint <= checkpoint);
            }
        }
    }

    /// <summary>Stops; what is not visible stays hidden, for the next start.</summary>
    public override void Dispose() => _thread.Abandon();

    private void RollOver(DateTimeOffset now)
    {
        if (now < _nextCheck)
        {
            return;
        }

        _nextCheck = now + _policy.CheckInterval;
        foreach ((string folder, OpenFile file) in _open.ToArray())
        {
            if (now - file.OpenedAt >= _policy.RolloverInterval || now - file.WrittenAt >= _policy.InactivityInterval)
            {
                Close(folder);
            }
        }
    }

    private OpenFile Create(string folder, DateTimeOffset now)
    {
        if (_open.Count == MaxOpen)
        {
            Close(_open.MinBy(o => o.Value.WrittenAt).Key);
        }

        (string hiddenPath, string path) = _names.Next(Path.Combine(_root, folder));
        OpenFile file = new(hiddenPath, path, now);
        _open.Add(folder, file);
        return file;
    }

    private void Close(string folder)
    {
        _open.Remove(folder, out OpenFile? file);
        _closed.Add(new StagedFile(file!.HiddenPath, file.Path, file.Length));
        string path = file.HiddenPath;
        _ = _thread.Do(() => _writer.Close(path));
    }

    private sealed class OpenFile(string hiddenPath, string path, DateTimeOffset openedAt)
    {
        public string HiddenPath { get; } = hiddenPath;

        public string Path { get; } = path;

        public DateTimeOffset OpenedAt { get; } = openedAt;

        public DateTimeOffset WrittenAt { get; set; } = openedAt;

        public long Length { get; set; }
    }
}
