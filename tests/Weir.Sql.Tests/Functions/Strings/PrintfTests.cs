using Weir.Engine.Expressions;
using Weir.Engine.Types;
using Weir.Sql.Functions;
using static Weir.Sql.Tests.Functions.Arguments;

namespace Weir.Sql.Tests.Functions.Strings;

public sealed class PrintfTests
{
    private readonly FunctionTester _tester = new();

    [Theory]
    [InlineData("%05d|%1$-5d|%1$+d|%1$x|%1$X|%1$#o", 42, "00042|42   |+42|2a|2A|052")]
    [InlineData("%,d", 1234567, "1,234,567")]
    [InlineData("%(d", -5, "(5)")]
    [InlineData("%c%<c", 65, "AA")]
    [InlineData("%x", -1, "ffffffff")]
    [InlineData("%%|%n|%b", 1, "%|\n|true")]
    [InlineData("%d %d", 1, null)]
    [InlineData("%f", 1, null)]
    [InlineData("%.2d", 1, null)]
    [InlineData("%-d", 1, null)]
    [InlineData("%y", 1, null)]
    [InlineData("%", 1, null)]
    [InlineData("no value", 1, "no value")]
    public void Integers_are_formatted(string format, int value, string? expected) => Assert.Equal(expected, _tester.Call("PRINTF", Text(format), Int(value)).Value);

    [Theory]
    [InlineData("%.2f|%1$8.3f|%1$e", 2.5, "2.50|   2.500|2.500000e+00")]
    [InlineData("%g", 0.00012345, "0.000123450")]
    [InlineData("%.3g", 123456.0, "1.23e+05")]
    [InlineData("%.1f", 0.25, "0.3")]
    [InlineData("%.0f", 9.5, "10")]
    [InlineData("%E", 12345.678, "1.234568E+04")]
    [InlineData("%010.2f", -1.5, "-000001.50")]
    [InlineData("%,.1f", 1234567.89, "1,234,567.9")]
    [InlineData("%s", 1e10, "1.0E10")]
    [InlineData("%s", 0.001, "0.001")]
    [InlineData("%s", 100.0, "100.0")]
    [InlineData("%s", 1e-5, "1.0E-5")]
    [InlineData("%f", double.NaN, "NaN")]
    [InlineData("%6.1e|", double.NegativeInfinity, "-Infinity|")]
    [InlineData("%d", 1.0, null)]
    public void Floating_point_numbers_are_formatted(string format, double value, string? expected) => Assert.Equal(expected, _tester.Call("PRINTF", Text(format), Double(value)).Value);

    [Theory]
    [InlineData("%10s|%1$-10s|%1$.2s|%1$S", "abc", "       abc|abc       |ab|ABC")]
    [InlineData("%S", "straße", "STRASSE")]
    [InlineData("%b", "x", "true")]
    [InlineData("%s", null, "null")]
    [InlineData("%B", null, "FALSE")]
    [InlineData("%d", "a", null)]
    [InlineData("%#s", "a", null)]
    public void Texts_are_formatted(string format, string? value, string? expected) => Assert.Equal(expected, _tester.Call("PRINTF", Text(format), Text(value)).Value);

    [Fact]
    public void Other_values_are_what_they_are_inside()
    {
        Assert.Equal("18262", _tester.Call("PRINTF", Text("%s"), (DataType.Date, 18262)).Value);
        Assert.Equal("-3.14", _tester.Call("PRINTF", Text("%s"), (DataType.Decimal(5, 2), (Int128)(-314))).Value);
        Assert.Equal("0.05", _tester.Call("PRINTF", Text("%s"), (DataType.Decimal(5, 2), (Int128)5)).Value);
        Assert.Equal("2020-01-01T00:00", _tester.Call("PRINTF", Text("%s"), (DataType.Timestamp(3), 1_577_836_800_000L)).Value);
        Assert.Equal("1969-12-31T23:59:59.999", _tester.Call("PRINTF", Text("%s"), (DataType.Timestamp(3), -1L)).Value);
        Assert.Equal("2000-02-29T12:30:05.000001", _tester.Call("PRINTF", Text("%s"), (DataType.Timestamp(6), (Int128)951_827_405_000_001_000)).Value);
        Assert.Equal("true", _tester.Call("PRINTF", Text("%s"), (DataType.Boolean, true)).Value);
        Assert.Equal("ff", _tester.Call("PRINTF", Text("%x"), (DataType.TinyInt, (sbyte)-1)).Value);
        Assert.Equal("1.5", _tester.Call("PRINTF", Text("%s"), (DataType.Float, 1.5f)).Value);
    }

    [Fact]
    public void A_column_of_formats_is_worked_off() =>
        Assert.Equal(["1-x", null, "2 %", "null-z"], _tester.Column("PRINTF", Texts("%d-%s", null, "%d %%", "%d-%s"), Ints(1, 1, 2, null), Texts("x", "x", "y", "z")));

    [Fact]
    public void What_has_no_text_is_refused()
    {
        Assert.Throws<FunctionCallException>(() => _tester.Call("PRINTF", Text("%s"), Bytes(1)));
        Assert.Throws<FunctionCallException>(() => _tester.Call("PRINTF", Text("%s"), (DataType.Array(DataType.Int), Array.Empty<object?>())));
        Assert.Throws<EvaluationException>(() => _tester.Call("PRINTF", Text("%tY"), Long(1)));
        Assert.Throws<InvalidOperationException>(() => _tester.Call("PRINTF", Int(1)));
        Assert.Equal("STRING", _tester.Call("PRINTF", Char("a")).Type.ToString());
    }
}
