using Weir.Engine.Aggregates;
using Weir.Engine.Batches;
using Weir.Engine.Types;

namespace Weir.Engine.Tests.Aggregates;

/// <summary>Rows of one group, aggregated in loops of their own, against the same rows by slots.</summary>
public sealed class OneGroupTests
{
    public static TheoryData<string> Names() => ["count", "count of values", "sum", "sum of double", "max", "min", "max of int", "first", "last"];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_group_alone_gives_what_it_gives_among_others(string name)
    {
        for (int seed = 1; seed <= 60; seed++)
        {
            Random random = new(seed);
            (AggregateState one, DataType type) = Create(name);
            AggregateState other = Create(name).State;
            using (one)
            using (other)
            {
                one.EnsureSlots(1);
                other.EnsureSlots(1);
                DataType argumentType = name is "sum of double" ? DataType.Double : name is "max of int" ? DataType.Int : DataType.BigInt;
                Column mine = ColumnFactory.Create(type, 1);
                Column theirs = ColumnFactory.Create(type, 1);
                for (int batch = 0; batch < 4; batch++)
                {
                    int count = random.Next(30);
                    Column argument = Argument(argumentType, count * 2, random.Next(3) == 0 ? 0.3 : 0, random);
                    int[] rows = [.. Enumerable.Range(0, count).Select(i => i * 2)];
                    Selection selection = random.Next(2) == 0 ? new Selection(count) : new Selection(rows);
                    AggregateInput input = new() { Arguments = name is "count" ? default : new ReadOnlySpan<Column>(in argument), Rows = selection };
                    if (!one.TryAccumulateAll(0, input))
                    {
                        one.Accumulate(new int[count], input);
                    }

                    other.Accumulate(new int[count], input);
                    one.Emit([0], mine, 0);
                    other.Emit([0], theirs, 0);
                    Assert.Equal(ColumnValues.Get(theirs, type, 0), ColumnValues.Get(mine, type, 0));
                }
            }
        }
    }

    private static (AggregateState State, DataType Type) Create(string name) => name switch
    {
        "count" or "count of values" => (new CountState(), DataType.BigInt),
        "sum" => (new SumState<long, long, long, SumOf<long, long>>(default), DataType.BigInt),
        "sum of double" => (new SumState<double, double, double, SumOf<double, double>>(default), DataType.Double),
        "max" => (new ExtremeState<long, PreferGreater<long>>(), DataType.BigInt),
        "min" => (new ExtremeState<long, PreferLess<long>>(), DataType.BigInt),
        "max of int" => (new ExtremeState<int, PreferGreater<int>>(), DataType.Int),
        "first" => (new ExtremeState<long, PreferFirst<long>>(), DataType.BigInt),
        _ => (new ExtremeState<long, PreferLast<long>>(), DataType.BigInt),
    };

    private static Column Argument(DataType type, int rows, double nulls, Random random)
    {
        Column column = ColumnFactory.Create(type, Math.Max(rows, 1));
        for (int row = 0; row < rows; row++)
        {
            object value = type.Root switch
            {
                TypeRoot.Double => (object)((random.NextDouble() - 0.5) * 1e9),
                TypeRoot.Integer => random.Next(-1000, 1000),
                _ => random.NextInt64(long.MinValue, long.MaxValue),
            };
            ColumnValues.Set(column, type, row, random.NextDouble() < nulls ? null : value);
        }

        return column;
    }
}
