using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Weir.Connectors.Http;

/// <summary>Makes single attempts to post a message. Thread-safe.</summary>
internal sealed class HttpPoster : IDisposable
{
    /// <summary>How much of an answer is shown.</summary>
    private const int ShownBytes = 200;

    private static readonly TimeSpan s_connectionLife = TimeSpan.FromMinutes(5); // so that a change of addresses is seen

    private readonly HttpClient _client;
    private readonly HttpSettings _settings;
    private readonly MediaTypeHeaderValue _contentType;
    private readonly TimeProvider _clock;

    public HttpPoster(HttpSettings settings, string contentType, TimeProvider clock)
    {
        _settings = settings;
        _clock = clock;
        _contentType = MediaTypeHeaderValue.Parse(settings.ContentType ?? contentType);
        SocketsHttpHandler handler = new() { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = s_connectionLife };
        _client = new HttpClient(handler, disposeHandler: true) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Posts a message. The receiver's 2xx counts as delivered, whatever becomes of its body.</summary>
    public async Task<PostResult> Post(HttpMessage message, CancellationToken stop)
    {
        using CancellationTokenSource timeout = new(_settings.RequestTimeout, _clock);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, stop);
        using HttpRequestMessage request = new(_settings.Method, _settings.Url) { Content = new ByteArrayContent(message.Body) };
        request.Content.Headers.ContentType = _contentType;
        request.Headers.TryAddWithoutValidation("Idempotency-Key", message.Id);
        foreach ((string name, string value) in _settings.Headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        try
        {
            using HttpResponseMessage response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            return response.IsSuccessStatusCode ? new PostResult(true) : await Refused(response, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return new PostResult(false, true, null, $"no answer within {_settings.RequestTimeout.TotalSeconds:0.###} s");
        }
        catch (HttpRequestException failure)
        {
            return new PostResult(false, true, null, failure.InnerException is { } inner ? $"{failure.Message} {inner.Message}" : failure.Message);
        }
    }

    public void Dispose() => _client.Dispose();

    private async Task<PostResult> Refused(HttpResponseMessage response, CancellationToken stop)
    {
        int status = (int)response.StatusCode;
        bool mayRetry = status >= 500 || response.StatusCode is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests;
        TimeSpan? after = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - _clock.GetUtcNow(),
            _ => null,
        };
        string answer = await Begin(response, stop).ConfigureAwait(false);
        string location = response.Headers.Location is { } other ? $", to {other}" : string.Empty;
        return new PostResult(false, mayRetry, after, $"status {status} {response.ReasonPhrase}{location}{(answer.Length > 0 ? $": {answer}" : string.Empty)}");
    }

    private static async Task<string> Begin(HttpResponseMessage response, CancellationToken stop)
    {
        byte[] begin = new byte[ShownBytes];
        int length = 0;
        try
        {
            using Stream body = await response.Content.ReadAsStreamAsync(stop).ConfigureAwait(false);
            while (length < begin.Length)
            {
                int read = await body.ReadAsync(begin.AsMemory(length), stop).ConfigureAwait(false);
                if (read == 0)
                {
                    break;
                }

                length += read;
            }
        }
        catch (Exception cut) when (cut is HttpRequestException or IOException or OperationCanceledException)
        {
            // The status tells enough; what came of the answer is shown.
        }

        return Encoding.UTF8.GetString(begin, 0, length);
    }
}
