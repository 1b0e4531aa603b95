using Weir.Engine.Expressions;
using Weir.Engine.Types;

namespace Weir.Sql.Tests.Functions.Arithmetic;

public sealed class MathFunctionTests
{
    private readonly FunctionTester _tester = new();

    [Theory]
    [InlineData("SIN", 2.5, 0.5984721441039564)]
    [InlineData("SIN", 1e22, -0.8522008497671888)]
    [InlineData("COS", 2.5, -0.8011436155469337)]
    [InlineData("TAN", 2.5, -0.7470222972386603)]
    [InlineData("TAN", 42.0, 2.2913879924374863)]
    [InlineData("TAN", 43.0, -1.4983873388551707)]
    [InlineData("TAN", 44.0, 0.017704699278685777)]
    [InlineData("TAN", 4.5, 4.637332054551185)]
    [InlineData("TAN", 4.6, 8.860174895648045)]
    [InlineData("TAN", -1231.1231231321321321111, 0.4008014311733373)]
    [InlineData("COT", 2.5, -1.3386481283041514)]
    [InlineData("COT", 12.34, -4.341818590619679)]
    [InlineData("COT", 0.0, double.PositiveInfinity)]
    [InlineData("ASIN", 0.5, 0.5235987755982989)]
    [InlineData("ASIN", 0.46, 0.4779951985189524)]
    [InlineData("ASIN", -0.1231231321321321111, -0.12343635041512292)]
    [InlineData("ASIN", 2.0, double.NaN)]
    [InlineData("ACOS", 0.5, 1.0471975511965979)]
    [InlineData("ACOS", 0.3, 1.2661036727794992)]
    [InlineData("ATAN", 0.5, 0.4636476090008061)]
    [InlineData("SINH", 2.5, 6.0502044810397875)]
    [InlineData("SINH", -1.0, -1.1752011936438014)]
    [InlineData("SINH", 44.0, 6.4258000571796541E18)]
    [InlineData("SINH", 4.6, 49.73713190309457)]
    [InlineData("SINH", 3.0, 10.017874927409903)]
    [InlineData("SINH", 2.0, 3.626860407847019)]
    [InlineData("SINH", 0.1, 0.10016675001984403)]
    [InlineData("COSH", 2.5, 6.132289479663686)]
    [InlineData("COSH", -1.0, 1.543080634815244)]
    [InlineData("COSH", 44.0, 6.4258000571796541E18)]
    [InlineData("COSH", 4.6, 49.747183738839205)]
    [InlineData("COSH", 3.0, 10.067661995777765)]
    [InlineData("COSH", 2.0, 3.7621956910836314)]
    [InlineData("TANH", 2.5, 0.9866142981514303)]
    [InlineData("TANH", 0.5, 0.46211715726000974)]
    [InlineData("TANH", -1.0, -0.7615941559557649)]
    [InlineData("TANH", 4.6, 0.9997979416121845)]
    [InlineData("TANH", 3.0, 0.9950547536867305)]
    [InlineData("TANH", 2.0, 0.9640275800758169)]
    [InlineData("ASIN", 0.01984808167728836, 0.01984938508824108)]
    [InlineData("ASIN", 0.98, 1.3704614844717768)]
    [InlineData("ACOS", 0.36703427999585314, 1.1949775546007526)]
    [InlineData("ACOS", -0.75, 2.4188584057763776)]
    [InlineData("ATAN", 0.619739313686382, 0.5548074026140732)]
    [InlineData("ATAN", -5.5, -1.3909428270024184)]
    [InlineData("SINH", 27.375885650107474, 3.874057651856708E11)]
    [InlineData("LOG10", 3.650804529208034, 0.5623885806465455)]
    [InlineData("ACOS", -1.0, Math.PI)]
    [InlineData("ASIN", 1.0, Math.PI / 2)]
    [InlineData("TANH", 30.0, 1.0)]
    [InlineData("SINH", double.NegativeInfinity, double.NegativeInfinity)]
    [InlineData("COSH", 711.0, double.PositiveInfinity)]
    [InlineData("COS", 0.0, 1.0)]
    [InlineData("SQRT", 4.0, 2.0)]
    [InlineData("SQRT", 12.34, 3.5128336140500593)]
    [InlineData("SQRT", -1.0, double.NaN)]
    [InlineData("EXP", 1.0, 2.718281828459045)]
    [InlineData("EXP", 12.34, 228661.9520568098)]
    [InlineData("EXP", 710.0, double.PositiveInfinity)]
    [InlineData("LN", 0.0, double.NegativeInfinity)]
    [InlineData("LN", -1.0, double.NaN)]
    [InlineData("LOG", 4.6, 1.5260563034950492)]
    [InlineData("LOG", 24.6, 3.202746442938317)]
    [InlineData("LOG", 10.0, 2.302585092994046)]
    [InlineData("LOG2", 8.0, 3.0)]
    [InlineData("LOG2", 3.0, 1.5849625007211563)]
    [InlineData("LOG10", 1000.0, 3.0)]
    [InlineData("LOG10", 42.0, 1.6232492903979006)]
    [InlineData("LOG10", 43.0, 1.6334684555795864)]
    [InlineData("LOG10", 44.0, 1.6434526764861874)]
    [InlineData("LOG10", 4.5, 0.6532125137753437)]
    [InlineData("LOG10", 4.6, 0.6627578316815741)]
    [InlineData("DEGREES", 0.5, 28.64788975654116)]
    [InlineData("RADIANS", 0.5, 0.008726646259971648)]
    [InlineData("RADIANS", 12.34, 0.21537362969610027)]
    public void A_function_of_a_double_gives_what_Java_gives(string name, double value, double expected)
    {
        Assert.Equal((DataType.Double.NotNull(), expected), _tester.Call(name, (DataType.Double.NotNull(), value)));
        Assert.Equal([expected, null], _tester.Column(name, (DataType.Double, [value, null])));
    }

    [Theory]
    [InlineData("POWER", 5.0, 5.0, 3125.0)]
    [InlineData("POWER", 2.0, 0.5, 1.4142135623730951)]
    [InlineData("POWER", -1.0, 0.5, double.NaN)]
    [InlineData("POWER", 12.34, 12.34, 2.9297399331911957E13)]
    [InlineData("POWER", 3.0, 2.5, 15.588457268119896)]
    [InlineData("ATAN2", 0.5, 0.5, 0.7853981633974483)]
    [InlineData("ATAN2", 2.5, 1.5, 1.0303768265243125)]
    [InlineData("ATAN2", 0.43107229974098, 1.7, 0.24833765424281398)]
    [InlineData("ATAN2", -2.0, -3.0, -2.5535900500422257)]
    [InlineData("LOG", 10.0, 100.0, 2.0)]
    [InlineData("LOG", 2.0, 8.0, 3.0)]
    [InlineData("LOG", 1.0, 100.0, double.PositiveInfinity)]
    [InlineData("LOG", 12.34, 3.0, 0.4371984119161656)]
    public void A_function_of_two_doubles_gives_what_Java_gives(string name, double left, double right, double expected)
    {
        Assert.Equal(expected, _tester.Call(name, (DataType.Double, left), (DataType.Double, right)).Value);
        Assert.Equal([expected, null], _tester.Column(name, (DataType.Double, [left, null]), (DataType.Double, [right, right])));
    }

    [Fact]
    public void Constants_and_casts_to_DOUBLE()
    {
        Assert.Equal((DataType.Double.NotNull(), Math.PI), _tester.Call("PI"));
        Assert.Equal(Math.E, _tester.Call("E").Value);
        Assert.Equal([DataType.Double], TestTypes.Resolve("SIN", DataType.Decimal(10, 2)).ArgumentTypes);
        Assert.Throws<InvalidOperationException>(() => TestTypes.Resolve("SIN", DataType.String));
    }

    [Fact]
    public void Signs_are_taken_and_told()
    {
        Assert.Equal([5, null, 5, int.MinValue], _tester.Column("ABS", (DataType.Int, [-5, null, 5, int.MinValue])));
        Assert.Equal([(Int128)1234], _tester.Column("ABS", (DataType.Decimal(10, 2), [(Int128)(-1234)])));
        Assert.Equal([1.5, 0.0], _tester.Column("ABS", (DataType.Double, [-1.5, -0.0])));
        Assert.Equal([-1L, 0L, 1L], _tester.Column("SIGN", (DataType.BigInt, [-7L, 0L, 7L])));
        Assert.Equal([-1.0, double.NaN, 0.0], _tester.Column("SIGN", (DataType.Double, [-2.5, double.NaN, 0.0])));
        Assert.Equal([(Int128)(-10), (Int128)0], _tester.Column("SIGN", (DataType.Decimal(2, 1), [(Int128)(-25), (Int128)0])));
        Assert.Equal([null, (Int128)0], _tester.Column("SIGN", (DataType.Decimal(1, 1), [(Int128)5, (Int128)0])));
    }

    [Fact]
    public void Floors_and_ceilings_are_whole()
    {
        Assert.Equal((DataType.Decimal(2, 0), (Int128)3), _tester.Call("CEIL", (DataType.Decimal(2, 1), (Int128)25)));
        Assert.Equal([(Int128)0, (Int128)3, (Int128)3, null], _tester.Column("CEILING", (DataType.Decimal(2, 1), [(Int128)(-5), (Int128)30, (Int128)21, null])));
        Assert.Equal([(Int128)(-1), (Int128)3, (Int128)2], _tester.Column("FLOOR", (DataType.Decimal(2, 1), [(Int128)(-5), (Int128)30, (Int128)21])));
        Assert.Equal([5f, 4f], [_tester.Call("CEIL", (DataType.Float, 4.5f)).Value, _tester.Call("FLOOR", (DataType.Float, 4.5f)).Value]);
        Assert.Equal((DataType.SmallInt, (short)43), _tester.Call("FLOOR", (DataType.SmallInt, (short)43)));
    }

    [Theory]
    [InlineData("ROUND", 0.46, 1, 0.5)]
    [InlineData("ROUND", 1.2345, 3, 1.235)]
    [InlineData("ROUND", 1.2345, 0, 1.0)]
    [InlineData("ROUND", 2.5, 0, 3.0)]
    [InlineData("ROUND", -2.5, 0, -3.0)]
    [InlineData("ROUND", 0.49999999999999994, 0, 0.0)]
    [InlineData("ROUND", 1.005, 2, 1.01)]
    [InlineData("ROUND", 1234567.891, -3, 1235000.0)]
    [InlineData("ROUND", 1e300, 2, 1e300)]
    [InlineData("ROUND", 1e300, -299, 1e300)]
    [InlineData("ROUND", 1.5e-7, 7, 2e-7)]
    [InlineData("ROUND", 5e-324, 5, 0.0)]
    [InlineData("ROUND", 123.0, -5, 0.0)]
    [InlineData("TRUNCATE", 1.999, 2, 1.99)]
    [InlineData("TRUNCATE", -1.999, 2, -1.99)]
    [InlineData("TRUNCATE", 2.5, 0, 2.0)]
    [InlineData("TRUNCATE", 42.345, 1, 42.3)]
    public void A_double_is_rounded_as_it_prints(string name, double value, int digits, double expected)
    {
        Assert.Equal(expected, _tester.Call(name, (DataType.Double, value), (DataType.Int, digits)).Value);
        Assert.Equal([expected, null], _tester.Column(name, (DataType.Double, [value, value]), (DataType.Int, [digits, null])));
    }

    [Fact]
    public void Integers_and_decimals_are_rounded_before_and_after_the_point()
    {
        Assert.Equal([100, 60, 0, 4], _tester.Column("ROUND", (DataType.Int, [123, 55, 44, 4]), (DataType.Int, [-2, -1, -10, 3])));
        Assert.Equal([150L, 0L], _tester.Column("TRUNCATE", (DataType.BigInt, [155L, 4L]), (DataType.Int, [-1, -1])));
        Assert.Equal((DataType.TinyInt, (sbyte)-126), _tester.Call("ROUND", (DataType.TinyInt, (sbyte)127), (DataType.Int, -1)));
        Assert.Equal((DataType.Decimal(5, 2), (Int128)(-1235)), _tester.Call("ROUND", (DataType.Decimal(5, 3), (Int128)(-12345)), (DataType.Int, 2)));
        Assert.Equal((DataType.Decimal(4, 0), (Int128)125), _tester.Call("ROUND", (DataType.Decimal(6, 3), (Int128)125315)));
        Assert.Equal((DataType.Decimal(4, 1), (Int128)1000), _tester.Call("ROUND", (DataType.Decimal(4, 2), (Int128)9995), (DataType.Int, 1)));
        Assert.Equal((DataType.Decimal(9, 0), (Int128)10), _tester.Call("ROUND", (DataType.Decimal(10, 2), (Int128)1234), (DataType.Int, -1)));
        Assert.Equal((DataType.Decimal(5, 2), (Int128)4234), _tester.Call("TRUNCATE", (DataType.Decimal(5, 3), (Int128)42345), (DataType.Int, 2)));
        Assert.Equal([(Int128)1230, null], _tester.Column("ROUND", (DataType.Decimal(10, 2), [(Int128)1234, null]), (DataType.Int, [1, 1])));
        Assert.Equal(0.2f, _tester.Call("ROUND", (DataType.Float, 0.15f), (DataType.Int, 1)).Value);
        Assert.Equal(42.32f, _tester.Call("TRUNCATE", (DataType.Float, 42.324f), (DataType.Int, 2)).Value);
        Assert.Throws<EvaluationException>(() => _tester.Column("ROUND", (DataType.Double, [double.NaN]), (DataType.Int, [2])));
    }

    [Fact]
    public void A_seed_gives_the_numbers_of_Java()
    {
        Assert.Equal((DataType.Double, 0.7304302967434272), Once.Call("RAND", (DataType.Int, 10)));
        Assert.Equal([0.7308781907032909, 0.731057369148862, null, 0.7275636800328681], _tester.Column("RAND", (DataType.Int, [1, 3, null, 42])));
        Assert.Equal([4, 7, 2], _tester.Column("RAND_INTEGER", (DataType.Int, [3, 5, 3]), (DataType.Int, [10, 10, 3])));
        Assert.Equal([0, 46, 50], [Once.Call("RAND_INTEGER", (DataType.Int, 42), (DataType.Int, 10)).Value, Once.Call("RAND_INTEGER", (DataType.Int, 42), (DataType.Int, 64)).Value, Once.Call("RAND_INTEGER", (DataType.Int, 3), (DataType.Int, 99)).Value]);
        Assert.Throws<EvaluationException>(() => _tester.Column("RAND_INTEGER", (DataType.Int, [1]), (DataType.Int, [0])));
        Assert.InRange((double)Once.Call("RAND").Value!, 0, 0.9999999999999999);
        Assert.InRange((int)Once.Call("RAND_INTEGER", (DataType.Int, 7)).Value!, 0, 6);
    }

    [Fact]
    public void A_stream_of_a_constant_seed_goes_on_from_batch_to_batch()
    {
        ScalarKernel kernel = Weir.Engine.Functions.Arithmetic.RandomKernels.Doubles(1);
        Weir.Engine.Batches.FixedColumn<double> first = (Weir.Engine.Batches.FixedColumn<double>)Weir.Engine.Batches.ColumnFactory.Create(DataType.Double, 2);
        Weir.Engine.Batches.FixedColumn<double> second = (Weir.Engine.Batches.FixedColumn<double>)Weir.Engine.Batches.ColumnFactory.Create(DataType.Double, 2);
        EvaluationContext context = new(new Weir.Engine.Batches.BatchPool(), TimeProvider.System, TimeZoneInfo.Utc);
        kernel([], first, new Weir.Engine.Batches.Selection(2), context);
        kernel([], second, new Weir.Engine.Batches.Selection(1), context);
        Assert.Equal([0.7308781907032909, 0.41008081149220166, 0.20771484130971707], [first[0], first[1], second[0]]);
    }

    [Fact]
    public void A_UUID_is_of_version_4_and_new_in_each_row()
    {
        (DataType type, object? value) = Once.Call("UUID");
        Assert.Equal(DataType.Char(36).NotNull(), type);
        Assert.Matches("^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$", (string)value!);
        Assert.NotEqual(value, Once.Call("UUID").Value);
    }

    [Fact]
    public void Digits_in_other_bases()
    {
        Assert.Equal(["100", new string('1', 64), "0", null], _tester.Column("BIN", (DataType.BigInt, [4L, -1L, 0L, null])));
        Assert.Equal(["2C", "FFFFFFFFFFFFFFFF", "0"], _tester.Column("HEX", (DataType.BigInt, [44L, -1L, 0L])));
        Assert.Equal(["C3B6", "", null], _tester.Column("HEX", (DataType.String, ["ö", "", null])));
        Assert.Equal(["MySQL"u8.ToArray(), new byte[] { 0x00, 0xBC }, null, Array.Empty<byte>(), null], _tester.Column("UNHEX", (DataType.String, ["4D7953514C", "aBC", "zz", "", null])));
        Assert.Throws<InvalidOperationException>(() => TestTypes.Resolve("BIN", DataType.Double));
        Assert.Throws<InvalidOperationException>(() => TestTypes.Resolve("HEX", DataType.Bytes));
        Assert.Throws<InvalidOperationException>(() => TestTypes.Resolve("UNHEX", DataType.Int));
    }
}
