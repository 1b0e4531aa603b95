using System.Numerics;
using Weir.Engine.Batches;
using Weir.Engine.Functions.Comparison;
using Weir.Engine.Types;

namespace Weir.Engine.Tests.Expressions;

/// <summary>Comparisons a vector at a time against comparing one value after the other.</summary>
public sealed class VectorTestTests
{
    private const int Rows = 203; // whole vectors of every width, and a rest

    [Fact]
    public void BIGINT_compares_the_same_in_vectors() => Check<long>(DataType.BigInt, [long.MinValue, -1, 0, 1, 7, long.MaxValue]);

    [Fact]
    public void INT_compares_the_same_in_vectors() => Check<int>(DataType.Int, [int.MinValue, -1, 0, 1, 7, int.MaxValue]);

    [Fact]
    public void SMALLINT_compares_the_same_in_vectors() => Check<short>(DataType.SmallInt, [short.MinValue, -1, 0, 1, short.MaxValue]);

    [Fact]
    public void TINYINT_compares_the_same_in_vectors() => Check<sbyte>(DataType.TinyInt, [sbyte.MinValue, -1, 0, 1, sbyte.MaxValue]);

    [Fact]
    public void DOUBLE_compares_the_same_in_vectors_and_NaN_equals_nothing() =>
        Check<double>(DataType.Double, [double.NaN, double.NegativeInfinity, -0.0, 0.0, 1.5, double.PositiveInfinity]);

    [Fact]
    public void DECIMAL_which_has_no_vectors_compares_as_well() => Check<Int128>(DataType.Decimal(38, 0), [Int128.MinValue, -1, 0, 1, Int128.MaxValue]);

    private static void Check<T>(DataType type, T[] edges)
        where T : unmanaged, INumber<T>
    {
        Random random = new(3);
        FixedColumn<T> left = (FixedColumn<T>)ColumnFactory.Create(type, Rows);
        FixedColumn<T> right = (FixedColumn<T>)ColumnFactory.Create(type, Rows);
        for (int row = 0; row < Rows; row++)
        {
            left[row] = edges[random.Next(edges.Length)];
            right[row] = edges[random.Next(edges.Length)];
        }

        int[] some = [.. Enumerable.Range(0, Rows).Where(row => row % 3 != 1)];
        foreach (ComparisonOperator op in Enum.GetValues<ComparisonOperator>())
        {
            byte[] expected = [.. Enumerable.Range(0, Rows).Select(row => Plain(op, left[row], right[row]))];
            Assert.Equal(expected, Evaluation.Test(NumberComparison.Create<T>(op, null, null), new Selection(Rows), left, right));
            Assert.Equal(some.Select(row => expected[row]), Evaluation.Test(NumberComparison.Create<T>(op, null, null), new Selection(some), left, right));
            foreach (T edge in edges)
            {
                byte[] withRight = [.. Enumerable.Range(0, Rows).Select(row => Plain(op, left[row], edge))];
                byte[] withLeft = [.. Enumerable.Range(0, Rows).Select(row => Plain(op, edge, right[row]))];
                Assert.Equal(withRight, Evaluation.Test(NumberComparison.Create<T>(op, null, edge), new Selection(Rows), left, right));
                Assert.Equal(withLeft, Evaluation.Test(NumberComparison.Create<T>(op, edge, null), new Selection(Rows), left, right));
                Assert.Equal(some.Select(row => withLeft[row]), Evaluation.Test(NumberComparison.Create<T>(op, edge, null), new Selection(some), left, right));
            }
        }
    }

    private static byte Plain<T>(ComparisonOperator op, T left, T right)
        where T : INumber<T> => op switch
        {
            ComparisonOperator.Equal => left == right,
            ComparisonOperator.NotEqual => left != right,
            ComparisonOperator.Less => left < right,
            ComparisonOperator.LessOrEqual => left <= right,
            ComparisonOperator.Greater => left > right,
            _ => left >= right,
        }
        ? (byte)1 : (byte)0;
}
