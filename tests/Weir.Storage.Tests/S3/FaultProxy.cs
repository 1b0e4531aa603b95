using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Weir.Storage.Tests.S3;

/// <summary>Stands between a store and the real server and does to each request what the test says. One request for each connection.</summary>
internal sealed class FaultProxy : IDisposable
{
    /// <summary>Bytes of an answer that come through before it breaks.</summary>
    internal const int BreakAfterBytes = 300_000;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Uri _server;
    private readonly Func<string, int, Fault> _choose;
    private readonly ConcurrentBag<Task> _connections = [];
    private readonly Task _accepting;
    private int _requests;

    /// <param name="server">The real server.</param>
    /// <param name="choose">Given a request's first line and how many came before it, what becomes of it.</param>
    internal FaultProxy(Uri server, Func<string, int, Fault> choose)
    {
        _server = server;
        _choose = choose;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    internal string Address => $"http://{_listener.LocalEndpoint}";

    /// <summary>The first lines of all requests.</summary>
    internal ConcurrentQueue<string> Requests { get; } = new();

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Stop();
        Task.WaitAll([_accepting, .. _connections], Patience.Long);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                TcpClient client = await _listener.AcceptTcpClientAsync(_stop.Token);
                _connections.Add(ServeAsync(client));
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                await ServeOneAsync(client);
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
            {
                // Either side may go whenever it likes: that is what this is for.
            }
        }
    }

    private async Task ServeOneAsync(TcpClient client)
    {
        NetworkStream near = client.GetStream();
        string head = await ReadHeadAsync(near);
        if (head.Length == 0)
        {
            return;
        }

        string first = head[..head.IndexOf('\r', StringComparison.Ordinal)];
        Requests.Enqueue(first);
        Fault fault = _choose(first, Interlocked.Increment(ref _requests) - 1);
        if (fault is Fault.LoseRequest)
        {
            Reset(client);
            return;
        }

        if (fault is Fault.Hang)
        {
            await Task.Delay(Timeout.Infinite, _stop.Token);
        }

        byte[] body = await ReadBodyAsync(near, head);
        if (fault is Fault.Busy)
        {
            const string slowDown = "<Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>";
            await near.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 503 Slow Down\r\nContent-Type: application/xml\r\nContent-Length: {slowDown.Length}\r\nConnection: close\r\n\r\n{slowDown}"), _stop.Token);
            return;
        }

        if (fault is Fault.Damage && body.Length > 0)
        {
            body[body.Length / 2] ^= 1;
        }

        using TcpClient server = new();
        await server.ConnectAsync(_server.Host, _server.Port, _stop.Token);
        NetworkStream far = server.GetStream();
        await far.WriteAsync(Encoding.Latin1.GetBytes(ForOneRequest(head)), _stop.Token);
        await far.WriteAsync(body, _stop.Token);
        await RelayAsync(far, fault == Fault.LoseAnswer ? Stream.Null : near, fault == Fault.BreakAnswer ? BreakAfterBytes : long.MaxValue);
        if (fault is Fault.LoseAnswer or Fault.BreakAnswer)
        {
            Reset(client);
        }
    }

    private async Task RelayAsync(Stream from, Stream to, long most)
    {
        byte[] buffer = new byte[1 << 16];
        int read;
        while (most > 0 && (read = await from.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, most)), _stop.Token)) > 0)
        {
            await to.WriteAsync(buffer.AsMemory(0, read), _stop.Token);
            most -= read;
        }
    }

    private async Task<string> ReadHeadAsync(Stream from)
    {
        StringBuilder head = new();
        byte[] one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await from.ReadAsync(one, _stop.Token) == 0)
            {
                return "";
            }

            head.Append((char)one[0]);
        }

        return head.ToString();
    }

    private async Task<byte[]> ReadBodyAsync(Stream from, string head)
    {
        if (head.Contains("\r\nExpect: 100-continue", StringComparison.OrdinalIgnoreCase))
        {
            await from.WriteAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray(), _stop.Token);
        }

        byte[] body = new byte[head.Split("\r\n").Where(l => l.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))
            .Select(l => int.Parse(l["Content-Length:".Length..], CultureInfo.InvariantCulture)).FirstOrDefault()];
        await from.ReadExactlyAsync(body, _stop.Token);
        return body;
    }

    private static string ForOneRequest(string head) => string.Join("\r\n", head.TrimEnd().Split("\r\n")
        .Where(l => !l.StartsWith("Connection:", StringComparison.OrdinalIgnoreCase) && !l.StartsWith("Expect:", StringComparison.OrdinalIgnoreCase))
        .Append("Connection: close")) + "\r\n\r\n";

    private static void Reset(TcpClient client)
    {
        client.LingerState = new LingerOption(enable: true, seconds: 0);
        client.Close();
    }
}
