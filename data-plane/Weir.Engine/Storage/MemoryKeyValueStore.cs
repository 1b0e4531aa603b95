using System.Collections.Immutable;

namespace Weir.Engine.Storage;

/// <summary>
/// A store in memory; only what is frozen is on disk, in one file that is never shared. Its rows are an immutable sorted set, so that a cursor holds them as they were without a copy.
/// </summary>
internal sealed class MemoryKeyValueStore : IKeyValueStore
{
    /// <summary>Two arrays, a pair and a node of the tree.</summary>
    private const int RowOverheadBytes = 112;

    private readonly string _folder;
    private readonly HashSet<Cursor> _cursors = [];
    private ImmutableSortedSet<KeyValuePair<byte[], byte[]>> _rows;
    private long _bytes;
    private bool _isDisposed;

    internal MemoryKeyValueStore(string folder, IEnumerable<KeyValuePair<byte[], byte[]>> rows)
    {
        _folder = folder;
        _rows = ImmutableSortedSet.CreateRange(ByKey.Instance, rows);
        _bytes = _rows.Sum(Bytes);
    }

    /// <inheritdoc/>
    public long MemoryBytes
    {
        get
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return _bytes;
        }
    }

    /// <inheritdoc/>
    public void Write(KeyValueWrites writes)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        ImmutableSortedSet<KeyValuePair<byte[], byte[]>>.Builder rows = _rows.ToBuilder();
        int at = 0;
        while (writes.TryRead(ref at, out ReadOnlySpan<byte> key, out ReadOnlySpan<byte> value, out bool isDeletion))
        {
            KeyValuePair<byte[], byte[]> row = new(key.ToArray(), value.ToArray());
            if (rows.TryGetValue(row, out KeyValuePair<byte[], byte[]> old))
            {
                rows.Remove(old);
                _bytes -= Bytes(old);
            }

            if (!isDeletion)
            {
                rows.Add(row);
                _bytes += Bytes(row);
            }
        }

        _rows = rows.ToImmutable();
    }

    /// <inheritdoc/>
    public void Read(KeyValueKeys keys, KeyValueAnswers answers)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        answers.Clear();
        for (int k = 0; k < keys.Count; k++)
        {
            if (_rows.TryGetValue(new(keys[k].ToArray(), []), out KeyValuePair<byte[], byte[]> row))
            {
                answers.Add(row.Value);
            }
            else
            {
                answers.AddMissing();
            }
        }
    }

    /// <inheritdoc/>
    public IKeyValueCursor Scan(ReadOnlySpan<byte> from, ReadOnlySpan<byte> to)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        Cursor cursor = new(_rows, Position(from), to.IsEmpty ? _rows.Count : Position(to), _cursors);
        _cursors.Add(cursor);
        return cursor;
    }

    /// <inheritdoc/>
    public IReadOnlyList<FrozenFile> Freeze(string folder)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        folder = Path.GetFullPath(folder);
        try
        {
            Directory.CreateDirectory(folder);
            if (Directory.EnumerateFileSystemEntries(folder).Any())
            {
                throw new StorageException($"{_folder}: the store cannot be frozen into {folder}: there is something in it.");
            }

            return [new FrozenFile(MemoryKeyValueFile.Name, MemoryKeyValueFile.Write(Path.Combine(folder, MemoryKeyValueFile.Name), _rows), IsShared: false)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"{_folder}: the store cannot be frozen into {folder}: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        foreach (Cursor cursor in _cursors.ToArray())
        {
            cursor.Dispose();
        }

        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private static long Bytes(KeyValuePair<byte[], byte[]> row) => row.Key.Length + row.Value.Length + RowOverheadBytes;

    private int Position(ReadOnlySpan<byte> key)
    {
        int index = _rows.IndexOf(new(key.ToArray(), []));
        return index < 0 ? ~index : index;
    }

    private sealed class ByKey : IComparer<KeyValuePair<byte[], byte[]>>
    {
        internal static readonly ByKey Instance = new();

        public int Compare(KeyValuePair<byte[], byte[]> x, KeyValuePair<byte[], byte[]> y) => x.Key.AsSpan().SequenceCompareTo(y.Key);
    }

    private sealed class Cursor(ImmutableSortedSet<KeyValuePair<byte[], byte[]>> rows, int from, int to, HashSet<Cursor> cursors) : IKeyValueCursor
    {
        private int _at = from - 1;
        private bool _isDisposed;

        public ReadOnlySpan<byte> Key => Row.Key;

        public ReadOnlySpan<byte> Value => Row.Value;

        private KeyValuePair<byte[], byte[]> Row => !_isDisposed && _at >= from && _at < to
            ? rows[_at]
            : throw new InvalidOperationException("The cursor is on no key: it is before the first, behind the last, or disposed of.");

        public bool MoveNext()
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            _at = Math.Min(_at + 1, Math.Max(from, to));
            return _at < to;
        }

        public void Dispose()
        {
            _isDisposed = true;
            cursors.Remove(this);
        }
    }
}
