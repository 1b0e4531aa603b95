using System.Globalization;
using System.Runtime.CompilerServices;
using Weir.Checkpoints.Tests.Operators;
using Weir.Checkpoints.Tests.Tables;
using Weir.Engine.Checkpoints;
using Weir.Engine.Connectors;
using Weir.Engine.Storage;

namespace Weir.Checkpoints.Tests.Restoring;

/// <summary>
/// Snapshots of a format that has been given out are read for ever: those kept here were written when it was new. With WEIR_WRITE_GOLDEN=1 those of the current format are written anew, which is right only while it has not been given out.
/// </summary>
public sealed class GoldenTests
{
    private const int Lanes = 2;

    public static TheoryData<string> Names => ["Group by, row by row", "Group by of changes", "Upserts made a changelog", "Tumbling windows", "Hopping windows", "Cumulating windows", "Group windows told early", "Sessions", "Rows of sessions", "Aggregates Distinct"];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_checkpoint_with_increments_of_format_1_is_gone_on_from(string name)
    {
        OperatorCase test = Find(name);
        using MemoryObjectStore store = new();
        Commits commits = new();
        string folder = Path.Combine("format-1", Slug(name));
        if (Environment.GetEnvironmentVariable("WEIR_WRITE_GOLDEN") == "1")
        {
            await Write(test, folder);
        }

        string read = Path.Combine(Environment.GetEnvironmentVariable("WEIR_WRITE_GOLDEN") == "1" ? Written() : Path.Combine(AppContext.BaseDirectory, "Golden"), folder);
        foreach (string file in Directory.EnumerateFiles(Path.Combine(read, "store"), "*", SearchOption.AllDirectories))
        {
            await using FileStream content = File.OpenRead(file);
            await store.PutAsync(Path.GetRelativePath(Path.Combine(read, "store"), file).Replace(Path.DirectorySeparatorChar, '/'), content, CancellationToken.None);
        }

        string[] commit = await File.ReadAllLinesAsync(Path.Combine(read, "commit.txt"));
        commits.Begin(new CommitRecord(long.Parse(commit[0], CultureInfo.InvariantCulture), commit[1]), "s", commit[2..]);
        Snapshot checkpoint = await Snapshot.OpenAsync(store, commit[1], CancellationToken.None);
        await checkpoint.VerifyAsync(CancellationToken.None);
        Assert.False(checkpoint.Manifest.IsSavepoint);
        using (RunningJob running = await RunningJob.Start(test, store, int.MaxValue, commits, lanes: Lanes))
        {
            Assert.Equal(Runs.Undisturbed(test), await running.Finish());
        }
    }

    private static OperatorCase Find(string name) => OperatorCases.All.Single(c => c.Name.Replace(":", string.Empty, StringComparison.Ordinal) == name);

    private static string Slug(string name) => name.ToLowerInvariant().Replace(", ", "-", StringComparison.Ordinal).Replace(' ', '-');

    private static string Written([CallerFilePath] string file = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", "Golden"));

    private static async Task Write(OperatorCase test, string folder)
    {
        using MemoryObjectStore store = new();
        using RunningJob running = await RunningJob.Start(test, store, 0, lanes: Lanes);
        foreach (int limit in new[] { 40, 60, 80 })
        {
            await running.ReadTo(limit);
            await running.Job.CheckpointAsync(CancellationToken.None).WaitAsync(Patience.Time);
        }

        string to = Path.Combine(Written(), folder);
        if (Directory.Exists(to))
        {
            Directory.Delete(to, recursive: true);
        }

        await foreach (StoredObject found in store.ListAsync(string.Empty, CancellationToken.None))
        {
            string path = Path.Combine(to, "store", found.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await using Stream content = await store.OpenReadAsync(found.Path, 0, null, CancellationToken.None);
            await using FileStream file = File.Create(path);
            await content.CopyToAsync(file);
        }

        CommitRecord last = running.Commits.Last!;
        await File.WriteAllLinesAsync(Path.Combine(to, "commit.txt"), [last.Checkpoint.ToString(CultureInfo.InvariantCulture), last.Snapshot, .. running.Commits.Rows("s")]);
    }
}
