using Microsoft.Win32.SafeHandles;
using Weir.Engine.Storage;

namespace Weir.Storage.Files;

/// <summary>Part of a file, read forward. A later write of the path is not seen: it makes a new file.</summary>
internal sealed class FileReadStream(SafeFileHandle file, long from, long length, Func<Exception, StorageException> failed) : Stream
{
    private long _at;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => _at;
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        int wanted = (int)Math.Min(buffer.Length, length - _at);
        try
        {
            int read = wanted == 0 ? 0 : RandomAccess.Read(file, buffer[..wanted], from + _at);
            _at += read;
            return read;
        }
        catch (Exception e) when (FileErrors.IsOfDisk(e))
        {
            throw failed(e);
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int wanted = (int)Math.Min(buffer.Length, length - _at);
        try
        {
            int read = wanted == 0 ? 0 : await RandomAccess.ReadAsync(file, buffer[..wanted], from + _at, cancellationToken).ConfigureAwait(false);
            _at += read;
            return read;
        }
        catch (Exception e) when (FileErrors.IsOfDisk(e))
        {
            throw failed(e);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            file.Dispose();
        }

        base.Dispose(disposing);
    }
}
