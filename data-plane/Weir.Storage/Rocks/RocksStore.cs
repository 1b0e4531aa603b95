using Weir.Engine.Storage;

namespace Weir.Storage.Rocks;

/// <summary>A store in RocksDB.</summary>
internal sealed unsafe partial class RocksStore : IKeyValueStore
{
    internal const string NoCompression = "kNoCompression";

    /// <summary>How many keys are asked for at once: two of RocksDB's own batches. The blocks of their values are pinned meanwhile.</summary>
    internal const int ReadKeys = 64;

    private const string NotLinked = "not linked with the binary";

    private readonly string _folder;
    private readonly RocksMemory _memory;
    private readonly RocksTableNames _names;
    private readonly List<RocksHandle> _handles = [];
    private readonly HashSet<RocksCursor> _cursors = [];
    private readonly RocksHandle _cache;
    private readonly RocksHandle _store;
    private readonly RocksHandle _family;
    private readonly RocksHandle _readOptions;
    private readonly RocksHandle _writeOptions;
    private readonly RocksHandle _batch;
    private readonly nint[] _keys = GC.AllocateArray<nint>(ReadKeys, pinned: true);
    private readonly nuint[] _keyLengths = GC.AllocateArray<nuint>(ReadKeys, pinned: true);
    private readonly nint[] _values = GC.AllocateArray<nint>(ReadKeys, pinned: true);
    private readonly nint[] _errors = GC.AllocateArray<nint>(ReadKeys, pinned: true);
    private bool _isDisposed;

    private RocksStore(string folder, RocksMemory memory, bool create, RocksTableNames names, string compression)
    {
        _folder = folder;
        _memory = memory;
        _names = names;
        try
        {
            _cache = Own(RocksOptions.CreateCache(memory));
            RocksHandle options = Own(RocksOptions.Create(memory, create, compression, folder));
            RocksOptions.SetTables(options, _cache);
            nint family;
            _store = Own(new RocksHandle(OpenStore(folder, options, &family), &LibRocks.Close));
            _family = Own(new RocksHandle(family, &LibRocks.DestroyFamily));
            _readOptions = Own(new RocksHandle(LibRocks.CreateReadOptions(), &LibRocks.DestroyReadOptions));
            _writeOptions = Own(new RocksHandle(LibRocks.CreateWriteOptions(), &LibRocks.DestroyWriteOptions));
            LibRocks.DisableLog(_writeOptions.Pointer, 1);
            _batch = Own(new RocksHandle(LibRocks.CreateBatch(), &LibRocks.DestroyBatch));
        }
        catch
        {
            DestroyHandles();
            throw;
        }
    }

    /// <inheritdoc/>
    public long MemoryBytes
    {
        get
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return (long)LibRocks.CacheUsage(_cache.Pointer) + Property("rocksdb.size-all-mem-tables") + Property("rocksdb.estimate-table-readers-mem");
        }
    }

    /// <summary>The first of the compressions with which the library was built.</summary>
    internal string Compression { get; private init; } = NoCompression;

    /// <summary>Opens a store in a folder that is there.</summary>
    /// <exception cref="StorageException">It cannot be opened.</exception>
    internal static RocksStore Open(string folder, RocksMemory memory, bool create, RocksTableNames names, ReadOnlySpan<string> compressions)
    {
        for (int c = 0; ; c++)
        {
            try
            {
                return new RocksStore(folder, memory, create, names, compressions[c]) { Compression = compressions[c] };
            }
            catch (StorageException e) when (c + 1 < compressions.Length && e.Message.Contains(NotLinked, StringComparison.Ordinal))
            {
                // Opening is the only way to ask.
            }
        }
    }

    /// <inheritdoc/>
    public void Write(KeyValueWrites writes)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        nint batch = _batch.Pointer;
        try
        {
            int at = 0, begin = 0;
            while (writes.TryRead(ref at, out ReadOnlySpan<byte> key, out ReadOnlySpan<byte> value, out bool isDeletion))
            {
                fixed (byte* k = key, v = value)
                {
                    if (isDeletion)
                    {
                        LibRocks.Delete(batch, k, (nuint)key.Length);
                    }
                    else
                    {
                        LibRocks.Put(batch, k, (nuint)key.Length, v, (nuint)value.Length);
                    }
                }

                if (at - begin >= _memory.WriteBatch)
                {
                    WriteBatch(batch);
                    begin = at;
                }
            }

            WriteBatch(batch);
        }
        finally
        {
            LibRocks.ClearBatch(batch);
        }
    }

    /// <inheritdoc/>
    public void Read(KeyValueKeys keys, KeyValueAnswers answers)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        answers.Clear();
        fixed (byte* bytes = keys.Bytes.Buffer)
        {
            byte* at = bytes;
            for (int first = 0; first < keys.Count; first += ReadKeys)
            {
                int count = Math.Min(ReadKeys, keys.Count - first);
                for (int k = 0; k < count; k++)
                {
                    int length = keys[first + k].Length;
                    _keys[k] = (nint)at;
                    _keyLengths[k] = (nuint)length;
                    at += length;
                }

                Read(count, answers);
            }
        }
    }

    /// <inheritdoc/>
    public IKeyValueCursor Scan(ReadOnlySpan<byte> from, ReadOnlySpan<byte> to)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        RocksCursor cursor = new(_folder, _store, from, to, _cursors);
        _cursors.Add(cursor);
        return cursor;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        foreach (RocksCursor cursor in _cursors.ToArray())
        {
            cursor.Dispose();
        }

        // Otherwise closing waits for a compaction, however long it takes, whose result is then deleted.
        LibRocks.CancelBackgroundWork(_store.Pointer, 1);
        DestroyHandles();
        try
        {
            Directory.Delete(_folder, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // Gone already, which is what was wanted.
        }
    }

    private static nint OpenStore(string folder, RocksHandle options, nint* family)
    {
        fixed (byte* name = "default\0"u8)
        {
            nint error = 0;
            nint familyOptions = options.Pointer;
            nint store = LibRocks.Open(options.Pointer, folder, 1, &name, &familyOptions, family, ref error);
            return LibRocks.TakeError(error) is { } reason ? throw new StorageException($"{folder}: the store cannot be opened: {reason}") : store;
        }
    }

    private void WriteBatch(nint batch)
    {
        nint error = 0;
        LibRocks.Write(_store.Pointer, _writeOptions.Pointer, batch, ref error);
        if (LibRocks.TakeError(error) is { } reason)
        {
            throw new StorageException($"{_folder}: the store cannot be written: {reason}");
        }

        LibRocks.ClearBatch(batch);
    }

    private void Read(int count, KeyValueAnswers answers)
    {
        fixed (nint* keys = _keys, values = _values, errors = _errors)
        fixed (nuint* keyLengths = _keyLengths)
        {
            LibRocks.Read(_store.Pointer, _readOptions.Pointer, _family.Pointer, (nuint)count, keys, keyLengths, values, errors, isSorted: 0);
        }

        string? reason = null;
        for (int k = 0; k < count; k++)
        {
            // An error and a value are both there for whoever asked, who has to free them, whatever became of the others.
            if (_errors[k] != 0)
            {
                reason = LibRocks.TakeError(_errors[k]);
            }
            else if (_values[k] == 0)
            {
                answers.AddMissing();
            }
            else
            {
                byte* value = LibRocks.Value(_values[k], out nuint length);
                answers.Add(new ReadOnlySpan<byte>(value, (int)length));
                LibRocks.DestroyValue(_values[k]);
            }
        }

        if (reason is not null)
        {
            throw new StorageException($"{_folder}: the store cannot be read: {reason}");
        }
    }

    private long Property(string name) => LibRocks.Property(_store.Pointer, name, out ulong value) == 0
        ? (long)value
        : throw new InvalidOperationException($"RocksDB has no property {name}.");

    private RocksHandle Own(RocksHandle handle)
    {
        _handles.Add(handle);
        return handle;
    }

    private void DestroyHandles()
    {
        for (int h = _handles.Count - 1; h >= 0; h--)
        {
            _handles[h].Dispose();
        }
    }
}
