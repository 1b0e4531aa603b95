using Xunit.Abstractions;

namespace Weir.Faults.Tests;

/// <summary>A job killed again and again, with the embedded log and files: what comes out is what an undisturbed run gives.</summary>
public sealed class EmbeddedKillTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_job_that_is_killed_at_any_moment_writes_each_row_once_to_the_log_and_to_files(int lanes)
    {
        const int Count = 10_000;
        int seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        using TemporaryFolder folder = new();
        string script = EmbeddedJob.Write(folder, Count, rowsPerSecond: 1000, lanes);
        KillTally tally = new(seed);
        await tally.KillAsync(18, () => new JobProcess(script, lanes: lanes));
        output.WriteLine($"{tally}");
        using (JobProcess last = new(script, lanes: lanes))
        {
            Assert.True(await last.EndAsync() == 0, $"{tally}\n{last.Said}");
        }

        await EmbeddedJob.CheckAsync(folder, Count, lanes, $"{tally}");
    }
}
