using Weir.Benchmarks.Data;
using Weir.Benchmarks.Queries;
using Weir.Engine.Connectors;
using Weir.Engine.Plans;
using Weir.Engine.Runtime;
using Weir.Sql.Compilation;
using Weir.Sql.Descriptors;
using Weir.Sql.Functions;

namespace Weir.Benchmarks.Measuring;

/// <summary>A benchmark's query, compiled, to be run by the engine again and again: one lane, on the calling thread.</summary>
internal sealed class EngineRun
{
    private readonly Benchmark _benchmark;
    private readonly EventTable _table;
    private readonly JobPlan _plan;

    /// <summary>Compiles the query over a table. <paramref name="folder"/> is where Nexmark's queries are.</summary>
    public EngineRun(Benchmark benchmark, EventTable table, string? folder)
    {
        _benchmark = benchmark;
        _table = table;
        _plan = Compile(benchmark, table, folder);
    }

    /// <summary>How long the last run had a core, from the start to the end of the job.</summary>
    public double Seconds { get; private set; }

    /// <summary>Managed bytes that the last run allocated for each row of the second half of its input, up to where the last row has been read.</summary>
    public double BytesPerRow { get; private set; }

    /// <summary>Runs the query, and returns the checksum of its result.</summary>
    public long Run()
    {
        ManualClock? clock = _benchmark.ByClock ? new ManualClock(_table.ChunkCount) : null;
        ChunkSource source = new(_table, _benchmark.Passes, clock);
        ChecksumSink sink = new(_benchmark.Columns, _benchmark.Ties);
        using Job job = new(_plan, new JobOptions
        {
            Connectors = new BenchmarkTables(source, sink),
            DeadLetters = new NoDeadLetters(),
            Clock = clock ?? TimeProvider.System,
        });
        double started = ThreadTime.Seconds;
        job.RunToEnd();
        Seconds = ThreadTime.Seconds - started;
        BytesPerRow = (source.AllocatedAtEnd - source.AllocatedAtHalf) / (_table.RowCount * (double)_benchmark.Passes / 2);
        return job.Failure is null ? sink.Total : throw new InvalidOperationException($"{_benchmark.Name}: {job.Failure.Message}", job.Failure);
    }

    /// <summary>Compiles the query over a table. <paramref name="folder"/> is where Nexmark's queries are.</summary>
    public static JobPlan Compile(Benchmark benchmark, EventTable table, string? folder)
    {
        string query = benchmark.Sql ?? File.ReadAllText(Path.Combine(folder ?? throw new InvalidOperationException(NexmarkFolder.Missing), benchmark.File!));
        ConnectorDescriptor chunks = new()
        {
            Name = "chunks",
            Summary = "Chunks in memory.",
            IsSource = true,
            IsSink = true,
            Options = [],
            IsBounded = _ => true,
            SinkChangelog = ChangelogMode.All,
            SinkChangelogWithKey = ChangelogMode.All,
        };
        SqlEnvironment environment = new(BuiltInDescriptors.Create(), FunctionRegistry.CreateBuiltIn()) { ConnectorOverride = _ => chunks };
        CompiledScript script = environment.Compile(benchmark.Settings + EventTables.Declare(table.Spec) + query);
        return script.Jobs.Count == 1 ? script.Jobs[0].Plan : throw new InvalidOperationException($"{benchmark.Name}: {string.Join(" ", script.Diagnostics)}");
    }
}
