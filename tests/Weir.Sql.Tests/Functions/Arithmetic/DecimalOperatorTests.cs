using System.Numerics;
using Weir.Engine.Expressions;
using Weir.Engine.Functions.Arithmetic;
using Weir.Engine.Types;

namespace Weir.Sql.Tests.Functions.Arithmetic;

public sealed class DecimalOperatorTests
{
    private readonly FunctionTester _tester = new();

    [Fact]
    public void Sums_of_two_scales_are_exact()
    {
        DataType a = DataType.Decimal(10, 2);
        DataType b = DataType.Decimal(7, 4);
        Assert.Equal([Dec(12_7500), null, Dec(-1_1100)], _tester.Column("+", (a, [Dec(1250), null, Dec(-100)]), (b, [Dec(2500), Dec(1), Dec(-1100)])));
        Assert.Equal([Dec(12_2500)], _tester.Column("-", (a, [Dec(1250)]), (b, [Dec(2500)])));
    }

    [Fact]
    public void A_sum_that_gives_up_a_digit_is_rounded_half_up()
    {
        DataType big = DataType.Decimal(38, 10);
        Assert.Equal((DataType.Decimal(38, 9), Dec(-13)), _tester.Call("+", (big, Dec(-120)), (big, Dec(-5))));
        Assert.Equal(Dec(12), _tester.Call("-", (big, Dec(124)), (big, Dec(0))).Value);
    }

    [Fact]
    public void A_result_with_too_many_digits_is_null()
    {
        DataType whole = DataType.Decimal(38, 0);
        Int128 greatest = PowersOfTen.Of(38) - 1;
        Assert.Equal([null, greatest, null], _tester.Column("+", (whole, [greatest, greatest, -greatest]), (whole, [Dec(1), Dec(0), Dec(-1)])));
        Assert.Equal([null, greatest], _tester.Column("*", (whole, [greatest, greatest]), (whole, [Dec(10), Dec(1)])));
        Assert.Null(_tester.Call("*", (whole, greatest), (whole, greatest)).Value);
    }

    [Fact]
    public void Quotients_have_the_scale_of_their_type()
    {
        (DataType type, object? value) = _tester.Call("/", (DataType.Decimal(20, 2), Dec(100)), (DataType.Decimal(2, 1), Dec(30)));
        Assert.Equal((DataType.Decimal(25, 6), Dec(333_333)), (type, value));
        DataType d = DataType.Decimal(10, 2);
        Assert.Equal([Dec(6_666_666_666_667), Dec(-6_666_666_666_667), null], _tester.Column("/", (d, [Dec(200), Dec(-200), null]), (d, [Dec(300), Dec(300), Dec(0)])));
        Assert.Null(_tester.Call("/", (DataType.Decimal(30, 0), PowersOfTen.Of(20)), (DataType.Decimal(30, 20), Dec(100_000))).Value);
        Assert.Throws<EvaluationException>(() => _tester.Column("/", (d, [Dec(1)]), (d, [Dec(0)])));
    }

    [Fact]
    public void Remainders_have_the_sign_of_the_dividend()
    {
        Assert.Equal([Dec(20000), Dec(-20000)], _tester.Column("MOD", (DataType.Decimal(10, 4), [Dec(50000), Dec(-50000)]), (DataType.Decimal(10, 2), [Dec(300), Dec(300)])));
        Assert.Throws<EvaluationException>(() => _tester.Call("%", (DataType.Decimal(10, 4), Dec(5)), (DataType.Decimal(10, 2), Dec(0))));
    }

    [Fact]
    public void An_integer_constant_needs_no_cast()
    {
        (DataType type, object? value) = _tester.Call("*", (DataType.Decimal(10, 2), Dec(150)), (DataType.Int.NotNull(), 3));
        Assert.Equal((DataType.Decimal(21, 2), Dec(450)), (type, value));
    }

    [Fact]
    public void Wide_results_agree_with_arbitrary_precision()
    {
        Random random = new(42);
        for (int n = 0; n < 20_000; n++)
        {
            Int128 left = Digits(random);
            Int128 right = Digits(random);
            int shift = random.Next(0, 45);
            int excess = random.Next(0, 40);
            BigInteger product = Round((BigInteger)left * (BigInteger)right, BigInteger.Pow(10, excess));
            bool fits = DecimalArithmetic.TryMultiply(left, right, excess, 38, out Int128 multiplied);
            Assert.Equal(BigInteger.Abs(product) < BigInteger.Pow(10, 38), fits);
            Assert.True(!fits || (BigInteger)multiplied == product);
            if (right != 0)
            {
                BigInteger quotient = Divide((BigInteger)left * BigInteger.Pow(10, shift), (BigInteger)right);
                fits = DecimalArithmetic.TryDivide(left, right, shift, 38, out Int128 divided);
                Assert.Equal(BigInteger.Abs(quotient) < BigInteger.Pow(10, 38), fits);
                Assert.True(!fits || (BigInteger)divided == quotient, $"{left} * 10^{shift} / {right}");
            }
        }
    }

    private static Int128 Digits(Random random)
    {
        Int128 value = 0;
        for (int digits = random.Next(1, 39); digits > 0; digits--)
        {
            value = (value * 10) + random.Next(10);
        }

        return random.Next(2) == 0 ? value : -value;
    }

    // As java.math.BigDecimal does with 38 digits: rounded to those first, then to the scale.
    private static BigInteger Divide(BigInteger dividend, BigInteger divisor)
    {
        BigInteger whole = BigInteger.Abs(dividend / divisor);
        BigInteger more = BigInteger.Pow(10, Math.Max(0, 38 - (whole.IsZero ? 0 : whole.ToString().Length)));
        return Round(Round(dividend * more, divisor), more);
    }

    private static BigInteger Round(BigInteger dividend, BigInteger divisor)
    {
        BigInteger quotient = BigInteger.DivRem(BigInteger.Abs(dividend), BigInteger.Abs(divisor), out BigInteger remainder);
        quotient += 2 * remainder >= BigInteger.Abs(divisor) ? 1 : 0;
        return dividend.Sign == divisor.Sign || dividend.IsZero ? quotient : -quotient;
    }

    private static Int128 Dec(long unscaled) => unscaled;
}
