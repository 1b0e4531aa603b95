using Weir.Benchmarks.Data;
using Weir.Benchmarks.Measuring;
using Weir.Benchmarks.Queries;

namespace Weir.Benchmarks.Tests;

/// <summary>A loop is a limit only if it does the same work: its result is the engine's, for all that is measured.</summary>
public sealed class SameResultTests
{
    /// <summary>Not a multiple of a chunk's rows; some windows of ten seconds end.</summary>
    private const int Rows = 1_500_001;

    private static readonly Lazy<EventTables> s_tables = new(() => new EventTables(Rows));

    public static TheoryData<string> OfFiles() => [.. BenchmarkList.All.Where(b => b.File is not null).Select(b => b.Name)];

    public static TheoryData<string> OfTheirOwn() => [.. BenchmarkList.All.Where(b => b.File is null).Select(b => b.Name)];

    [NexmarkTheory]
    [MemberData(nameof(OfFiles))]
    public void The_loop_of_a_Nexmark_query_gives_what_the_engine_gives(string name) => Compare(name);

    [Theory]
    [MemberData(nameof(OfTheirOwn))]
    public void The_loop_of_an_aggregation_gives_what_the_engine_gives(string name) => Compare(name);

    private static void Compare(string name)
    {
        Benchmark benchmark = BenchmarkList.All.Single(b => b.Name == name) with { Passes = 1 };
        EventTable table = s_tables.Value[benchmark.Table];
        long fromEngine = new EngineRun(benchmark, table, NexmarkFolder.Find()).Run();
        Assert.NotEqual(0, fromEngine);
        Assert.Equal(fromEngine, benchmark.Loop(table, 1));
    }
}
