using Weir.Engine.Connectors;
using Weir.Engine.Plans;

namespace Weir.Checkpoints.Tests.Operators;

/// <summary>Every operator with state, and every aggregate, through crashes and savepoints: what comes out is what comes out of a run without them.</summary>
public sealed class OperatorTests
{
    public static TheoryData<string> Cases => [.. OperatorCases.All.Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_job_that_crashes_and_goes_on_writes_what_an_undisturbed_one_writes(string name)
    {
        OperatorCase test = Find(name);
        string[] expected = Runs.Undisturbed(test);
        Assert.NotEmpty(expected);
        int seed = Environment.TickCount;
        for (int lanes = 1; lanes <= 3; lanes++)
        {
            await Same(expected, seed + lanes, r => Runs.WithCrashes(test, r, Shape(lanes, batchRows: 32, queueBatches: 4), crashes: 2), $"{name}, {lanes} lanes");
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Short_queues_and_tiny_batches_make_no_difference(string name)
    {
        OperatorCase test = Find(name);
        await Same(Runs.Undisturbed(test), Environment.TickCount, r => Runs.WithCrashes(test, r, Shape(2, batchRows: 4, queueBatches: 1), crashes: 2), name);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_savepoint_is_gone_on_from_with_other_lanes(string name)
    {
        OperatorCase test = Find(name);
        await Same(Runs.Undisturbed(test), Environment.TickCount, r => Runs.WithSavepoints(test, r, [1, 3, 2]), name);
    }

    private static OperatorCase Find(string name) => OperatorCases.All.Single(c => c.Name == name);

    private static JobOptions Shape(int lanes, int batchRows, int queueBatches) =>
        new() { Lanes = lanes, BatchRows = batchRows, QueueBatches = queueBatches, Connectors = NoTables.Instance, DeadLetters = NoTables.Instance };

    private static async Task Same(string[] expected, int seed, Func<Random, Task<string[]>> run, string what)
    {
        try
        {
            Assert.Equal(expected, await run(new Random(seed)));
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"{what}, seed {seed}: {e.Message}", e);
        }
    }

    private sealed class NoTables : IConnectorProvider, IDeadLetterOutput
    {
        public static NoTables Instance { get; } = new();

        public TableSource CreateSource(TableSpec table) => throw new NotSupportedException();

        public TableSink CreateSink(TableSpec table) => throw new NotSupportedException();

        public void Write(in DeadLetter letter) => throw new NotSupportedException();
    }
}
