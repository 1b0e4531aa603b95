using Weir.Sql.Compilation;
using Weir.Worker.Hosting;

namespace Weir.Worker.Running;

/// <summary>The job of this process.</summary>
/// <param name="Job">The job.</param>
/// <param name="Host">What runs it.</param>
/// <param name="Cancellation">Stops it.</param>
/// <param name="DeadLetters">Rows that did not parse.</param>
/// <param name="Clock">The time.</param>
internal sealed record WorkerJob(CompiledJob Job, JobHost Host, Cancellation Cancellation, DeadLetterFile DeadLetters, TimeProvider Clock);
