using Amazon.Runtime;

namespace Weir.Storage.S3;

/// <summary>The HTTP client of one store, with connections of its own.</summary>
internal sealed class S3HttpClients : HttpClientFactory, IDisposable
{
    private static readonly TimeSpan s_connectTimeout = TimeSpan.FromSeconds(10);

    // So that a server that has moved is found.
    private static readonly TimeSpan s_connectionLifetime = TimeSpan.FromMinutes(5);

    private readonly HttpClient _client = new(new SendingAtOnce(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        ConnectTimeout = s_connectTimeout,
        PooledConnectionLifetime = s_connectionLifetime,
    }))
    {
        // Each request has its own limit.
        Timeout = Timeout.InfiniteTimeSpan,
    };

    public override HttpClient CreateHttpClient(IClientConfig clientConfig) => _client;

    public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

    public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => false;

    public void Dispose() => _client.Dispose();

    /// <summary>
    /// Sends content without asking before (<c>Expect: 100-continue</c>). To a refusal .NET sends a small body all the same, so as to keep the
    /// connection, and servers such as Ceph's then take it for the beginning of the next request, which fails for no reason of its own.
    /// </summary>
    private sealed class SendingAtOnce(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Headers.ExpectContinue = false;
            return base.SendAsync(request, cancellationToken);
        }
    }
}
