using System.Buffers.Binary;
using Weir.Engine.Storage;

namespace Weir.Engine.Checkpoints;

/// <summary>A snapshot in storage, open for reading. Thread-safe.</summary>
public sealed class Snapshot
{
    private readonly IObjectStore _store;

    private Snapshot(IObjectStore store, string path, SnapshotManifest manifest) => (_store, Path, Manifest) = (store, path, manifest);

    /// <summary>The manifest's path in the store.</summary>
    public string Path { get; }

    /// <summary>Where it is, for people.</summary>
    public string Address => $"{_store.Root}/{Path}";

    /// <summary>What it is made of.</summary>
    public SnapshotManifest Manifest { get; }

    /// <summary>A snapshot whose manifest is known.</summary>
    internal static Snapshot Of(IObjectStore store, string path, SnapshotManifest manifest) => new(store, path, manifest);

    /// <summary>Reads the manifest.</summary>
    /// <exception cref="SnapshotException">It is missing or does not verify.</exception>
    public static async Task<Snapshot> OpenAsync(IObjectStore store, string path, CancellationToken cancellation)
    {
        try
        {
            await using Stream stream = await store.OpenReadAsync(path, 0, null, cancellation).ConfigureAwait(false);
            using MemoryStream content = new();
            await stream.CopyToAsync(content, cancellation).ConfigureAwait(false);
            return new Snapshot(store, path, SnapshotManifest.Decode(content.GetBuffer().AsSpan(0, (int)content.Length), $"{store.Root}/{path}"));
        }
        catch (StorageException e) when (e.IsMissing)
        {
            throw new SnapshotException($"{store.Root}/{path}: there is no snapshot.", e);
        }
    }

    /// <summary>Reads all files and checks them against their checksums.</summary>
    /// <exception cref="SnapshotException">One is missing or does not verify.</exception>
    public async Task VerifyAsync(CancellationToken cancellation)
    {
        byte[] buffer = new byte[1 << 18];
        foreach (SnapshotFile file in Manifest.Files)
        {
            try
            {
                await using Stream stream = await _store.OpenReadAsync(file.Path, 0, null, cancellation).ConfigureAwait(false);
                uint crc = Crc32C.Start;
                long length = 0;
                while (await stream.ReadAsync(buffer, cancellation).ConfigureAwait(false) is > 0 and int read)
                {
                    crc = Crc32C.Add(crc, buffer.AsSpan(0, read));
                    length += read;
                }

                if (length != file.Length || Crc32C.End(crc) != file.Checksum)
                {
                    throw DoesNotVerify(file.Path);
                }
            }
            catch (StorageException e) when (e.IsMissing)
            {
                throw new SnapshotException($"{_store.Root}/{Path}: its file {file.Path} is missing. Restore another snapshot.", e);
            }
        }
    }

    /// <summary>What the snapshot has of an operator; null when it has nothing.</summary>
    public SavedOperator? Find(string id) => Manifest.Operators.FirstOrDefault(o => o.Id == id);

    /// <summary>Goes over the groups from <paramref name="firstGroup"/> to <paramref name="endGroup"/> (exclusive) of a block, and <see cref="StateBlock.NoGroup"/>; each is read at once.</summary>
    /// <exception cref="SnapshotException">The block does not verify.</exception>
    /// <exception cref="StorageException">It cannot be read.</exception>
    internal IEnumerable<(int Group, byte[] Bytes)> Read(SavedBlock block, int firstGroup, int endGroup)
    {
        string path = Manifest.Files[block.File].Path;
        byte[] start = ReadAt(path, block.Offset, 8);
        int count = BinaryPrimitives.ReadInt32LittleEndian(start.AsSpan(4));
        if (BinaryPrimitives.ReadUInt32LittleEndian(start) != StateBlock.Magic || count < 0 || count > block.Length / StateBlock.GroupHeaderBytes)
        {
            throw DoesNotVerify(path);
        }

        byte[] header = ReadAt(path, block.Offset, 12 + (count * StateBlock.GroupHeaderBytes));
        if (Crc32C.Of(header.AsSpan(0, header.Length - 4)) != BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(header.Length - 4)))
        {
            throw DoesNotVerify(path);
        }

        long offset = block.Offset + header.Length;
        for (int i = 0; i < count; i++)
        {
            int at = 8 + (i * StateBlock.GroupHeaderBytes);
            int group = BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(at));
            long length = BinaryPrimitives.ReadInt64LittleEndian(header.AsSpan(at + 8));
            if (group == StateBlock.NoGroup || (group >= firstGroup && group < endGroup))
            {
                byte[] bytes = ReadAt(path, offset, checked((int)length));
                if (Crc32C.Of(bytes) != BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(at + 16)))
                {
                    throw DoesNotVerify(path);
                }

                yield return (group, bytes);
            }

            offset += length;
        }
    }

    private byte[] ReadAt(string path, long offset, int length)
    {
        byte[] bytes = GC.AllocateUninitializedArray<byte>(length);
        try
        {
            using Stream stream = _store.OpenReadAsync(path, offset, length, CancellationToken.None).GetAwaiter().GetResult();
            stream.ReadExactly(bytes);
        }
        catch (EndOfStreamException)
        {
            throw DoesNotVerify(path);
        }
        catch (StorageException e) when (e.IsMissing)
        {
            throw new SnapshotException($"{_store.Root}/{Path}: its file {path} is missing. Restore another snapshot.", e);
        }

        return bytes;
    }

    private SnapshotException DoesNotVerify(string file) =>
        new($"{_store.Root}/{Path} does not verify: the content of {file} is not what was written. Restore another snapshot; with sinks that cannot take repeats, an older one repeats what was written since.");
}
