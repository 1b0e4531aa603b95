using Weir.Benchmarks.Data;
using Weir.Benchmarks.Measuring;
using Weir.Benchmarks.Queries;
using Weir.Engine.Batches;

namespace Weir.Benchmarks.Tests;

/// <summary>Nexmark's events come in order; the loops must not live on that. Here they are up to four seconds late, and some too late.</summary>
public sealed class DisorderTests
{
    private const int Rows = 40_000;

    [Theory]
    [InlineData("q5-hop")]
    [InlineData("q7-max")]
    [InlineData("q8-seller")]
    [InlineData("q8-person")]
    [InlineData("tumble-1m")]
    public void Rows_out_of_order_are_counted_as_the_engine_counts_them(string name) => Compare(name);

    [NexmarkTheory]
    [InlineData("q11")]
    [InlineData("q15")]
    [InlineData("q16")]
    [InlineData("q17")]
    public void Rows_out_of_order_are_counted_as_the_engine_counts_them_in_Nexmark(string name) => Compare(name);

    private static void Compare(string name)
    {
        Benchmark benchmark = BenchmarkList.All.Single(b => b.Name == name);
        EventTable ordered = new EventTables(Rows)[benchmark.Table];
        EventTable table = new(ordered.Spec, Rows, (_, column) => ordered.Spec.Columns[column].Name == "dateTime" ? Times(ordered) : FewKeys(ordered, column));
        long fromEngine = new EngineRun(benchmark, table, NexmarkFolder.Find()).Run();
        Assert.NotEqual(0, fromEngine);
        Assert.Equal(fromEngine, benchmark.Loop(table, 1));
    }

    /// <summary>Some two minutes of event time from a minute before midnight on, row by row back and forth.</summary>
    private static Column[] Times(EventTable table)
    {
        Random random = new(7);
        return Make(table, row => 1_767_225_540_000 + (row * 3L) - random.Next(random.Next(50) == 0 ? 20_000 : 4_000));
    }

    /// <summary>Keys that come back after a while, so that sessions end and begin again.</summary>
    private static Column[] FewKeys(EventTable table, int column)
    {
        if (table.Spec.Columns[column].Name is not ("auction" or "bidder" or "seller" or "k"))
        {
            return table.Chunks(column);
        }

        Random random = new(11);
        return Make(table, row => (row / 4000 * 7 % 40) + random.Next(30) - 3);
    }

    private static Column[] Make(EventTable table, Func<int, long> value)
    {
        Column[] chunks = new Column[table.ChunkCount];
        for (int chunk = 0; chunk < chunks.Length; chunk++)
        {
            FixedColumn<long> numbers = (FixedColumn<long>)ColumnFactory.Create(Engine.Types.DataType.BigInt, ColumnPool.DefaultBatchRows);
            for (int i = 0; i < table.RowsOf(chunk); i++)
            {
                numbers[i] = value((chunk * ColumnPool.DefaultBatchRows) + i);
            }

            chunks[chunk] = numbers;
        }

        return chunks;
    }
}
