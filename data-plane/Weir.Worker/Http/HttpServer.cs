using System.Net;
using System.Text;

namespace Weir.Worker.Http;

/// <summary>An answer to a request.</summary>
internal sealed record HttpAnswer(int Status, string ContentType, string Body);

/// <summary>A small HTTP server: each request is answered by a function, beside the others.</summary>
internal sealed class HttpServer : IDisposable
{
    private readonly HttpListener _listener;
    private readonly Func<HttpListenerRequest, Task<HttpAnswer>> _answer;

    /// <summary>Starts to listen; at a free port when the port is 0.</summary>
    /// <exception cref="HttpListenerException">The port is taken, or not allowed to this user.</exception>
    public HttpServer(string address, int port, Func<HttpListenerRequest, Task<HttpAnswer>> answer)
    {
        _answer = answer;
        _listener = LocalHttp.Listen(address, port, out string url);
        Url = url;
        _ = ServeAsync();
    }

    /// <summary>Where it listens, with a slash at the end.</summary>
    public string Url { get; }

    public void Dispose() => _listener.Close();

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                HttpListenerContext context = await _listener.GetContextAsync();
                _ = Task.Run(() => AnswerAsync(context));
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                // The listener closed, or a client went away: the loop's condition tells which.
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        try
        {
            HttpAnswer answer = await _answer(context.Request);
            byte[] body = Encoding.UTF8.GetBytes(answer.Body);
            context.Response.StatusCode = answer.Status;
            context.Response.ContentType = answer.ContentType;
            context.Response.ContentLength64 = body.Length;
            await context.Response.OutputStream.WriteAsync(body);
            context.Response.Close();
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException or IOException)
        {
            // The client went away: nobody is left to tell.
        }
    }
}
