using Weir.Connectors.Log;

namespace Weir.Connectors.Tests.Log;

/// <summary>
/// A file system in memory that tells what was written from what is on disk: a loss of power keeps any part of what was not synced.
/// It can also fill up, fail to sync, and lose power at a chosen operation.
/// </summary>
internal sealed class SimulatedFiles : ILogFiles
{
    private readonly Dictionary<string, Node?> _live = new() { ["/"] = null }; // null: a folder
    private readonly Dictionary<string, Node?> _durable = new() { ["/"] = null };
    private readonly List<FolderChange> _unsynced = [];
    private bool _isOff;

    /// <summary>Bytes that may still be written.</summary>
    internal long FreeBytes { get; set; } = long.MaxValue;

    /// <summary>How many more operations that change something happen before the power goes.</summary>
    internal long OperationsUntilPowerLoss { get; set; } = long.MaxValue;

    /// <summary>The next sync of a file fails.</summary>
    internal bool FailsNextSync { get; set; }

    /// <summary>Operations so far that change something.</summary>
    internal long Operations { get; private set; }

    internal IEnumerable<string> Paths => _live.Keys;

    /// <summary>The power goes and comes back: what is found then.</summary>
    internal void LosePower(Random random)
    {
        foreach (IGrouping<string, FolderChange> folder in _unsynced.GroupBy(change => change.Folder))
        {
            foreach (FolderChange change in folder.Take(random.Next(folder.Count() + 1)))
                change.Apply(_durable);
        }

        _unsynced.Clear();
        foreach (Node node in _durable.Values.OfType<Node>().Distinct())
            node.LosePower(random);
        _live.Clear();
        // What is in a folder that is not there is not there either.
        foreach ((string path, Node? node) in _durable.OrderBy(entry => entry.Key.Length))
        {
            if (path == "/" || _live.ContainsKey(Parent(path)))
                _live[path] = node;
        }

        _durable.Clear();
        foreach ((string path, Node? node) in _live)
            _durable[path] = node;
        _isOff = false;
        OperationsUntilPowerLoss = long.MaxValue;
    }

    /// <summary>Only the process died: what it wrote can be read, on disk or not.</summary>
    internal void LoseProcess()
    {
        _isOff = false;
        OperationsUntilPowerLoss = long.MaxValue;
    }

    /// <summary>Changes a byte on disk, as a failing one does.</summary>
    internal void Damage(string path, long position) => _live[path]!.Damage(position);

    internal long Length(string path) => _live[path]!.Length;

    /// <summary>Adds bytes that nobody has committed.</summary>
    internal void Append(string path, byte[] bytes)
    {
        using ILogFile file = Open(path, create: true);
        file.Write(file.Length, bytes);
        file.Sync();
    }

    public void CreateFolder(string path)
    {
        if (_live.ContainsKey(path))
            return;
        CreateFolder(Parent(path));
        Change(Parent(path), entries => entries[path] = null);
        SyncFolder(Parent(path));
    }

    public IReadOnlyList<string> Files(string folder) => Names(folder, isFile: true);

    public IReadOnlyList<string> Folders(string folder) => Names(folder, isFile: false);

    public ILogFile Open(string path, bool create)
    {
        Check();
        if (!_live.TryGetValue(path, out Node? node))
        {
            if (!create || !_live.ContainsKey(Parent(path)))
                throw new FileNotFoundException(path);
            node = new Node();
            Change(Parent(path), entries => entries[path] = node);
        }

        return new Handle(this, node!);
    }

    public ILogFile OpenTemporary(string folder) => new Handle(this, new Node());

    public void DeleteFile(string path) => Change(Parent(path), entries => entries.Remove(path));

    public void DeleteFolder(string path) => Change(Parent(path), entries =>
    {
        foreach (string inside in entries.Keys.Where(entry => entry == path || entry.StartsWith(path + "/", StringComparison.Ordinal)).ToList())
            entries.Remove(inside);
    });

    public void Move(string from, string to)
    {
        Node? node = _live[from];
        Change(Parent(to), entries =>
        {
            entries.Remove(from);
            entries[to] = node;
        });
    }

    public void SyncFolder(string path)
    {
        Count();
        foreach (FolderChange change in _unsynced.Where(change => change.Folder == path))
            change.Apply(_durable);
        _unsynced.RemoveAll(change => change.Folder == path);
    }

    private static string Parent(string path) => Path.GetDirectoryName(path)!;

    private List<string> Names(string folder, bool isFile)
    {
        Check();
        return [.. _live.Where(entry => entry.Key != "/" && Parent(entry.Key) == folder && entry.Value is not null == isFile)
            .Select(entry => Path.GetFileName(entry.Key)).Order(StringComparer.Ordinal)];
    }

    private void Change(string folder, Action<Dictionary<string, Node?>> apply)
    {
        Count();
        apply(_live);
        _unsynced.Add(new(folder, apply));
    }

    private void Check()
    {
        if (_isOff)
            throw new PowerLossException();
    }

    private void Count()
    {
        Check();
        Operations++;
        if (--OperationsUntilPowerLoss > 0)
            return;
        _isOff = true;
        throw new PowerLossException();
    }

    private sealed record FolderChange(string Folder, Action<Dictionary<string, Node?>> Apply);

    private sealed class Node
    {
        private readonly List<Func<Random?, byte[], byte[]>> _unsynced = [];
        private byte[] _bytes = [];
        private byte[] _durable = [];

        internal long Length => _bytes.Length;

        internal ReadOnlySpan<byte> Bytes => _bytes;

        internal void Write(long position, byte[] bytes) => Change((random, old) =>
        {
            int kept = random is null ? bytes.Length : random.Next(bytes.Length + 1);
            var grown = new byte[Math.Max(old.Length, position + kept)];
            old.CopyTo(grown, 0);
            bytes.AsSpan(0, kept).CopyTo(grown.AsSpan((int)position));
            return grown;
        });

        internal void Truncate(long length) => Change((_, old) =>
        {
            byte[] cut = old;
            Array.Resize(ref cut, (int)length);
            return cut;
        });

        internal void Sync()
        {
            _durable = [.. _bytes];
            _unsynced.Clear();
        }

        internal void Damage(long position) => _durable = _bytes = [.. _bytes.Select((value, at) => at == position ? (byte)~value : value)];

        internal void LosePower(Random random)
        {
            byte[] found = _durable;
            foreach (Func<Random?, byte[], byte[]> change in _unsynced)
            {
                if (random.Next(3) > 0)
                    found = change(random.Next(2) == 0 ? random : null, found);
            }

            _unsynced.Clear();
            _bytes = _durable = found;
        }

        private void Change(Func<Random?, byte[], byte[]> change)
        {
            _bytes = change(null, _bytes);
            _unsynced.Add(change);
        }
    }

    private sealed class Handle(SimulatedFiles files, Node node) : ILogFile
    {
        public long Length => node.Length;

        public int Read(long position, Span<byte> buffer)
        {
            files.Check();
            if (position >= node.Length)
                return 0;
            ReadOnlySpan<byte> there = node.Bytes[(int)position..];
            int count = Math.Min(there.Length, buffer.Length);
            there[..count].CopyTo(buffer);
            return count;
        }

        public void Write(long position, ReadOnlySpan<byte> bytes)
        {
            long fits = Math.Min(bytes.Length, files.FreeBytes);
            // The write under way when the power goes may be on disk as well.
            if (files.OperationsUntilPowerLoss == 1)
                node.Write(position, bytes.ToArray());
            files.Count();
            node.Write(position, bytes[..(int)fits].ToArray());
            files.FreeBytes -= fits;
            if (fits < bytes.Length)
                throw new IOException("No space left on device", 28);
        }

        public void Truncate(long length)
        {
            files.Count();
            node.Truncate(length);
        }

        public void Sync()
        {
            files.Count();
            if (files.FailsNextSync)
            {
                files.FailsNextSync = false;
                throw new IOException("Input/output error", 5);
            }

            node.Sync();
        }

        public void Dispose()
        {
        }
    }
}
