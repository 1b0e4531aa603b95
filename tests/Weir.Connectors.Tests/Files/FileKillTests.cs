using System.Diagnostics;
using Weir.Engine.Connectors;

namespace Weir.Connectors.Tests.Files;

public sealed class FileKillTests
{
    private const int Kills = 8;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_process_killed_again_and_again_writes_each_row_once(int seed)
    {
        using TemporaryFolder folder = new();
        Random random = new(seed);
        TableSpec table = FileSinkProcess.Table(folder.Path);
        for (int kill = 1; kill <= Kills; kill++)
        {
            using Process process = FileSinkProcess.Start(folder.Path, random.Next(1, 4));
            try
            {
                for (int checkpoints = random.Next(1, 12); checkpoints > 0; checkpoints--)
                {
                    process.StandardInput.WriteLine();
                    Assert.NotNull(process.StandardOutput.ReadLine());
                }

                process.StandardInput.WriteLine();
                Thread.SpinWait(random.Next(2_000_000)); // anywhere in what comes next
            }
            finally
            {
                process.Kill();
                process.WaitForExit();
            }

            List<long> visible = StagedTable.Visible(table);
            long committed = FileSinkProcess.CommittedPosition(folder.Path);
            Assert.True(
                committed < FileSinkProcess.Rows && visible.Distinct().Count() == visible.Count && visible.All(n => n < committed),
                $"Seed {seed}, kill {kill}: {visible.Count} rows up to {visible.LastOrDefault()}, {visible.Distinct().Count()} of them different, and {committed} committed.");
        }

        using Process last = FileSinkProcess.Start(folder.Path, 2);
        try
        {
            do
            {
                last.StandardInput.WriteLine();
            }
            while (last.StandardOutput.ReadLine() is { } position && position != $"{FileSinkProcess.Rows}");

            last.StandardInput.Close();
            Assert.True(last.WaitForExit(Patience.Ms));
            Assert.Equal(0, last.ExitCode);
        }
        finally
        {
            last.Kill();
        }

        Assert.Equal(Enumerable.Range(0, FileSinkProcess.Rows).Select(n => (long)n), StagedTable.Visible(table));
        Assert.Empty(StagedTable.Hidden(table));
    }
}
