using System.Net;
using System.Text;
using System.Text.Json;

using Weir.Worker.Http;
namespace Weir.Cli.Running;

/// <summary>A small HTTP server on a free local port that takes what would go to a Slack webhook, and prints it.</summary>
internal sealed class SlackReceiver : IDisposable
{
    private readonly HttpListener _listener;
    private readonly TextWriter _to;
    private int _count;

    public SlackReceiver(TextWriter to)
    {
        _to = to;
        _listener = LocalHttp.Listen(LocalHttp.ThisMachine, 0, out string url);
        Url = $"{url}services/demo";
        _ = ServeAsync();
    }

    /// <summary>Where to post.</summary>
    public string Url { get; }

    /// <summary>How many messages have come.</summary>
    public int Count => Volatile.Read(ref _count);

    public void Dispose() => _listener.Close();

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                HttpListenerContext context = await _listener.GetContextAsync();
                using StreamReader reader = new(context.Request.InputStream, Encoding.UTF8);
                string body = await reader.ReadToEndAsync();
                Interlocked.Increment(ref _count);
                await _to.WriteLineAsync($"Slack <- {Text(body)}");
                context.Response.StatusCode = 200;
                await context.Response.OutputStream.WriteAsync("ok"u8.ToArray());
                context.Response.Close();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException or IOException)
            {
                // A client that went away, or the listener closed: the loop's condition tells which.
            }
        }
    }

    private static string Text(string body)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(body);
            return json.RootElement.TryGetProperty("text", out JsonElement text) ? text.GetString() ?? body : body;
        }
        catch (JsonException)
        {
            return body;
        }
    }
}
