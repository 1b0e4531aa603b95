using System.Diagnostics;
using System.Globalization;
using Weir.Connectors.Files;
using Weir.Engine.Connectors;

namespace Weir.Connectors.Tests.Files;

/// <summary>A second process that writes numbers to files, with a checkpoint for each line of its input: this very program, started by its entry point. What it committed is in one file, replaced whole.</summary>
internal static class FileSinkProcess
{
    internal const string Verb = "write-staged-files";
    internal const int Rows = 30_000;

    internal static Process Start(string folder, int lanes) => Process.Start(new ProcessStartInfo("dotnet", ["exec", typeof(FileSinkProcess).Assembly.Location, Verb, folder, $"{lanes}"])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
    })!;

    internal static TableSpec Table(string folder) => StagedTable.Create(folder, ("sink.rolling-policy.file-size", "2 kb"));

    /// <summary>Where the rows stand that are committed.</summary>
    internal static long CommittedPosition(string folder) =>
        File.Exists(Commit(folder)) ? long.Parse(File.ReadAllLines(Commit(folder))[1], CultureInfo.InvariantCulture) : 0;

    internal static async Task Run(string folder, int lanes)
    {
        TableSpec table = Table(folder);
        using CheckpointedSinks run = new(() => new FileSystemSink(table, new ConnectorServices()), TimeProvider.System);
        if (File.Exists(Commit(folder)))
        {
            string[] lines = File.ReadAllLines(Commit(folder));
            run.Restore(long.Parse(lines[0], CultureInfo.InvariantCulture), long.Parse(lines[1], CultureInfo.InvariantCulture), [.. lines[2..].Select(l => (ReadOnlyMemory<byte>)Convert.FromBase64String(l))]);
        }

        run.Start(lanes);
        long position = run.CommittedPosition;
        for (int turn = 0; position < Rows; turn++)
        {
            if (await Console.In.ReadLineAsync() is null)
            {
                return;
            }

            for (int batch = 0; batch < 3 && position < Rows; batch++, position += 50)
            {
                run.Write((turn + batch) % lanes, StagedTable.Rows(table, Enumerable.Range(0, 50).Select(i => position + i)));
            }

            await Checkpoint(run, folder, position);
        }

        run.Finish();
        await Checkpoint(run, folder, position);
    }

    private static async Task Checkpoint(CheckpointedSinks run, string folder, long position)
    {
        run.EndCheckpoint(position);
        await run.Prepare();
        run.Commit();
        string next = Commit(folder) + ".next";
        File.WriteAllLines(next, [$"{run.Checkpoint}", $"{position}", .. run.Committed.Select(s => Convert.ToBase64String(s.Span))]);
        File.Move(next, Commit(folder), overwrite: true);
        await run.Tell();
        Console.WriteLine(position);
    }

    private static string Commit(string folder) => Path.Combine(folder, "committed");
}
