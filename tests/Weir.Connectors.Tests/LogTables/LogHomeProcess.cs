using System.Diagnostics;
using Weir.Engine.Connectors;

namespace Weir.Connectors.Tests.LogTables;

/// <summary>A run of a job in a process of its own, until it is killed: two checkpoints are committed, the rows of a third are written and not committed.</summary>
internal static class LogHomeProcess
{
    internal const string Verb = "commit-in-log";
    private const string Ready = "ready";

    internal static Process Start(string folder)
    {
        ProcessStartInfo start = new("dotnet", ["exec", typeof(LogHomeProcess).Assembly.Location, Verb, folder])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        Process process = Process.Start(start)!;
        Assert.Equal(Ready, process.StandardOutput.ReadLine());
        return process;
    }

    /// <summary>Writes, and waits until its input ends, so that it does not outlive the tests.</summary>
    internal static void Run(string folder)
    {
        TableSpec table = LogTableProcess.Table(folder);
        ConnectorRegistry connectors = ConnectorRegistry.CreateBuiltIn(new ConnectorServices());
        using ICommitHome home = connectors.CreateHome("j", [], [table])!;
        home.TakeOverAsync(default).GetAwaiter().GetResult();
        using AutoResetEvent woken = new(false);
        using TableSink sink = connectors.CreateSink(table);
        sink.Open(new SinkContext { HasCheckpoints = true, Home = home, Wake = () => woken.Set() });
        for (int checkpoint = 1; checkpoint <= 3; checkpoint++)
        {
            object?[][] rows = [.. Enumerable.Range((checkpoint - 1) * 10, 10).Select(i => new object?[] { (long)i, $"line {i % 3}" })];
            MessageWriting.WriteWhenReady(sink, woken, MessageWriting.Batch(table, rows));
            home.EndCheckpoint(checkpoint);
            if (checkpoint < 3)
            {
                home.CommitAsync(new CommitRecord(checkpoint, $"snapshots/{checkpoint}"), default).GetAwaiter().GetResult();
            }
        }

        Console.WriteLine(Ready);
        Console.In.ReadToEnd();
    }
}
