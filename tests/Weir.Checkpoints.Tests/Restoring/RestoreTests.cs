using Weir.Checkpoints.Tests.Operators;
using Weir.Checkpoints.Tests.Tables;
using Weir.Engine.Checkpoints;
using Weir.Engine.Plans;
using Weir.Engine.Runtime;
using Weir.Engine.Storage;

namespace Weir.Checkpoints.Tests.Restoring;

/// <summary>What a snapshot can be gone on from, and what is refused.</summary>
public sealed class RestoreTests : IDisposable
{
    private const string Table = "CREATE TABLE t (k STRING, n BIGINT, v BIGINT, d DECIMAL(10, 2), f DOUBLE, b BOOLEAN, x STRING, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '2' SECOND);\nCREATE TABLE s (k STRING, c BIGINT);\n";
    private readonly MemoryObjectStore _store = new();

    private static OperatorCase Grouping => Case("INSERT INTO s SELECT k, COUNT(*) FROM t GROUP BY k");

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task A_snapshot_with_a_damaged_file_is_refused()
    {
        Snapshot savepoint = await Savepoint(Grouping);
        int seed = Environment.TickCount;
        Random random = new(seed);
        Assert.NotEmpty(savepoint.Manifest.Files);
        foreach (SnapshotFile file in savepoint.Manifest.Files)
        {
            for (int i = 0; i < 20; i++)
            {
                using MemoryObjectStore damaged = new();
                await foreach (StoredObject found in _store.ListAsync(string.Empty, CancellationToken.None))
                {
                    using MemoryStream content = new();
                    await (await _store.OpenReadAsync(found.Path, 0, null, CancellationToken.None)).CopyToAsync(content);
                    byte[] bytes = content.ToArray();
                    if (found.Path == file.Path)
                    {
                        bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
                    }

                    await damaged.PutAsync(found.Path, new MemoryStream(bytes), CancellationToken.None);
                }

                Snapshot opened = await Snapshot.OpenAsync(damaged, savepoint.Path, CancellationToken.None);
                await Assert.ThrowsAsync<SnapshotException>(() => opened.VerifyAsync(CancellationToken.None));
                Exception? refused = Record.Exception(() => Go(Grouping, opened));
                Assert.True(refused is SnapshotException, $"Seed {seed}, {file.Path}: {refused}");
            }
        }
    }

    [Fact]
    public async Task A_snapshot_whose_file_is_missing_is_refused()
    {
        Snapshot savepoint = await Savepoint(Grouping);
        await _store.DeleteAsync(savepoint.Manifest.Files[0].Path, CancellationToken.None);
        await Assert.ThrowsAsync<SnapshotException>(() => savepoint.VerifyAsync(CancellationToken.None));
        Assert.Contains("is missing", Assert.Throws<SnapshotException>(() => Go(Grouping, savepoint)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task State_of_another_shape_is_refused_unless_its_loss_is_allowed()
    {
        Snapshot savepoint = await Savepoint(Grouping);
        OperatorCase other = Case("INSERT INTO s SELECT k, SUM(v) FROM t GROUP BY k");
        string id = savepoint.Manifest.Operators.Single(o => o.States.Any(s => s.Name == "groups")).Id;
        string message = Assert.Throws<SnapshotException>(() => Go(other, savepoint)).Message;
        Assert.Contains(id, message, StringComparison.Ordinal);
        Assert.Contains($"allow the loss of '{id}'", message, StringComparison.Ordinal);
        Assert.Equal(JobState.Finished, Go(other, savepoint, o => o with { AllowedLosses = [id] }));
    }

    [Fact]
    public async Task State_of_an_operator_that_is_no_more_is_refused_unless_its_loss_is_allowed()
    {
        Snapshot savepoint = await Savepoint(Grouping);
        OperatorCase other = Case("INSERT INTO s SELECT k, v FROM t");
        string id = savepoint.Manifest.Operators.Single(o => o.States.Any(s => s.Name == "groups")).Id;
        Assert.Contains($"({id}), which the job has no more", Assert.Throws<SnapshotException>(() => Go(other, savepoint)).Message, StringComparison.Ordinal);
        Assert.Equal(JobState.Finished, Go(other, savepoint, o => o with { AllowedLosses = [id] }));
    }

    [Fact]
    public async Task Other_key_groups_are_refused()
    {
        Snapshot savepoint = await Savepoint(Grouping);
        Assert.Contains("set pipeline.max-parallelism to 128", Assert.Throws<SnapshotException>(() => Go(Grouping, savepoint, o => o with { KeyGroups = 64 })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_checkpoint_is_refused_by_other_lanes_than_its_own()
    {
        using RunningJob running = await RunningJob.Start(Grouping, _store, 50, lanes: 2);
        await running.ReadTo(50);
        await running.Job.CheckpointAsync(CancellationToken.None).WaitAsync(Patience.Time);
        Snapshot checkpoint = await Snapshot.OpenAsync(_store, running.Job.Checkpoints!.LastPath!, CancellationToken.None);
        Assert.Contains("a checkpoint of 2 lanes and the job has 1", Assert.Throws<SnapshotException>(() => Go(Grouping, checkpoint, o => o with { Lanes = 1 })).Message, StringComparison.Ordinal);
    }

    private static OperatorCase Case(string insert) => new("a test's own", Table + insert) { Operators = [], Comparing = Comparing.Final };

    private async Task<Snapshot> Savepoint(OperatorCase test)
    {
        using RunningJob running = await RunningJob.Start(test, _store, 50);
        await running.ReadTo(50);
        string path = await running.Job.SavepointAsync(new SavepointTarget(_store, "savepoint/"), stops: true, CancellationToken.None).WaitAsync(Patience.Time);
        return await Snapshot.OpenAsync(_store, path, CancellationToken.None);
    }

    /// <summary>Goes on from a savepoint to the end, without checkpoints.</summary>
    private static JobState Go(OperatorCase test, Snapshot savepoint, Func<JobOptions, JobOptions>? change = null)
    {
        TestTables tables = new(new Commits(), test.Inputs, test.Output);
        using JobRecovery recovery = JobRecovery.From(savepoint);
        JobOptions options = recovery.Apply(new JobOptions { Connectors = tables, DeadLetters = tables });
        using Job job = new(TestTables.Compile(test.Script, test.Inputs, test.Output), change?.Invoke(options) ?? options);
        job.RunToEnd();
        return job.State;
    }
}
