using System.Buffers;
using System.Net;
using System.Security.Cryptography;
using Amazon.S3.Model;

namespace Weir.Storage.S3;

/// <summary>
/// Writes one object: in one request, or, when it is long, in parts of which several are under way at once. Each request carries the MD5 of
/// what it sends, so that the server refuses what was changed on the way.
/// </summary>
internal sealed class S3Upload(S3Connection connection, string path)
{
    /// <summary>What is longer goes in parts.</summary>
    internal const int MaxWholeBytes = 16 << 20;

    private const int PartBytes = 8 << 20;
    private const int MaxParts = 10_000; // a rule of S3's
    private const int MaxPartsUnderWay = 4;

    // An object's metadata tell which call wrote it: how a call whose answer was lost finds out what came of it.
    private const string CallName = "x-amz-meta-weir-call";

    private static readonly TimeSpan s_abortTimeout = TimeSpan.FromSeconds(10);

    private readonly string _call = Guid.NewGuid().ToString("N");

    /// <summary>Writes a stream from its start.</summary>
    internal async Task WriteAsync(Stream content, CancellationToken cancellation)
    {
        content.Position = 0;
        if (content.Length > MaxWholeBytes)
        {
            await WriteInPartsAsync(content, cancellation).ConfigureAwait(false);
            return;
        }

        byte[] buffer = ArrayPool<byte>.Shared.Rent((int)content.Length);
        try
        {
            int length = (int)content.Length;
            await content.ReadExactlyAsync(buffer.AsMemory(0, length), cancellation).ConfigureAwait(false);
            string digest = Digest(buffer, length);
            await connection.CallAsync(path, S3Call.Write, length, token => PutAsync(buffer, length, digest, null, token), cancellation).ConfigureAwait(false);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Writes an object if there is none. An answer that was lost is asked for: this call's own object is a success.</summary>
    internal async Task<bool> TryCreateAsync(ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        byte[] bytes = content.ToArray();
        string digest = Digest(bytes, bytes.Length);
        S3Tries tries = connection.Begin(path, S3Call.Write);
        while (true)
        {
            try
            {
                await connection.TryAsync(bytes.Length, token => PutAsync(bytes, bytes.Length, digest, "*", token), cancellation).ConfigureAwait(false);
                return true;
            }
            catch (Exception e) when (S3Errors.Is(e, HttpStatusCode.PreconditionFailed))
            {
                return await IsOursAsync(cancellation).ConfigureAwait(false);
            }
            catch (Exception e) when (S3Errors.IsOfStorage(e) && !cancellation.IsCancellationRequested)
            {
                await tries.PauseAsync(e, cancellation).ConfigureAwait(false);
            }
        }
    }

    private static string Digest(byte[] bytes, int length) =>
#pragma warning disable CA5351 // Against damage on the way, not against an enemy; it is the one digest that all servers check.
        Convert.ToBase64String(MD5.HashData(bytes.AsSpan(0, length)));
#pragma warning restore CA5351

    private Task<PutObjectResponse> PutAsync(byte[] bytes, int length, string digest, string? ifNoneMatch, CancellationToken cancellation)
    {
        PutObjectRequest request = new()
        {
            BucketName = connection.Settings.Bucket,
            Key = connection.Key(path),
            InputStream = new MemoryStream(bytes, 0, length, writable: false),
            MD5Digest = digest,
            IfNoneMatch = ifNoneMatch,
            UseChunkEncoding = false,
        };
        request.Metadata[CallName] = _call;
        return connection.Client.PutObjectAsync(request, cancellation);
    }

    private async Task<bool> IsOursAsync(CancellationToken cancellation)
    {
        GetObjectMetadataRequest request = new() { BucketName = connection.Settings.Bucket, Key = connection.Key(path) };
        S3Tries tries = connection.Begin(path, S3Call.Read);
        while (true)
        {
            try
            {
                GetObjectMetadataResponse found = await connection.TryAsync(0, token => connection.Client.GetObjectMetadataAsync(request, token), cancellation).ConfigureAwait(false);
                return found.Metadata[CallName] == _call;
            }
            catch (Exception e) when (S3Errors.Is(e, HttpStatusCode.NotFound))
            {
                return false;
            }
            catch (Exception e) when (S3Errors.IsOfStorage(e) && !cancellation.IsCancellationRequested)
            {
                await tries.PauseAsync(e, cancellation).ConfigureAwait(false);
            }
        }
    }

    private async Task WriteInPartsAsync(Stream content, CancellationToken cancellation)
    {
        InitiateMultipartUploadRequest begin = new() { BucketName = connection.Settings.Bucket, Key = connection.Key(path) };
        begin.Metadata[CallName] = _call;
        string upload = (await connection.CallAsync(path, S3Call.Write, 0, token => connection.Client.InitiateMultipartUploadAsync(begin, token), cancellation).ConfigureAwait(false)).UploadId;
        try
        {
            PartETag[] parts = await WritePartsAsync(upload, content, cancellation).ConfigureAwait(false);
            await CompleteAsync(upload, parts, cancellation).ConfigureAwait(false);
        }
        catch
        {
            await AbortAsync(upload).ConfigureAwait(false);
            throw;
        }
    }

    private async Task<PartETag[]> WritePartsAsync(string upload, Stream content, CancellationToken cancellation)
    {
        long length = content.Length;
        int partBytes = (int)Math.Max(PartBytes, (length + MaxParts - 1) / MaxParts);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using SemaphoreSlim room = new(MaxPartsUnderWay);
        List<Task<PartETag>> parts = [];
        try
        {
            for (long at = 0; at < length; at += partBytes)
            {
                await room.WaitAsync(stop.Token).ConfigureAwait(false);
                int count = (int)Math.Min(partBytes, length - at);
                byte[] buffer = ArrayPool<byte>.Shared.Rent(count);
                try
                {
                    await content.ReadExactlyAsync(buffer.AsMemory(0, count), stop.Token).ConfigureAwait(false);
                }
                catch
                {
                    ArrayPool<byte>.Shared.Return(buffer);
                    throw;
                }

                int number = parts.Count + 1;
                parts.Add(Task.Run(() => WritePartAsync(upload, number, buffer, count, room, stop), CancellationToken.None));
            }

            return await Task.WhenAll(parts).ConfigureAwait(false);
        }
        catch (Exception) when (parts.Count > 0)
        {
            // None may go on: an abort under way of a part leaves that part behind. The first part's failure is the reason, not that others were stopped for it.
            await stop.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(parts).ContinueWith(_ => { }, TaskScheduler.Default).ConfigureAwait(false);
            Task<PartETag>? failed = parts.Find(p => p.IsFaulted);
            if (failed is not null)
            {
                await failed.ConfigureAwait(false);
            }

            throw;
        }
    }

    private async Task<PartETag> WritePartAsync(string upload, int number, byte[] buffer, int count, SemaphoreSlim room, CancellationTokenSource stop)
    {
        try
        {
            string digest = Digest(buffer, count);
            UploadPartResponse written = await connection.CallAsync(
                path,
                S3Call.Write,
                count,
                token => connection.Client.UploadPartAsync(
                    new UploadPartRequest
                    {
                        BucketName = connection.Settings.Bucket,
                        Key = connection.Key(path),
                        UploadId = upload,
                        PartNumber = number,
                        PartSize = count,
                        InputStream = new MemoryStream(buffer, 0, count, writable: false),
                        MD5Digest = digest,
                        UseChunkEncoding = false,
                    },
                    token),
                stop.Token).ConfigureAwait(false);
            return new PartETag(number, written.ETag);
        }
        catch
        {
            await stop.CancelAsync().ConfigureAwait(false);
            throw;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
            room.Release();
        }
    }

    private async Task CompleteAsync(string upload, PartETag[] parts, CancellationToken cancellation)
    {
        CompleteMultipartUploadRequest request = new() { BucketName = connection.Settings.Bucket, Key = connection.Key(path), UploadId = upload, PartETags = [.. parts] };
        S3Tries tries = connection.Begin(path, S3Call.Write);
        while (true)
        {
            try
            {
                await connection.TryAsync(0, token => connection.Client.CompleteMultipartUploadAsync(request, token), cancellation).ConfigureAwait(false);
                return;
            }
            catch (Exception e) when (S3Errors.IsOfStorage(e) && !cancellation.IsCancellationRequested)
            {
                // Perhaps an earlier try whose answer was lost has done it.
                if (S3Errors.Is(e, HttpStatusCode.NotFound) && await IsOursAsync(cancellation).ConfigureAwait(false))
                {
                    return;
                }

                await tries.PauseAsync(e, cancellation).ConfigureAwait(false);
            }
        }
    }

    private async Task AbortAsync(string upload)
    {
        using CancellationTokenSource patience = new(s_abortTimeout);
        AbortMultipartUploadRequest request = new() { BucketName = connection.Settings.Bucket, Key = connection.Key(path), UploadId = upload };
        try
        {
            await connection.CallAsync(path, S3Call.Write, 0, token => connection.Client.AbortMultipartUploadAsync(request, token), patience.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is Weir.Engine.Storage.StorageException or OperationCanceledException)
        {
            // The failure that led here is on its way out; the bucket's rule for unfinished uploads has the rest.
        }
    }
}
