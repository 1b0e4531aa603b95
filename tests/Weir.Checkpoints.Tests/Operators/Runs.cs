using Weir.Checkpoints.Tests.Tables;
using Weir.Engine.Checkpoints;
using Weir.Engine.Plans;
using Weir.Engine.Runtime;
using Weir.Engine.Storage;

namespace Weir.Checkpoints.Tests.Operators;

/// <summary>Runs a case: undisturbed, or with crashes, or with savepoints.</summary>
internal static class Runs
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(3);

    /// <summary>The outcome of a run of one lane without checkpoints.</summary>
    public static string[] Undisturbed(OperatorCase test)
    {
        TestTables tables = new(new Commits(), test.Inputs, test.Output);
        using Job job = new(TestTables.Compile(test.Script, test.Inputs, test.Output), new JobOptions { Connectors = tables, DeadLetters = tables });
        job.RunToEnd();
        Assert.True(job.State == JobState.Finished, job.Failure?.ToString());
        return Outcome.Of(test, tables.AtOnce.GetValueOrDefault("s") ?? []);
    }

    /// <summary>The outcome of runs that crash at random moments, each going on from the last checkpoint of the one before, until one comes to the end.</summary>
    public static async Task<string[]> WithCrashes(OperatorCase test, Random random, JobOptions shape, int crashes)
    {
        Commits commits = new();
        using MemoryObjectStore store = new();
        CheckpointOptions checkpoints = new() { Store = store, Interval = s_interval };
        JobPlan plan = TestTables.Compile(test.Script, test.Inputs, test.Output);
        for (int crash = 0; ; crash++)
        {
            TestTables tables = new(commits, test.Inputs, test.Output, pace: 4);
            using JobRecovery recovery = await JobRecovery.TakeOverAsync(plan, checkpoints, tables, null, CancellationToken.None);
            using Job job = new(plan, recovery.Apply(shape with { Connectors = tables, DeadLetters = tables, Checkpoints = checkpoints }));
            job.Start();
            if (crash < crashes)
            {
                long until = random.Next(3);
                TimeSpan more = TimeSpan.FromMilliseconds(random.Next(12));
                await Patience.Until(() => job.Checkpoints!.Completed >= until || job.Completion.IsCompleted, "a checkpoint");
                await Task.WhenAny(Task.Delay(more), job.Completion);
                if (!job.Completion.IsCompleted)
                {
                    job.Dispose();
                    Assert.True(job.Failure is null, job.Failure?.ToString());
                    continue;
                }
            }

            JobState state = await job.Completion.WaitAsync(Patience.Time);
            Assert.True(state == JobState.Finished, $"{state}: {job.Failure}");
            return Outcome.Of(test, commits.Rows("s"));
        }
    }

    /// <summary>The outcome of runs that end with a savepoint, each going on from that of the one before with so many lanes.</summary>
    public static async Task<string[]> WithSavepoints(OperatorCase test, Random random, int[] lanes)
    {
        Commits commits = new();
        using MemoryObjectStore store = new();
        using MemoryObjectStore savepoints = new();
        CheckpointOptions checkpoints = new() { Store = store, Interval = s_interval };
        JobPlan plan = TestTables.Compile(test.Script, test.Inputs, test.Output);
        Snapshot? savepoint = null;
        for (int part = 0; ; part++)
        {
            TestTables tables = new(commits, test.Inputs, test.Output, pace: 4);
            using JobRecovery recovery = await JobRecovery.TakeOverAsync(plan, checkpoints, tables, savepoint, CancellationToken.None);
            JobOptions options = new() { Connectors = tables, DeadLetters = tables, Checkpoints = checkpoints, Lanes = lanes[part], BatchRows = 16 };
            using Job job = new(plan, recovery.Apply(options));
            job.Start();
            if (part < lanes.Length - 1)
            {
                await Task.WhenAny(Task.Delay(TimeSpan.FromMilliseconds(random.Next(2, 12))), job.Completion);
                SavepointTarget target = new(savepoints, $"part-{part}/");
                if (!job.Completion.IsCompleted && await TrySavepoint(job, target))
                {
                    savepoint = await Snapshot.OpenAsync(savepoints, target.ManifestPath, CancellationToken.None);
                    await savepoint.VerifyAsync(CancellationToken.None);
                    Assert.Equal(lanes[part], savepoint.Manifest.Lanes);
                    continue;
                }
            }

            JobState state = await job.Completion.WaitAsync(Patience.Time);
            Assert.True(state == JobState.Finished, $"{state}: {job.Failure}");
            return Outcome.Of(test, commits.Rows("s"));
        }
    }

    /// <summary>False when the job has come to its end before.</summary>
    private static async Task<bool> TrySavepoint(Job job, SavepointTarget target)
    {
        try
        {
            await job.SavepointAsync(target, stops: true, CancellationToken.None).WaitAsync(Patience.Time);
            await job.Completion.WaitAsync(Patience.Time);
            return true;
        }
        catch (SnapshotException) when (job.Completion.IsCompleted && job.State == JobState.Finished)
        {
            return false;
        }
    }
}
