using Weir.Engine.Batches;
using Weir.Engine.Functions.Arithmetic;
using Weir.Engine.Types;

namespace Weir.Engine.Tests.Expressions;

/// <summary>Whether a number is a multiple, told without dividing, against dividing.</summary>
public sealed class DivisibilityTests
{
    public static TheoryData<long> Divisors() =>
        [1, -1, 2, 3, -3, 5, 8, 10, 123, -123, 1000, 1L << 31, (1L << 40) + 1, 1L << 62, long.MaxValue, long.MaxValue - 1, long.MinValue, long.MinValue + 1];

    [Theory]
    [MemberData(nameof(Divisors))]
    public void A_multiple_is_what_leaves_no_rest(long divisor)
    {
        long[] values = Values(divisor);
        FixedColumn<long> column = (FixedColumn<long>)ColumnFactory.Create(DataType.BigInt, values.Length);
        values.CopyTo(column.Values);
        byte[] expected = [.. values.Select(v => (Int128)v % divisor == 0 ? (byte)1 : (byte)0)];
        Assert.Contains((byte)1, expected);
        int[] some = [.. Enumerable.Range(0, values.Length).Where(row => row % 3 != 1)];
        Assert.Equal(expected, Evaluation.Test(Divisibility.Create(divisor, false), new Selection(values.Length), column));
        Assert.Equal(some.Select(row => expected[row]), Evaluation.Test(Divisibility.Create(divisor, false), new Selection(some), column));
        Assert.Equal(expected.Select(e => (byte)(1 - e)), Evaluation.Test(Divisibility.Create(divisor, true), new Selection(values.Length), column));
    }

    [Fact]
    public void Zero_is_no_divisor() => Assert.Throws<ArgumentOutOfRangeException>(() => Divisibility.Create(0, false));

    private static long[] Values(long divisor)
    {
        Random random = new(5);
        List<long> values = [0, 1, -1, long.MinValue, long.MaxValue, long.MinValue + 1, divisor, unchecked(-divisor), unchecked(divisor + 1), unchecked(divisor - 1)];
        for (int i = 0; i < 500; i++)
        {
            values.Add(i - 250);
            values.Add(random.NextInt64(long.MinValue, long.MaxValue));
            long most = divisor is 1 or -1 ? long.MaxValue : Math.Abs(long.MaxValue / divisor);
            values.Add(unchecked(random.NextInt64(0, most == long.MaxValue ? most : most + 1) * divisor));
        }

        return [.. values];
    }
}
