namespace Weir.Faults.Tests;

/// <summary>Faults of the storage of checkpoints.</summary>
public sealed class StateFaultTests
{
    private const int Count = 3000;

    [Fact]
    public async Task A_job_whose_snapshot_has_a_flipped_byte_does_not_start_and_names_the_file()
    {
        using TemporaryFolder folder = new();
        string script = await KilledJobAsync(folder);
        string file = Newest(folder, "lane-*");
        byte[] content = await File.ReadAllBytesAsync(file);
        content[content.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(file, content);
        await RefusesAsync(script, Path.GetRelativePath(folder.In("state/embedded"), file));
    }

    [Fact]
    public async Task A_job_whose_snapshot_has_lost_its_manifest_does_not_start_and_names_it()
    {
        using TemporaryFolder folder = new();
        string script = await KilledJobAsync(folder);
        foreach (string manifest in Directory.EnumerateFiles(folder.In("state"), "manifest", SearchOption.AllDirectories))
        {
            File.Delete(manifest);
        }

        await RefusesAsync(script, "manifest");
    }

    /// <summary>A job with a committed snapshot; gives its script.</summary>
    private static async Task<string> KilledJobAsync(TemporaryFolder folder)
    {
        string script = EmbeddedJob.Write(folder, Count, rowsPerSecond: 500, lanes: 1);
        using JobProcess job = new(script);
        await job.SaysAsync("step committed ", times: 3);
        await job.KillAsync();
        return script;
    }

    private static string Newest(TemporaryFolder folder, string pattern) =>
        Directory.EnumerateFiles(folder.In("state"), pattern, SearchOption.AllDirectories).OrderByDescending(f => f, StringComparer.Ordinal).First(f => new FileInfo(f).Length > 0);

    private static async Task RefusesAsync(string script, string file)
    {
        using JobProcess job = new(script);
        Assert.True(await job.EndAsync() == 1, job.Said);
        Assert.Contains("error: job 'embedded' cannot start", job.Said, StringComparison.Ordinal);
        Assert.Contains(file, job.Said, StringComparison.Ordinal);
        Assert.DoesNotContain("step running", job.Said, StringComparison.Ordinal);
    }
}
