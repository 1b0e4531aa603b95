using Weir.Engine.Expressions;
using Weir.Engine.Functions.Arithmetic;

namespace Weir.Engine.Functions.Comparison;

/// <summary>
/// Compares DOUBLEs in Java's total order: NaN equals itself and is above all, -0.0 is below 0.0. It is how Flink compares a DECIMAL with a DOUBLE.
/// </summary>
public static class TotalOrderComparison
{
    /// <summary>The kernel; a constant that is not null stands in for its column.</summary>
    public static ScalarKernel Create(ComparisonOperator comparison, double? left, double? right) => comparison switch
    {
        ComparisonOperator.Equal => Create<IsEqual>(left, right),
        ComparisonOperator.NotEqual => Create<IsNotEqual>(left, right),
        ComparisonOperator.Less => Create<IsLess>(left, right),
        ComparisonOperator.LessOrEqual => Create<IsLessOrEqual>(left, right),
        ComparisonOperator.Greater => Create<IsGreater>(left, right),
        _ => Create<IsGreaterOrEqual>(left, right),
    };

    /// <summary>Negative, 0 or positive, as Java's Double.compare.</summary>
    public static int Compare(double left, double right)
    {
        if (left < right)
        {
            return -1;
        }

        if (left > right)
        {
            return 1;
        }

        // All NaNs are one value; the sign bit tells the zeros apart.
        long leftBits = double.IsNaN(left) ? long.MaxValue : BitConverter.DoubleToInt64Bits(left);
        long rightBits = double.IsNaN(right) ? long.MaxValue : BitConverter.DoubleToInt64Bits(right);
        return leftBits.CompareTo(rightBits);
    }

    private static ScalarKernel Create<TTest>(double? left, double? right)
        where TTest : struct, IOrderTest =>
        right is { } r ? BinaryKernel.WithRight<double, double, byte, Ordered<TTest>>(r)
        : left is { } l ? BinaryKernel.WithLeft<double, double, byte, Ordered<TTest>>(l)
        : BinaryKernel.Create<double, double, byte, Ordered<TTest>>();

    private readonly struct Ordered<TTest> : IBinaryOp<double, double, byte>
        where TTest : struct, IOrderTest
    {
        public static byte Apply(double left, double right) => TTest.Apply(Compare(left, right));
    }
}
