using Weir.Checkpoints.Tests.Operators;
using Weir.Checkpoints.Tests.Tables;
using Weir.Engine.Checkpoints;
using Weir.Engine.Plans;
using Weir.Engine.Runtime;
using Weir.Engine.Storage;

namespace Weir.Checkpoints.Tests.Restoring;

/// <summary>A case's job that a test holds in its hands: it reads as far as it is let, and makes checkpoints when asked.</summary>
internal sealed class RunningJob : IDisposable
{
    private readonly JobRecovery _recovery;

    private RunningJob(OperatorCase test, TestTables tables, Commits commits, JobRecovery recovery, JobPlan plan, JobOptions options)
    {
        Test = test;
        Tables = tables;
        Commits = commits;
        _recovery = recovery;
        Job = new Job(plan, recovery.Apply(options));
    }

    public OperatorCase Test { get; }

    public TestTables Tables { get; }

    public Commits Commits { get; }

    public Job Job { get; }

    /// <summary>Starts a job that may read so many rows of each partition.</summary>
    public static async Task<RunningJob> Start(OperatorCase test, IObjectStore store, int limit, Commits? commits = null, Func<CheckpointOptions, CheckpointOptions>? change = null, int lanes = 1)
    {
        commits ??= new Commits();
        JobPlan plan = TestTables.Compile(test.Script, test.Inputs, test.Output);
        TestTables tables = new(commits, test.Inputs, test.Output) { Limit = limit };
        CheckpointOptions checkpoints = new() { Store = store };
        checkpoints = change?.Invoke(checkpoints) ?? checkpoints;
        JobRecovery recovery = await JobRecovery.TakeOverAsync(plan, checkpoints, tables, null, CancellationToken.None);
        RunningJob running = new(test, tables, commits, recovery, plan, new JobOptions { Connectors = tables, DeadLetters = tables, Checkpoints = checkpoints, Lanes = lanes, BatchRows = 32 });
        running.Job.Start();
        return running;
    }

    /// <summary>Reads up to so many rows of each partition, all in all.</summary>
    public async Task ReadTo(int limit)
    {
        Tables.Limit = limit;
        await Patience.Until(() => Volatile.Read(ref Tables.RowsRead) == limit * Test.Input.Partitions || Job.Completion.IsCompleted, "rows that are read");
    }

    /// <summary>Reads all there is, and answers what comes out.</summary>
    public async Task<string[]> Finish()
    {
        Tables.Limit = int.MaxValue;
        JobState state = await Job.Completion.WaitAsync(Patience.Time);
        Assert.True(state == JobState.Finished, $"{state}: {Job.Failure}");
        return Outcome.Of(Test, Commits.Rows("s"));
    }

    public void Dispose()
    {
        Job.Dispose();
        _recovery.Dispose();
    }
}
