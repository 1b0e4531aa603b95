using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Weir.Connectors.Tests.Http;

/// <summary>A server on a port of this machine that answers each request as it was told, word for word; a connection is for one request.</summary>
internal sealed class ScriptedServer : IDisposable
{
    /// <summary>Takes the request and never answers.</summary>
    public const string Hang = "hang";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Queue<string> _answers;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;

    public ScriptedServer(params string[] answers)
    {
        _answers = new Queue<string>(answers);
        _listener.Start();
        _accepting = Task.Run(Accept);
    }

    public ConcurrentQueue<ReceivedRequest> Requests { get; } = new();

    public string Url => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/hooks/secret";

    /// <summary>An answer with a body of the length told, or of another.</summary>
    public static string Answer(string status, string body = "", string headers = "", int? length = null) =>
        $"HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: {length ?? Encoding.UTF8.GetByteCount(body)}\r\n{headers}\r\n{body}";

    public void WaitFor(int requests) =>
        Patience.Until(() => Requests.Count >= requests);

    public void Dispose()
    {
        _stop.Cancel();
        _accepting.Wait();
        _listener.Stop();
        _stop.Dispose();
    }

    private async Task Accept()
    {
        List<Task> serving = [];
        try
        {
            while (true)
            {
                Socket socket = await _listener.AcceptSocketAsync(_stop.Token);
                serving.Add(Serve(socket));
            }
        }
        catch (Exception stopped) when (stopped is OperationCanceledException or SocketException)
        {
        }

        await Task.WhenAll(serving);
    }

    private async Task Serve(Socket socket)
    {
        using NetworkStream stream = new(socket, ownsSocket: true);
        try
        {
            ReceivedRequest request = await ReceivedRequest.Read(stream, _stop.Token);
            string answer;
            lock (_answers)
            {
                answer = _answers.Count > 0 ? _answers.Dequeue() : Answer("200 OK", "ok");
                Requests.Enqueue(request);
            }

            if (answer == Hang)
            {
                await Task.Delay(Timeout.Infinite, _stop.Token);
            }

            await stream.WriteAsync(Encoding.UTF8.GetBytes(answer), _stop.Token);
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException)
        {
        }
    }
}
