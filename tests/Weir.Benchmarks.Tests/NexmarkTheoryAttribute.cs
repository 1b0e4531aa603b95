using Weir.Benchmarks.Queries;

namespace Weir.Benchmarks.Tests;

/// <summary>A test over the queries of Nexmark's folder; skipped where there is none.</summary>
internal sealed class NexmarkTheoryAttribute : TheoryAttribute
{
    public NexmarkTheoryAttribute()
    {
        if (NexmarkFolder.Find() is null)
        {
            Skip = NexmarkFolder.Missing;
        }
    }
}
