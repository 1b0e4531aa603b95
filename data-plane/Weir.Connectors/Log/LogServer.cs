using System.Net.Sockets;

namespace Weir.Connectors.Log;

/// <summary>Serves the owner's log over a Unix socket, that only the same user can reach: a thread for each connection.</summary>
internal sealed class LogServer : IDisposable
{
    private readonly LogStore _store;
    private readonly string _folder;
    private readonly Socket _listener;
    private readonly Lock _lock = new();
    private readonly HashSet<Socket> _connections = [];
    private bool _isStopped;

    private LogServer(LogStore store, string folder, Socket listener) => (_store, _folder, _listener) = (store, folder, listener);

    internal static LogServer Start(LogStore store, string folder)
    {
        string path = LogWire.SocketPath(folder);
        File.Delete(path); // a dead owner's
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            listener.Bind(new UnixDomainSocketEndPoint(path));
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            listener.Listen(128);
        }
        catch (Exception failure) when (failure is SocketException or IOException)
        {
            listener.Dispose();
            throw new LogException(LogErrorCode.Failed, $"the log in {folder} cannot be served on {path}: {failure.Message}", failure);
        }

        var server = new LogServer(store, folder, listener);
        new Thread(server.Accept) { IsBackground = true, Name = "weir log" }.Start();
        return server;
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _isStopped = true;
            foreach (Socket connection in _connections)
                connection.Dispose();
        }

        _listener.Dispose();
    }

    private void Accept()
    {
        while (true)
        {
            Socket connection;
            try
            {
                connection = _listener.Accept();
            }
            catch (Exception stopped) when (stopped is SocketException or ObjectDisposedException)
            {
                return;
            }

            lock (_lock)
            {
                if (_isStopped)
                {
                    connection.Dispose();
                    return;
                }

                _connections.Add(connection);
            }

            new Thread(() => Serve(connection)) { IsBackground = true, Name = "weir log client" }.Start();
        }
    }

    private void Serve(Socket connection)
    {
        using var session = new LogSession(_store, new LogWire(connection), _folder);
        try
        {
            while (true)
                session.Answer();
        }
        catch (Exception gone) when (gone is IOException or ObjectDisposedException or SocketException)
        {
            // The client is gone, or we are closing. What it had staged is dropped with the session.
        }
        finally
        {
            lock (_lock)
                _connections.Remove(connection);
        }
    }
}
