using System.Diagnostics;
using Weir.Connectors.Log;

namespace Weir.Connectors.Tests.Log;

/// <summary>Another process that owns a log, until it is killed: this very program, started by its entry point.</summary>
internal static class LogOwnerProcess
{
    internal const string Verb = "own-log";
    private const string Ready = "ready";

    internal static Process Start(string folder)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", typeof(LogOwnerProcess).Assembly.Location, Verb, folder])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        Process process = Process.Start(start)!;
        Assert.Equal(Ready, process.StandardOutput.ReadLine());
        return process;
    }

    /// <summary>Owns the log until its input ends, so that it does not outlive the tests.</summary>
    internal static void Run(string folder)
    {
        using EmbeddedLog log = EmbeddedLog.Open(folder, TimeProvider.System);
        log.CreateTopic("t", 1);
        Console.WriteLine(Ready);
        Console.In.ReadToEnd();
    }
}
