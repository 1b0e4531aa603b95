using System.Net;
using System.Runtime.CompilerServices;
using Amazon;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Weir.Engine.Storage;

namespace Weir.Storage.S3;

/// <summary>
/// Objects in a bucket of S3 or of a server that speaks its protocol. The server must honour <c>If-None-Match: *</c> on PutObject, or several
/// who create an object at once may all believe that they did.
/// </summary>
internal sealed class S3ObjectStore : IObjectStore
{
    private const int MaxCreateBytes = 5 << 20;

    private readonly AmazonS3Client _client;
    private readonly S3HttpClients _http;
    private readonly S3Connection _connection;

    private S3ObjectStore(S3Settings settings, AmazonS3Client client, S3HttpClients http, string credentials, TimeProvider clock)
    {
        _client = client;
        _http = http;
        _connection = new S3Connection(settings, client, new S3Errors(settings, credentials), clock, Random.Shared);
        Root = settings.Root;
    }

    /// <inheritdoc/>
    public string Root { get; }

    /// <summary>A store in a bucket. Nothing is sent yet.</summary>
    /// <exception cref="StorageException">There are no credentials.</exception>
    internal static S3ObjectStore Open(S3Settings settings, TimeProvider clock)
    {
        (AWSCredentials credentials, string source) = S3Credentials.Find(settings, clock);
        S3HttpClients http = new();
        AmazonS3Config configuration = new()
        {
            HttpClientFactory = http,
            ForcePathStyle = settings.IsPathStyle,
            IgnoreConfiguredEndpointUrls = true,
            // Tries are counted here, where it is known which may have been carried out.
            MaxErrorRetry = 0,
            MaxStaleConnectionRetries = 0,
            // The newer checksums are refused by many servers that are not AWS's; each request has its MD5 instead.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
            Timeout = Timeout.InfiniteTimeSpan,
        };
        if (settings.Endpoint is null)
        {
            configuration.RegionEndpoint = RegionEndpoint.GetBySystemName(settings.Region);
        }
        else
        {
            configuration.ServiceURL = settings.Endpoint.ToString();
            configuration.AuthenticationRegion = settings.Region;
        }

        return new S3ObjectStore(settings, new AmazonS3Client(credentials, configuration), http, source, clock);
    }

    /// <inheritdoc/>
    public Task PutAsync(string path, Stream content, CancellationToken cancellation)
    {
        ObjectPath.Check(Root, path);
        return Task.Run(() => new S3Upload(_connection, path).WriteAsync(content, cancellation), cancellation);
    }

    /// <inheritdoc/>
    public Task<bool> TryCreateAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        ObjectPath.Check(Root, path);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(content.Length, MaxCreateBytes, nameof(content));
        return Task.Run(() => new S3Upload(_connection, path).TryCreateAsync(content, cancellation), cancellation);
    }

    /// <inheritdoc/>
    public Task<Stream> OpenReadAsync(string path, long offset, long? length, CancellationToken cancellation)
    {
        ObjectPath.Check(Root, path);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length ?? 0, nameof(length));
        return Task.Run(() => S3ReadStream.OpenAsync(_connection, path, offset, length, cancellation), cancellation);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoredObject> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellation)
    {
        ObjectPath.CheckPrefix(Root, prefix);
        int skipped = _connection.Key("").Length;
        string? continuation = null;
        do
        {
            ListObjectsV2Request request = new() { BucketName = _connection.Settings.Bucket, Prefix = _connection.Key(prefix), ContinuationToken = continuation };
            ListObjectsV2Response page = await _connection.CallAsync(
                prefix, S3Call.List, 0, token => _client.ListObjectsV2Async(request, token), cancellation).ConfigureAwait(false);
            foreach (S3Object found in page.S3Objects ?? [])
            {
                cancellation.ThrowIfCancellationRequested();
                // Some tools write an empty object for a folder.
                if (!found.Key.EndsWith('/'))
                {
                    yield return new StoredObject(found.Key[skipped..], found.Size ?? 0, (found.LastModified ?? default).ToUniversalTime());
                }
            }

            continuation = page.IsTruncated == true ? page.NextContinuationToken : null;
        }
        while (continuation is not null);
    }

    /// <inheritdoc/>
    public Task DeleteAsync(string path, CancellationToken cancellation)
    {
        ObjectPath.Check(Root, path);
        DeleteObjectRequest request = new() { BucketName = _connection.Settings.Bucket, Key = _connection.Key(path) };
        return Task.Run(
            () => _connection.CallAsync(
                path,
                S3Call.Delete,
                0,
                async token =>
                {
                    try
                    {
                        await _client.DeleteObjectAsync(request, token).ConfigureAwait(false);
                    }
                    catch (AmazonServiceException e) when (e is { StatusCode: HttpStatusCode.NotFound, ErrorCode: "NoSuchKey" })
                    {
                    }

                    return true;
                },
                cancellation),
            cancellation);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _client.Dispose();
        _http.Dispose();
    }
}
