using Weir.Engine.Batches;
using Weir.Engine.Expressions;
using Weir.Engine.Types;

namespace Weir.Engine.Tests.Expressions;

/// <summary>From a condition to the rows for which it holds.</summary>
public sealed class ConditionsTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(50)]
    [InlineData(95)]
    [InlineData(100)]
    public void The_rows_that_hold_are_collected_however_many_they_are(int percent)
    {
        Random random = new(percent);
        foreach (int count in new[] { 0, 1, 63, 64, 65, 200, 2048 })
        {
            object?[] values = [.. Enumerable.Range(0, count).Select(_ => (object?)(random.Next(100) < percent))];
            object?[] withNulls = [.. values.Select((v, row) => row % 7 == 3 ? null : v)];
            Check(values);
            Check(withNulls);
        }
    }

    private static void Check(object?[] values)
    {
        FixedColumn<byte> condition = (FixedColumn<byte>)Evaluation.Column(DataType.Boolean, values);
        int[] into = new int[values.Length];
        int found = Conditions.Collect(condition, new Selection(values.Length), into);
        Assert.Equal(Enumerable.Range(0, values.Length).Where(row => values[row] is true), into[..found]);

        int[] some = [.. Enumerable.Range(0, values.Length).Where(row => row % 3 != 1)];
        found = Conditions.Collect(condition, new Selection(some), into);
        Assert.Equal(some.Where(row => values[row] is true), into[..found]);
    }
}
