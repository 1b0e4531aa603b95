using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Weir.Worker.Http;

/// <summary>HTTP listeners on a port of this machine.</summary>
internal static class LocalHttp
{
    /// <summary>The address that only this machine reaches.</summary>
    public const string ThisMachine = "127.0.0.1";

    private const int Tries = 20;

    /// <summary>A server that listens; at a free port when the port is 0.</summary>
    /// <exception cref="HttpListenerException">The port is taken, or not allowed to this user.</exception>
    public static HttpListener Listen(string address, int port, out string url)
    {
        for (int attempt = 1; ; attempt++)
        {
            url = string.Create(CultureInfo.InvariantCulture, $"http://{Host(address)}:{(port == 0 ? FreePort() : port)}/");
            HttpListener listener = new();
            listener.Prefixes.Add(address == "0.0.0.0" ? url.Replace(ThisMachine, "+", StringComparison.Ordinal) : url);
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

    /// <summary>What a client of this machine calls the address by.</summary>
    private static string Host(string address) => address == "0.0.0.0" ? ThisMachine : address;

    private static int FreePort()
    {
        using TcpListener probe = new(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
