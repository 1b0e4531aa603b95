using System.IO.Compression;

namespace Weir.Connectors.Files;

/// <summary>Bytes of a file on their way from the reading thread to the lane.</summary>
internal sealed class FileChunk(int size)
{
    public byte[] Bytes { get; } = new byte[size];

    public int Length { get; set; }
}

/// <summary>
/// The hand-over of one file's bytes: the reading thread puts chunks in, the lane takes them out; no more than <see cref="MaxChunks"/> wait. All but <see cref="Fill"/> is guarded by the thread's lock.
/// </summary>
internal sealed class FileFeed(string path, long offset)
{
    public const int MaxChunks = 2;
    public const int ChunkBytes = 256 << 10;

    private readonly Queue<FileChunk> _ready = [];
    private readonly Stack<FileChunk> _free = [];
    private Stream? _stream;

    /// <summary>Whether the whole file has been put in.</summary>
    public bool IsRead { get; private set; }

    /// <summary>Why it could not be read.</summary>
    public Exception? Error { get; private set; }

    /// <summary>Whether the lane has asked for bytes that were not there yet.</summary>
    public bool IsAwaited { get; set; }

    /// <summary>Whether the lane is done with it.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Whether there is room for a chunk.</summary>
    public bool WantsChunk => !IsRead && !IsClosed && _ready.Count < MaxChunks;

    public FileChunk? Take() => _ready.TryDequeue(out FileChunk? chunk) ? chunk : null;

    public void Recycle(FileChunk chunk) => _free.Push(chunk);

    public FileChunk FreeChunk() => _free.TryPop(out FileChunk? chunk) ? chunk : new FileChunk(ChunkBytes);

    /// <summary>Reads the next bytes; on the reading thread, without its lock.</summary>
    public Exception? Fill(FileChunk chunk)
    {
        try
        {
            _stream ??= Open();
            chunk.Length = 0;
            while (chunk.Length < chunk.Bytes.Length)
            {
                int read = _stream.Read(chunk.Bytes, chunk.Length, chunk.Bytes.Length - chunk.Length);
                if (read == 0)
                {
                    break;
                }

                chunk.Length += read;
            }

            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException or NotSupportedException)
        {
            return e;
        }
    }

    public void Filled(FileChunk chunk, Exception? error)
    {
        Error = error;
        IsRead = error is not null || chunk.Length < chunk.Bytes.Length;
        if (chunk.Length > 0 && error is null)
        {
            _ready.Enqueue(chunk);
        }

        if (IsRead)
        {
            _stream?.Dispose();
            _stream = null;
        }
    }

    /// <summary>The lane wants no more of it. A stream that is being read just now is closed by <see cref="Filled"/> or at the thread's end.</summary>
    public void Close() => IsClosed = true;

    public void CloseStream()
    {
        _stream?.Dispose();
        _stream = null;
    }

    private Stream Open()
    {
        FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, FileOptions.SequentialScan);
        if (!path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase))
        {
            file.Seek(offset, SeekOrigin.Begin);
            return file;
        }

        // The offset counts what comes out; there is no way to it but through what lies before.
        GZipStream plain = new(file, CompressionMode.Decompress);
        byte[] skipped = new byte[64 << 10];
        for (long left = offset; left > 0;)
        {
            int read = plain.Read(skipped, 0, (int)Math.Min(left, skipped.Length));
            if (read == 0)
            {
                break;
            }

            left -= read;
        }

        return plain;
    }
}
