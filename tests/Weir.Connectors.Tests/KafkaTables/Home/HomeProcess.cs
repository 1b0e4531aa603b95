using System.Diagnostics;
using Weir.Engine.Connectors;

namespace Weir.Connectors.Tests.KafkaTables.Home;

/// <summary>A job in a process of its own, to be killed.</summary>
internal static class HomeProcess
{
    /// <summary>Commits checkpoint 1, then writes what belongs to 2 and to 3, and waits.</summary>
    internal const string WriteVerb = "write-kafka-home";

    /// <summary>Goes on from what was committed last, and commits one checkpoint after the other.</summary>
    internal const string CommitVerb = "commit-kafka-home";

    /// <summary>What the first says when its rows are queued; the other says the number of each checkpoint that it has committed.</summary>
    internal const string Written = "written";

    internal static Process Start(string verb, string servers, string topic, string job) => Process.Start(
        new ProcessStartInfo("dotnet", ["exec", typeof(HomeProcess).Assembly.Location, verb, servers, topic, job]) { RedirectStandardOutput = true, RedirectStandardInput = true })!;

    /// <summary>The rows of a checkpoint.</summary>
    internal static string[] Rows(long checkpoint) => [.. Enumerable.Range(0, 5).Select(i => $"{checkpoint}-{i}")];

    internal static async Task CommitAsync(string servers, string topic, string name)
    {
        using HomeJob job = await HomeJob.StartAsync(name, HomeJob.Lines(servers, topic));
        for (long n = (job.Last?.Checkpoint ?? 0) + 1; ; n++)
        {
            job.Write(Rows(n));
            job.EndCheckpoint(n);
            await job.CommitAsync(n);
            Console.WriteLine(n);
        }
    }

    internal static async Task WriteAsync(string servers, string topic, string name)
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
