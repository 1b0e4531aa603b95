namespace Weir.Engine.Storage;

/// <summary>
/// An ordered store of bytes by bytes on this machine's disk: what state tables overflow to. Keys are ordered byte by byte, unsigned. It need not outlast the process: after a crash it is dropped. For one thread at a time, save
/// for <see cref="Freeze"/>'s result. After a <see cref="StorageException"/> from writing, the store is only good for being disposed of. Disposing of it ends its cursors.
/// </summary>
public interface IKeyValueStore : IDisposable
{
    /// <summary>Bytes of memory held for its cache, indexes and write buffers.</summary>
    long MemoryBytes { get; }

    /// <summary>Writes the puts and deletions of a batch, in their order and all of them.</summary>
    /// <exception cref="StorageException">The disk is full, say.</exception>
    void Write(KeyValueWrites writes);

    /// <summary>Reads many keys at once. For each key the answer has its value, or says that there is none; what was in the answers before is forgotten.</summary>
    /// <exception cref="StorageException">A file is damaged, say.</exception>
    void Read(KeyValueKeys keys, KeyValueAnswers answers);

    /// <summary>A cursor over the keys from <paramref name="from"/> (inclusive) to <paramref name="to"/> (exclusive; empty: to the end), as they are now, in order.</summary>
    IKeyValueCursor Scan(ReadOnlySpan<byte> from, ReadOnlySpan<byte> to);

    /// <summary>
    /// Freezes the store as it is now into a folder of its own (which isn't there yet or is empty, on the store's disk), in little time whatever its size, for an upload beside further writes. The files are immutable, and the caller's to
    /// delete. Shared ones (<see cref="FrozenFile.IsShared"/>) of the same name and length are the same file, whether this store froze both or one was frozen by a store that it, or that like it, was opened from.
    /// </summary>
    /// <exception cref="StorageException">The disk is full, say; what is in the folder then is of no use.</exception>
    IReadOnlyList<FrozenFile> Freeze(string folder);
}

/// <summary>A file of a frozen store.</summary>
/// <param name="Name">Its name in the folder.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="IsShared">Whether later freezings may hold the same file, so that it need be uploaded once only.</param>
public readonly record struct FrozenFile(string Name, long Length, bool IsShared);

/// <summary>Goes over keys in order; begins before the first.</summary>
public interface IKeyValueCursor : IDisposable
{
    /// <summary>The key; valid until the next move.</summary>
    ReadOnlySpan<byte> Key { get; }

    /// <summary>The value; valid until the next move.</summary>
    ReadOnlySpan<byte> Value { get; }

    /// <summary>Goes to the next; false at the end.</summary>
    bool MoveNext();
}

/// <summary>Opens key-value stores.</summary>
public interface IKeyValueStores
{
    /// <summary>An empty store in a folder that does not exist yet or is empty, which it deletes when disposed of.</summary>
    /// <exception cref="StorageException">The folder cannot be written, or there is something in it.</exception>
    IKeyValueStore Create(string folder, long memoryBytes);

    /// <summary>A store from the files that <see cref="IKeyValueStore.Freeze"/> gave, which were put into the folder; it is the store's from then on, which deletes it when disposed of.</summary>
    /// <exception cref="StorageException">The files are not those of a frozen store.</exception>
    IKeyValueStore Open(string folder, long memoryBytes);
}
