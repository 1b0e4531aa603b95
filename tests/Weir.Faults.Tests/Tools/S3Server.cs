using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Amazon.Runtime;
using Amazon.S3;

namespace Weir.Faults.Tests.Tools;

/// <summary>A real S3 server of the tests' own: started at first use, taken down with its folder at the end.</summary>
public sealed class S3Server : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"weir-s3-{Environment.ProcessId}-{Guid.NewGuid():N}");
    private readonly Lazy<Dictionary<string, string>> _settings;

    public S3Server() => _settings = new(Start);

    /// <summary>The environment of a process that may use the server.</summary>
    internal IReadOnlyDictionary<string, string> Environs => _settings.Value;

    public void Dispose()
    {
        if (_settings.IsValueCreated)
        {
            Run("down", _folder);
        }
    }

    /// <summary>A new bucket; gives its name.</summary>
    internal async Task<string> CreateBucketAsync()
    {
        string name = $"test-{Guid.NewGuid():N}";
        using AmazonS3Client client = new(
            new BasicAWSCredentials(_settings.Value["AWS_ACCESS_KEY_ID"], _settings.Value["AWS_SECRET_ACCESS_KEY"]),
            new AmazonS3Config { ServiceURL = _settings.Value["AWS_ENDPOINT_URL"], ForcePathStyle = true, AuthenticationRegion = "us-east-1" });
        await client.PutBucketAsync(name);
        return name;
    }

    /// <summary>Sends a signal to the server that answers: STOP, and CONT to let it go on.</summary>
    internal void Signal(string name)
    {
        using Process kill = Process.Start("kill", [$"-{name}", File.ReadAllText(Path.Combine(_folder, "run", "rgw.pid")).Trim()]);
        kill.WaitForExit();
    }

    private static string Run(params string[] arguments)
    {
        // Its servers inherit what it writes to, so that only the line is waited for, not the end.
        using Process process = Process.Start(new ProcessStartInfo(ToolFactAttribute.Find("s3/s3")!, arguments) { RedirectStandardOutput = true })!;
        string output = process.StandardOutput.ReadLine() ?? "";
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"s3 {string.Join(' ', arguments)} ended with {process.ExitCode}");
    }

    private static int FindFreePorts(int count)
    {
        for (int port = 21_000 + Random.Shared.Next(8_000); ; port++)
        {
            List<TcpListener> listeners = [];
            try
            {
                for (int k = 0; k < count; k++)
                {
                    TcpListener listener = new(IPAddress.Loopback, port + k);
                    listener.Start();
                    listeners.Add(listener);
                }

                return port;
            }
            catch (SocketException)
            {
            }
            finally
            {
                listeners.ForEach(l => l.Stop());
            }
        }
    }

    private Dictionary<string, string> Start() =>
        // The server itself and, behind it, two more.
        Run("up", $"{FindFreePorts(3)}", _folder).Split(' ').Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
}
