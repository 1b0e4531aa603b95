namespace Weir.Faults.Tests;

/// <summary>Processes that are stopped cleanly.</summary>
public sealed class StopTests
{
    private const int Count = 4000;

    [Fact]
    public async Task Ctrl_C_makes_a_last_checkpoint_and_the_next_run_goes_on_from_it()
    {
        using TemporaryFolder folder = new();
        string script = EmbeddedJob.Write(folder, Count, rowsPerSecond: 1000, lanes: 1);
        string last;
        using (JobProcess first = new(script))
        {
            await first.SaysAsync("step committed ", times: 3);
            int before = first.Steps.Count;
            first.Signal("INT");
            Assert.True(await first.EndAsync() == 0, first.Said);
            Assert.DoesNotContain("could not be made", first.Said, StringComparison.Ordinal);
            last = first.Steps[^1];
            Assert.StartsWith("committed ", last, StringComparison.Ordinal);
            Assert.True(first.Steps.Count > before, first.Said);
        }

        using JobProcess second = new(script);
        await second.SaysAsync($"goes on from checkpoint {last["committed ".Length..]} of");
        Assert.True(await second.EndAsync() == 0, second.Said);
        await EmbeddedJob.CheckAsync(folder, Count, 1, second.Said);
    }
}
