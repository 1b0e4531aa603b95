using Weir.Engine.Runtime;

namespace Weir.Cli.Running;

/// <summary>A job of a script that has been started in this process.</summary>
internal sealed record RunningJob(string Name, Job Job, DeadLetterFile DeadLetters, long StartedAt);
