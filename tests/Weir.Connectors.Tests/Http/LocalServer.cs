using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Weir.Connectors.Tests.Http;

/// <summary>A request as the server got it.</summary>
internal sealed record ReceivedRequest(string Method, string Path, IReadOnlyDictionary<string, string> Headers, string Body, DateTimeOffset At)
{
    public string Id => Headers["idempotency-key"];
}

/// <summary>A small HTTP server on a port of its own that answers as it is told, request by request; then 200.</summary>
internal sealed class LocalServer : IDisposable
{
    /// <summary>Never answers.</summary>
    public const string Hang = "hang";

    /// <summary>Closes the connection without an answer.</summary>
    public const string Close = "close";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly TimeProvider _clock;
    private readonly Lock _lock = new();
    private readonly Queue<string> _answers = new();
    private readonly List<ReceivedRequest> _requests = [];
    private readonly SemaphoreSlim? _gate;
    private int _open;

    public LocalServer(TimeProvider? clock = null, SemaphoreSlim? gate = null)
    {
        _clock = clock ?? TimeProvider.System;
        _gate = gate;
        _listener.Start();
        _ = Accept();
    }

    public string Url => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/hook/secret");

    public IReadOnlyList<ReceivedRequest> Requests
    {
        get
        {
            lock (_lock)
            {
                return [.. _requests];
            }
        }
    }

    /// <summary>The most requests that were under way at once.</summary>
    public int MostAtOnce { get; private set; }

    public static string Answer(int status, string body = "", string headers = "") =>
        string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {status} X\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n{headers}\r\n{body}");

    /// <summary>A status, and a body that breaks off.</summary>
    public static string BreakOff(int status) => string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {status} X\r\nContent-Length: 1000\r\n\r\nonly the beg");

    /// <summary>Answers the next requests so.</summary>
    public LocalServer Then(params string[] answers)
    {
        lock (_lock)
        {
            foreach (string answer in answers)
            {
                _answers.Enqueue(answer);
            }
        }

        return this;
    }

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Stop();
    }

    private async Task Accept()
    {
        try
        {
            while (true)
            {
                _ = Serve(await _listener.AcceptTcpClientAsync(_stop.Token));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task Serve(TcpClient client)
    {
        using (client)
        {
            try
            {
                NetworkStream stream = client.GetStream();
                while (await Read(stream) is { } request)
                {
                    string answer;
                    lock (_lock)
                    {
                        _requests.Add(request);
                        MostAtOnce = Math.Max(MostAtOnce, ++_open);
                        answer = _answers.TryDequeue(out string? told) ? told : Answer(200, "ok");
                    }

                    if (_gate is not null)
                    {
                        await _gate.WaitAsync(_stop.Token);
                    }

                    lock (_lock)
                    {
                        _open--;
                    }

                    if (answer == Hang)
                    {
                        await Task.Delay(Timeout.Infinite, _stop.Token);
                    }

                    if (answer != Close)
                    {
                        await stream.WriteAsync(Encoding.UTF8.GetBytes(answer), _stop.Token);
                    }

                    if (answer == Close || answer.Contains("only the beg", StringComparison.Ordinal))
                    {
                        return;
                    }
                }
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or SocketException or ObjectDisposedException)
            {
            }
        }
    }

    private async Task<ReceivedRequest?> Read(NetworkStream stream)
    {
        MemoryStream bytes = new();
        byte[] buffer = new byte[4096];
        int headEnd = -1;
        int length = 0;
        Dictionary<string, string> headers = new(StringComparer.OrdinalIgnoreCase);
        string[] first = [];
        while (headEnd < 0 || bytes.Length < headEnd + length)
        {
            int read = await stream.ReadAsync(buffer, _stop.Token);
            if (read == 0)
            {
                return null;
            }

            bytes.Write(buffer, 0, read);
            if (headEnd < 0)
            {
                string text = Encoding.UTF8.GetString(bytes.ToArray());
                int blank = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
                if (blank < 0)
                {
                    continue;
                }

                headEnd = blank + 4;
                string[] lines = text[..blank].Split("\r\n");
                first = lines[0].Split(' ');
                foreach (string line in lines[1..])
                {
                    int colon = line.IndexOf(':', StringComparison.Ordinal);
                    headers[line[..colon].ToLowerInvariant()] = line[(colon + 1)..].Trim();
                }

                length = headers.TryGetValue("content-length", out string? said) ? int.Parse(said, CultureInfo.InvariantCulture) : 0;
            }
        }

        return new ReceivedRequest(first[0], first[1], headers, Encoding.UTF8.GetString(bytes.ToArray(), headEnd, length), _clock.GetUtcNow());
    }
}
