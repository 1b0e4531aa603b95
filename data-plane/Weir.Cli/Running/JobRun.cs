using Weir.Engine.Connectors;
using Weir.Engine.Plans;
using Weir.Engine.Runtime;
using Weir.Sql.Compilation;

namespace Weir.Cli.Running;

/// <summary>Runs one compiled job in this process until it ends, fails or is cancelled.</summary>
internal static class JobRun
{
    /// <summary>Starts the job; the caller disposes of it.</summary>
    public static Job Start(CompiledJob job, IConnectorProvider connectors, IDeadLetterOutput deadLetters, int lanes)
    {
        Job run = new(job.Plan, new JobOptions
        {
            Lanes = lanes,
            Connectors = connectors,
            DeadLetters = deadLetters,
            SessionTimeZone = job.Session.TimeZone,
            KeyGroups = int.TryParse(job.Session.Settings.GetValueOrDefault("pipeline.max-parallelism"), out int groups) && groups > 0 ? groups : 128,
        });
        try
        {
            run.Start();
            return run;
        }
        catch
        {
            run.Dispose(); // tables that were opened before the one that could not be
            throw;
        }
    }

    /// <summary>Waits for the end; a cancellation stops the job at its next batch.</summary>
    public static async Task<JobState> WaitAsync(Job run, CancellationToken cancellation)
    {
        using CancellationTokenRegistration registration = cancellation.Register(run.Stop);
        return await run.Completion;
    }
}
