using System.Net.Http.Headers;
using System.Text;

namespace Weir.Connectors.Http;

/// <summary>Sends one message once.</summary>
internal sealed class HttpSender(HttpMethod method, Uri url, IReadOnlyList<(string Name, string Value)> headers, string contentType, TimeSpan timeout, TimeProvider clock) : IDisposable
{
    /// <summary>How much of an answer is kept for messages.</summary>
    private const int KeptBytes = 200;

    // Redirects are not followed: a POST that became a GET would be lost without a word.
    private readonly HttpClient _client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        ConnectTimeout = timeout,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        UseCookies = false,
    })
    {
        Timeout = Timeout.InfiniteTimeSpan, // each request has its own
    };

    public async Task<HttpAnswer> Send(HttpMessage message, CancellationToken stopped)
    {
        using CancellationTokenSource late = new(timeout, clock);
        using CancellationTokenSource cancelled = CancellationTokenSource.CreateLinkedTokenSource(late.Token, stopped);
        using HttpRequestMessage request = new(method, url) { Content = new ByteArrayContent(message.Body) };
        AddHeaders(request, message);
        try
        {
            using HttpResponseMessage response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancelled.Token).ConfigureAwait(false);
            return new HttpAnswer
            {
                Status = (int)response.StatusCode,
                RetryAfter = HttpAnswer.ReadRetryAfter(response.Headers, clock.GetUtcNow()),
                Text = await Beginning(response, cancelled.Token).ConfigureAwait(false),
            };
        }
        catch (OperationCanceledException) when (!stopped.IsCancellationRequested)
        {
            return new HttpAnswer { Text = $"no answer within {timeout.TotalSeconds:0.###} s" };
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return new HttpAnswer { Text = e.InnerException is { } inner ? $"{e.Message} ({inner.Message})" : e.Message };
        }
    }

    public void Dispose() => _client.Dispose();

    private void AddHeaders(HttpRequestMessage request, HttpMessage message)
    {
        request.Content!.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        request.Headers.TryAddWithoutValidation("Idempotency-Key", message.Id);
        foreach ((string name, string value) in headers)
        {
            if (name.StartsWith("content-", StringComparison.OrdinalIgnoreCase))
            {
                request.Content.Headers.Remove(name);
                request.Content.Headers.TryAddWithoutValidation(name, value);
            }
            else
            {
                request.Headers.Remove(name);
                request.Headers.TryAddWithoutValidation(name, value);
            }
        }
    }

    /// <summary>The first bytes of the answer. That the connection broke off behind the status takes nothing from the status.</summary>
    private static async Task<string> Beginning(HttpResponseMessage response, CancellationToken cancelled)
    {
        byte[] bytes = new byte[KeptBytes];
        int length = 0;
        try
        {
            Stream body = await response.Content.ReadAsStreamAsync(cancelled).ConfigureAwait(false);
            await using (body.ConfigureAwait(false))
            {
                length = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancelled).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is IOException or HttpRequestException or OperationCanceledException)
        {
            return length > 0 ? Encoding.UTF8.GetString(bytes, 0, length) : $"(the answer broke off: {e.Message})";
        }

        return Encoding.UTF8.GetString(bytes, 0, length).Trim();
    }
}
