using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Weir.Cli.Running;

/// <summary>HTTP servers on a port of this machine.</summary>
internal static class LocalHttp
{
    private const int Tries = 20;

    /// <summary>A server that listens; at a free port when the port is 0.</summary>
    /// <exception cref="HttpListenerException">The port is taken, or not allowed to this user.</exception>
    public static HttpListener Listen(int port, out string url)
    {
        for (int attempt = 1; ; attempt++)
        {
            url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{(port == 0 ? FreePort() : port)}/");
            HttpListener listener = new();
            listener.Prefixes.Add(url);
            try
            {
                listener.Start();
                return listener;
            }
            catch (HttpListenerException) when (port == 0 && attempt < Tries)
            {
                listener.Close(); // somebody else was quicker at this port
            }
        }
    }

    private static int FreePort()
    {
        using TcpListener probe = new(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
