using System.Net;
using Amazon.S3.Model;

namespace Weir.Storage.S3;

/// <summary>An object's bytes, read forward. When the connection breaks, the rest is asked for, of the same object only: one that was written over meanwhile is an error, never a mixture.</summary>
internal sealed class S3ReadStream : Stream
{
    private readonly S3Connection _connection;
    private readonly string _path;
    private readonly long _from;
    private readonly long _length;
    private readonly string _etag;
    private GetObjectResponse _answer;
    private S3Tries? _tries;
    private long _at;

    private S3ReadStream(S3Connection connection, string path, long from, GetObjectResponse answer)
    {
        _connection = connection;
        _path = path;
        _from = from;
        _answer = answer;
        _length = answer.ContentLength;
        _etag = answer.ETag;
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => _length;

    public override long Position
    {
        get => _at;
        set => throw new NotSupportedException();
    }

    /// <summary>Opens an object, from an offset on; what is behind its end is empty.</summary>
    internal static async Task<Stream> OpenAsync(S3Connection connection, string path, long offset, long? length, CancellationToken cancellation)
    {
        // No range says "nothing", so one byte is asked for, to find out whether there is such an object; and an empty object has no range at all.
        long? last = length is null ? null : offset + Math.Max(length.Value, 1) - 1;
        bool isWhole = offset == 0 && last is null;
        S3Tries tries = connection.Begin(path, S3Call.Read);
        while (true)
        {
            try
            {
                GetObjectResponse answer = await connection.TryAsync(0, token => RequestAsync(connection, path, isWhole ? null : Range(offset, last), null, token), cancellation).ConfigureAwait(false);
                if (length != 0)
                {
                    return new S3ReadStream(connection, path, offset, answer);
                }

                answer.Dispose();
                return new MemoryStream([], writable: false);
            }
            catch (Exception e) when (S3Errors.Is(e, HttpStatusCode.RequestedRangeNotSatisfiable))
            {
                return new MemoryStream([], writable: false);
            }
            catch (Exception e) when (S3Errors.IsOfStorage(e) && !cancellation.IsCancellationRequested)
            {
                await tries.PauseAsync(e, cancellation).ConfigureAwait(false);
            }
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_at < _length && buffer.Length > 0)
        {
            try
            {
                int read = await _connection.TryAsync(0, token => _answer.ResponseStream.ReadAsync(buffer, token).AsTask(), cancellationToken).ConfigureAwait(false);
                if (read == 0)
                {
                    throw new IOException($"the connection ended after {_at} of {_length} bytes");
                }

                _at += read;
                _tries = null;
                return read;
            }
            catch (Exception e) when (S3Errors.IsOfStorage(e) && !cancellationToken.IsCancellationRequested)
            {
                _tries ??= _connection.Begin(_path, S3Call.Read);
                await _tries.PauseAsync(e, cancellationToken).ConfigureAwait(false);
                _answer.Dispose();
                _answer = await _connection.CallAsync(
                    _path, S3Call.Read, 0, token => RequestAsync(_connection, _path, Range(_from + _at, _from + _length - 1), _etag, token), cancellationToken).ConfigureAwait(false);
            }
        }

        return 0;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

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
            _answer.Dispose();
        }

        base.Dispose(disposing);
    }

    private static ByteRange Range(long first, long? last) => last is null ? new ByteRange($"bytes={first}-") : new ByteRange(first, last.Value);

    private static Task<GetObjectResponse> RequestAsync(S3Connection connection, string path, ByteRange? range, string? etag, CancellationToken cancellation) =>
        connection.Client.GetObjectAsync(
            new GetObjectRequest { BucketName = connection.Settings.Bucket, Key = connection.Key(path), ByteRange = range, EtagToMatch = etag }, cancellation);
}
