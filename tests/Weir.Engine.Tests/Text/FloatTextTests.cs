using Weir.Engine.Text;

namespace Weir.Engine.Tests.Text;

public class FloatTextTests
{
    [Theory]
    [InlineData(0.0, "0.0")]
    [InlineData(-0.0, "-0.0")]
    [InlineData(1.0, "1.0")]
    [InlineData(-1.5, "-1.5")]
    [InlineData(0.1, "0.1")]
    [InlineData(0.1 + 0.2, "0.30000000000000004")]
    [InlineData(100.0, "100.0")]
    [InlineData(9999999.0, "9999999.0")]
    [InlineData(10000000.0, "1.0E7")]
    [InlineData(123456789.0, "1.23456789E8")]
    [InlineData(0.001, "0.001")]
    [InlineData(0.00099, "9.9E-4")]
    [InlineData(1e10, "1.0E10")]
    [InlineData(1e21, "1.0E21")]
    [InlineData(1e23, "9.999999999999999E22")]
    [InlineData(4.9E-324, "4.9E-324")]
    [InlineData(double.MaxValue, "1.7976931348623157E308")]
    [InlineData(2.2250738585072014E-308, "2.2250738585072014E-308")]
    [InlineData(9007199254740993.0, "9.007199254740992E15")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "Infinity")]
    [InlineData(double.NegativeInfinity, "-Infinity")]
    public void A_double_is_written_as_Java_17_writes_it(double value, string expected) => Assert.Equal(expected, Text(value));

    [Theory]
    [InlineData(0.1f, "0.1")]
    [InlineData(123456.789f, "123456.79")]
    [InlineData(123456789f, "1.23456792E8")]
    [InlineData(2147483647f, "2.14748365E9")]
    [InlineData(12345678901f, "1.23456788E10")]
    [InlineData(1e10f, "1.0E10")]
    [InlineData(1.4E-45f, "1.4E-45")]
    [InlineData(1.1754944E-38f, "1.17549435E-38")]
    [InlineData(float.MaxValue, "3.4028235E38")]
    [InlineData(16777216f, "1.6777216E7")]
    [InlineData(-0f, "-0.0")]
    [InlineData(float.NaN, "NaN")]
    public void A_float_is_written_as_Java_17_writes_it(float value, string expected)
    {
        Utf8Writer text = new();
        FloatText.Write(text, value);
        Assert.Equal(expected, text.ToString());
    }

    [Fact]
    public void Doubles_of_all_magnitudes_round_trip()
    {
        Random random = new(11);
        Utf8Writer text = new();
        for (int i = 0; i < 20_000; i++)
        {
            double value = BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue));
            if (double.IsNaN(value))
            {
                continue;
            }

            text.Clear();
            FloatText.Write(text, value);
            Assert.True(NumberParser.TryParseDouble(text.Written, out double parsed));
            Assert.Equal(value, parsed);
        }
    }

    [Fact]
    public void Floats_of_all_magnitudes_round_trip()
    {
        Random random = new(12);
        Utf8Writer text = new();
        for (int i = 0; i < 20_000; i++)
        {
            float value = BitConverter.Int32BitsToSingle(random.Next(int.MinValue, int.MaxValue));
            if (float.IsNaN(value))
            {
                continue;
            }

            text.Clear();
            FloatText.Write(text, value);
            Assert.True(NumberParser.TryParseFloat(text.Written, out float parsed));
            Assert.Equal(value, parsed);
        }
    }

    private static string Text(double value)
    {
        Utf8Writer text = new();
        FloatText.Write(text, value);
        return text.ToString();
    }
}
