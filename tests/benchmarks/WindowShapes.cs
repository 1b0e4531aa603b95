using Weir.Benchmarks.Data;
using Weir.Benchmarks.Measuring;
using Weir.Engine.Aggregates;
using Weir.Engine.Batches;
using Weir.Engine.Connectors;
using Weir.Engine.Expressions;
using Weir.Engine.Runtime;
using Weir.Engine.Types;
using Weir.Engine.Windows;

namespace Weir.Benchmarks;

/// <summary>
/// What a row costs in windows of few and of many slices: the window operator alone, over the same rows. A window of 24 h by 1 min should cost what one of 2 min by 1 min does. Measured in CPU time of the thread.
/// </summary>
internal static class WindowShapes
{
    private const int MinuteMs = 60_000;
    private const int Rows = 20_000_000;
    private const int Keys = 100;
    private const int Runs = 3;

    public static int Run()
    {
        Console.WriteLine($"{"windows",-12}{"2 min by 1 min",20}{"24 h by 1 min",20}{"ratio",8}");
        Compare("COUNT, SUM", [Of(_ => new CountState(), []), Of(_ => new SumState<long, long, long, SumOf<long, long>>(default), [2])]);
        Compare("COUNT, MAX", [Of(_ => new CountState(), []), Of(_ => new ExtremeState<long, PreferGreater<long>>(), [2])]);
        return 0;
    }

    private static void Compare(string name, AggregateCall[] calls)
    {
        double[] small = new double[Runs];
        double[] large = new double[Runs];
        Once(2, calls);
        Once(1440, calls);
        for (int run = 0; run < Runs; run++)
        {
            small[run] = Once(2, calls);
            large[run] = Once(1440, calls);
        }

        double few = small.Order().ElementAt(Runs / 2);
        double many = large.Order().ElementAt(Runs / 2);
        Console.WriteLine(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{name,-12}{few,13:F1} ns/row{many,13:F1} ns/row{many / few,8:F2}"));
    }

    private static AggregateCall Of(Func<bool, AggregateState> create, int[] columns) => new(new SimpleAggregate(DataType.BigInt, create), columns);

    /// <summary>Nanoseconds of CPU time per row, over three thousand minutes of rows.</summary>
    private static double Once(int minutes, AggregateCall[] calls)
    {
        using WindowAggregateOperator op = new(new WindowAggregateSpec
        {
            Slices = new SliceAssignment.ByEventTime(new WindowSpec(WindowKind.Hop, (long)minutes * MinuteMs, MinuteMs, 0), 1, false),
            Keys = [0],
            KeyTypes = [DataType.BigInt],
            Calls = calls,
            Retracts = false,
        });
        BatchPool pool = new();
        op.Open(
            new OperatorContext
            {
                Evaluation = new EvaluationContext(pool, TimeProvider.System, TimeZoneInfo.Utc),
                Lane = 0,
                LaneCount = 1,
                Wake = () => { },
                DeadLetters = new NoDeadLetters(),
                Connectors = new NoTables(),
                Shared = new JobShared(),
            },
            new Drain());
        DataType[] types = [DataType.BigInt, DataType.Timestamp(3), DataType.BigInt];
        Random random = new(1);
        double before = ThreadTime.Seconds;
        for (long row = 0; row < Rows;)
        {
            Batch batch = pool.Rent(types, ColumnPool.DefaultBatchRows);
            Span<long> keys = ((FixedColumn<long>)batch.Columns[0]).Values;
            Span<long> times = ((FixedColumn<long>)batch.Columns[1]).Values;
            Span<long> values = ((FixedColumn<long>)batch.Columns[2]).Values;
            for (int i = 0; i < ColumnPool.DefaultBatchRows; i++, row++)
            {
                keys[i] = random.Next(Keys);
                times[i] = row * 9;
                values[i] = row;
            }

            op.Process(batch, 0);
            op.OnWatermark((row * 9) - 4000);
            while (op.HasPending)
            {
                op.Continue();
            }
        }

        return (ThreadTime.Seconds - before) * 1e9 / Rows;
    }

    private sealed class NoTables : IConnectorProvider
    {
        public TableSource CreateSource(TableSpec table) => throw new InvalidOperationException("No table is read.");

        public TableSink CreateSink(TableSpec table) => throw new InvalidOperationException("No table is written.");
    }

    private sealed class Drain : IBatchReceiver
    {
        public void Receive(Batch batch) => batch.Release();
    }
}
