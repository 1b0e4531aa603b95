using Weir.Engine.Runtime;
using Weir.Worker.Hosting;

namespace Weir.Cli.Running;

/// <summary>A job of a script that has been started in this process.</summary>
internal sealed record RunningJob(string Name, JobHost Host, DeadLetterFile DeadLetters, long StartedAt)
{
    /// <summary>The run under way, or the last one.</summary>
    public Job Job => Host.Run!;
}
