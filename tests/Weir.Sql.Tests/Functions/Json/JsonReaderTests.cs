using Weir.Engine.Expressions;
using Weir.Engine.Types;
using Weir.Sql.Expressions;
using Weir.Sql.Functions;

namespace Weir.Sql.Tests.Functions.Json;

public sealed class JsonReaderTests
{
    private static readonly DataType s_text = DataType.String;

    [Theory]
    [InlineData("1", true)]
    [InlineData(" [] ", true)]
    [InlineData("{} garbage", true)]
    [InlineData("1 2", true)]
    [InlineData("true,", true)]
    [InlineData("null", true)]
    [InlineData("\"\\ud800\"", true)]
    [InlineData("", false)]
    [InlineData(" ", false)]
    [InlineData("1,", false)]
    [InlineData("1x", false)]
    [InlineData("truex", false)]
    [InlineData("01", false)]
    [InlineData("1.", false)]
    [InlineData(".5", false)]
    [InlineData("+1", false)]
    [InlineData("NaN", false)]
    [InlineData("\"\\x\"", false)]
    [InlineData("[1 2]", false)]
    [InlineData("[1,]", false)]
    [InlineData("{\"a\":1,}", false)]
    [InlineData("{a:1}", false)]
    [InlineData("[/*c*/1]", false)]
    public void IS_JSON_takes_what_Jackson_takes(string text, bool expected)
    {
        Assert.Equal((DataType.Boolean.NotNull(), expected), new FunctionTester().Call("IS JSON VALUE", (s_text, text)));
        Assert.Equal((DataType.Boolean.NotNull(), !expected), new FunctionTester().Call("IS NOT JSON", (s_text, text)));
    }

    [Theory]
    [InlineData("SCALAR", true, true, false, false)]
    [InlineData("ARRAY", false, false, true, false)]
    [InlineData("OBJECT", false, false, false, true)]
    public void IS_JSON_tells_kinds_apart_and_NULL_is_none(string kind, bool number, bool text, bool array, bool obj) =>
        Assert.Equal([number, text, array, obj, false, false], new FunctionTester().Column("IS JSON " + kind, (s_text, ["1", "\"a\"", "[1]", "{}", "x", null])));

    [Fact]
    public void JSON_EXISTS_over_a_column() => Assert.Equal(
        [true, false, null, false, null],
        new FunctionTester().Column("JSON_EXISTS", (s_text, ["{\"a\":1}", "{\"a\":null}", null, "{", "{\"a\":1}"]), (s_text, ["$.a", "lax $.a", "$.a", "$.a", null])));

    [Theory]
    [InlineData("TRUE", true)]
    [InlineData("FALSE", false)]
    [InlineData("UNKNOWN", null)]
    public void JSON_EXISTS_ON_ERROR(string word, bool? expected)
    {
        Assert.Equal(expected, JsonCalls.Exists("{}", "strict $.a", "ON_ERROR", word));
        Assert.Equal(expected, JsonCalls.Exists("{\"a\":1", "$.a", "ON_ERROR", word));
    }

    [Fact]
    public void JSON_EXISTS_ERROR_ON_ERROR_names_the_path()
    {
        EvaluationException error = Assert.Throws<EvaluationException>(() => JsonCalls.Exists("{\"a\":{}}", "strict $.a.b", "ON_ERROR", "ERROR"));
        Assert.Contains("No results for path: $['a']['b']", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void JSON_VALUE_over_a_column_with_paths_that_change() => Assert.Equal(
        ["x\"é", "1.50", "1E+2", "true", null, null, null, "0"],
        new FunctionTester().Column(
            "JSON_VALUE",
            (s_text, ["{\"a\":\"x\\\"\\u00e9\"}", "[1.50]", "{\"a\":1e2}", "true", "{\"a\":null}", "{\"a\":[]}", null, "{\"b\":-0}"]),
            (s_text, ["$.a", "$[0]", "$.a", "$", "lax $.a", "lax $.a", "$.a", "$.b"])));

    [Theory]
    [InlineData("1.50", "1.50")]
    [InlineData("1e2", "1E+2")]
    [InlineData("1E-10", "1E-10")]
    [InlineData("0.0000001", "1E-7")]
    [InlineData("0.000001", "0.000001")]
    [InlineData("123456789.123e-3", "123456.789123")]
    [InlineData("0e5", "0E+5")]
    [InlineData("-0", "0")]
    [InlineData("-0.0", "0.0")]
    [InlineData("1e400", "1E+400")]
    [InlineData("12345678901234567890123", "12345678901234567890123")]
    [InlineData("-12.30E+1", "-123.0")]
    public void Numbers_print_as_in_Java(string number, string expected)
    {
        Assert.Equal(expected, JsonCalls.Value(number, "$"));
        Assert.Equal("[" + expected + "]", JsonCalls.Query("[ " + number + " ]", "$"));
    }

    [Fact]
    public void JSON_VALUE_RETURNING()
    {
        Assert.Equal(5, JsonCalls.Value("5", "$", returning: DataType.Int));
        Assert.Equal(true, JsonCalls.Value("true", "$", returning: DataType.Boolean));
        Assert.Equal(0.998, JsonCalls.Value("[0.998]", "$[0]", returning: DataType.Double));
        Assert.Equal("hel", JsonCalls.Value("\"hello\"", "$", returning: DataType.VarChar(3)));
        Assert.Equal(DataType.Int, JsonCalls.Evaluate(JsonCalls.Call("JSON_VALUE", [JsonCalls.Text("5"), JsonCalls.Text("$")], returning: DataType.Int.NotNull())).Type);
        Assert.Throws<FunctionCallException>(() => JsonCalls.Value("5", "$", returning: DataType.BigInt));
    }

    [Theory]
    [InlineData("\"5\"")]
    [InlineData("5000000000")]
    [InlineData("5.5")]
    public void JSON_VALUE_RETURNING_INT_of_another_value_fails_whatever_ON_ERROR_says(string json) =>
        Assert.Throws<EvaluationException>(() => JsonCalls.Value(json, "$", JsonCalls.Words("ON_ERROR", "DEFAULT"), DataType.Int, onError: new BoundLiteral(7, DataType.Int)));

    [Theory]
    [InlineData("{}", "lax $.b", "e")]
    [InlineData("{}", "strict $.b", "r")]
    [InlineData("{\"a\":[]}", "lax $.a", "e")]
    [InlineData("{\"a\":[]}", "$.a", "r")]
    [InlineData("{\"a\":null}", "lax $.a", "e")]
    [InlineData("{\"a\":null}", "$.a", "r")]
    [InlineData("{\"a\":1", "lax $.a", "e")]
    [InlineData("{\"a\":1", "$.a", "r")]
    [InlineData("null", "lax $", "r")]
    [InlineData("", "lax $", "e")]
    public void JSON_VALUE_with_defaults(string json, string path, string expected) => Assert.Equal(
        expected, JsonCalls.Value(json, path, JsonCalls.Words("ON_EMPTY", "DEFAULT", "ON_ERROR", "DEFAULT"), onEmpty: JsonCalls.Text("e"), onError: JsonCalls.Text("r")));

    [Fact]
    public void A_default_is_written_as_JSON_writes_it()
    {
        Dictionary<string, string> words = JsonCalls.Words("ON_EMPTY", "DEFAULT");
        Assert.Equal("false", JsonCalls.Value("{}", "lax $.b", words, onEmpty: new BoundLiteral(false, DataType.Boolean)));
        Assert.Equal("1.50", JsonCalls.Value("{}", "lax $.b", words, onEmpty: new BoundLiteral((Int128)150, DataType.Decimal(3, 2))));
        Assert.Equal("1.0", JsonCalls.Value("{}", "lax $.b", words, onEmpty: new BoundLiteral(1.0, DataType.Double)));
        Assert.Equal(5, JsonCalls.Value("{}", "lax $.b", words, DataType.Int, new BoundLiteral(5, DataType.Int)));
        Assert.Equal(1.5, JsonCalls.Value("{}", "lax $.b", words, DataType.Double, new BoundLiteral((Int128)150, DataType.Decimal(3, 2))));
        Assert.Throws<FunctionCallException>(() => JsonCalls.Value("{}", "$.b", words, DataType.Int, JsonCalls.Text("5")));
        Assert.Throws<FunctionCallException>(() => JsonCalls.Value("{}", "$.b", words, onEmpty: new BoundColumn(0, DataType.String, "c")));
    }

    [Fact]
    public void JSON_VALUE_ERROR_ON_EMPTY_and_ON_ERROR()
    {
        Assert.Contains("Empty result of JSON_VALUE", Assert.Throws<EvaluationException>(() => JsonCalls.Value("{}", "lax $.b", JsonCalls.Words("ON_EMPTY", "ERROR"))).Message, StringComparison.Ordinal);
        Assert.Contains("requires scalar value", Assert.Throws<EvaluationException>(() => JsonCalls.Value("[]", "$", JsonCalls.Words("ON_ERROR", "ERROR"))).Message, StringComparison.Ordinal);
        Assert.Null(JsonCalls.Value("{}", "lax $.b", JsonCalls.Words("ON_ERROR", "ERROR")));
    }

    [Fact]
    public void JSON_QUERY_sorts_members_and_drops_white_space() => Assert.Equal(
        """{"a":[1,2.50,"é/\n\u0001\""],"z":{"A":1,"b":2}}""",
        JsonCalls.Query("""{"x": {"z" : {"b":2,"A":1}, "a": [1, 2.50, "\u00e9\/\n\u0001\""]}}""", "$.x"));

    [Theory]
    [InlineData("WITHOUT", null, "[5]", "{\"b\":1}")]
    [InlineData("CONDITIONAL", "[5]", "[5]", "[{\"b\":1}]")]
    [InlineData("UNCONDITIONAL", "[5]", "[[5]]", "[{\"b\":1}]")]
    public void JSON_QUERY_wrappers(string wrapper, string? scalar, string array, string obj)
    {
        Assert.Equal(scalar, JsonCalls.Query("5", "lax $", JsonCalls.Words("WRAPPER", wrapper)));
        Assert.Equal(array, JsonCalls.Query("[5]", "$", JsonCalls.Words("WRAPPER", wrapper)));
        Assert.Equal(obj, JsonCalls.Query("{\"b\":1}", "$", JsonCalls.Words("WRAPPER", wrapper)));
    }

    [Fact]
    public void JSON_QUERY_ON_EMPTY_and_ON_ERROR()
    {
        Dictionary<string, string> words = JsonCalls.Words("ON_EMPTY", "EMPTY OBJECT", "ON_ERROR", "EMPTY ARRAY");
        Assert.Equal("{}", JsonCalls.Query("{}", "lax $.x", words));
        Assert.Equal("{}", JsonCalls.Query("5", "lax $", words));
        Assert.Equal("[]", JsonCalls.Query("{}", "strict $.x", words));
        Assert.Equal("[]", JsonCalls.Query("5", "$", words));
        Assert.Equal("{}", JsonCalls.Query("{\"a\":null}", "lax $.a", JsonCalls.Words("WRAPPER", "UNCONDITIONAL", "ON_EMPTY", "EMPTY OBJECT")));
        Assert.Throws<EvaluationException>(() => JsonCalls.Query("5", "$", JsonCalls.Words("ON_ERROR", "ERROR")));
        Assert.Throws<EvaluationException>(() => JsonCalls.Query("5", "lax $", JsonCalls.Words("ON_EMPTY", "ERROR")));
    }

    [Fact]
    public void JSON_QUERY_RETURNING_ARRAY()
    {
        DataType array = DataType.Array(DataType.String);
        Assert.Equal(new object?[] { "1", null, "x", "{\"a\":true,\"b\":1}", "1.50" }, JsonCalls.Query("""[1,null,"x",{"b":1,"a":true},1.50]""", "$", returning: array));
        Assert.Equal(new object?[] { "{\"b\":1}" }, JsonCalls.Query("{\"b\":1}", "$", JsonCalls.Words("WRAPPER", "CONDITIONAL"), array));
        Assert.Null(JsonCalls.Query("{\"b\":1}", "$", returning: array));
        Assert.Equal(Array.Empty<object?>(), JsonCalls.Query("{\"b\":1}", "$", JsonCalls.Words("ON_ERROR", "EMPTY ARRAY"), array));
        Assert.Throws<FunctionCallException>(() => JsonCalls.Query("{}", "$", JsonCalls.Words("ON_EMPTY", "EMPTY OBJECT"), array));
        Assert.Throws<FunctionCallException>(() => JsonCalls.Query("{}", "$", returning: DataType.Array(DataType.Int)));
    }
}
