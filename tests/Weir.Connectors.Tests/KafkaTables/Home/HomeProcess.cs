using System.Diagnostics;
using Weir.Engine.Connectors;

namespace Weir.Connectors.Tests.KafkaTables.Home;

/// <summary>A job in a process of its own, to be killed: commits checkpoint 1, then writes what belongs to 2 and waits.</summary>
internal static class HomeProcess
{
    internal const string Verb = "write-kafka-home";

    private const string Written = "written";

    /// <summary>Starts it; comes back when all rows have reached the broker.</summary>
    internal static Process Start(string servers, string topic, string job)
    {
        Process process = Process.Start(new ProcessStartInfo("dotnet", ["exec", typeof(HomeProcess).Assembly.Location, Verb, servers, topic, job]) { RedirectStandardOutput = true, RedirectStandardInput = true })!;
        Assert.Equal(Written, process.StandardOutput.ReadLine());
        return process;
    }

    internal static async Task RunAsync(string servers, string topic, string name)
    {
        using HomeJob job = await HomeJob.StartAsync(name, HomeJob.Lines(servers, topic));
        job.Write("committed");
        job.EndCheckpoint(1);
        await job.CommitAsync(1);
        job.Write("open in one transaction");
        job.EndCheckpoint(2);
        job.Write("open in the other"); // may be written only when the rows before are acknowledged
        Console.WriteLine(Written);
        await Console.In.ReadLineAsync(); // until it is killed
    }
}
