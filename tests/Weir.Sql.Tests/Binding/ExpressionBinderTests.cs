using Weir.Engine.Types;
using Weir.Sql.Binding;
using Weir.Sql.Expressions;
using Weir.Sql.Functions;
using Weir.Sql.Logical;
using Weir.Sql.Syntax;

namespace Weir.Sql.Tests.Binding;

public sealed class ExpressionBinderTests
{
    private static readonly FunctionRegistry s_functions = FunctionRegistry.CreateBuiltIn();

    private static readonly LogicalColumn[] s_columns =
    [
        new("ts", DataType.Timestamp(3)) { Time = TimeRole.Rowtime },
        new("other", DataType.Timestamp(3)),
        new("b", DataType.Boolean),
        new("i", DataType.Int),
        new("s", DataType.String),
        new("f", DataType.Float),
        new("d", DataType.Double),
        new("dc", DataType.Decimal(10, 3)),
        new("ltz", DataType.TimestampLtz(3)),
    ];

    [Theory]
    [InlineData("'abc'", "CHAR(3) NOT NULL")]
    [InlineData("'a😀'", "CHAR(3) NOT NULL")]
    [InlineData("0.5", "DECIMAL(2, 1) NOT NULL")]
    [InlineData("-0.50", "DECIMAL(3, 2) NOT NULL")]
    [InlineData(".5", "DECIMAL(1, 1) NOT NULL")]
    [InlineData("001.10", "DECIMAL(5, 2) NOT NULL")]
    [InlineData("10.", "INT NOT NULL")]
    [InlineData("123456789012.", "BIGINT NOT NULL")]
    [InlineData("1.5 * 0.25", "DECIMAL(6, 3) NOT NULL")]
    [InlineData("IF(TRUE, 1, 2)", "INT NOT NULL")]
    [InlineData("IF(CAST(NULL AS BOOLEAN), 1, 2)", "INT")]
    [InlineData("IF(b, 1, 2)", "INT")]
    [InlineData("COALESCE(f, d)", "DOUBLE")]
    [InlineData("COALESCE(dc, f)", "FLOAT")]
    [InlineData("COALESCE(f, dc)", "DOUBLE")]
    [InlineData("GREATEST(f, d)", "DOUBLE")]
    [InlineData("IFNULL(ts, ltz)", "TIMESTAMP_LTZ(3)")]
    [InlineData("CURRENT_WATERMARK(ts)", "TIMESTAMP(3)")]
    [InlineData("JSON_OBJECT('a' VALUE JSON('[]'))", "STRING NOT NULL")]
    public void An_expression_has_the_type_that_Flink_gives_it(string text, string type) => Assert.Equal(type, Bind(text).Type.ToString());

    [Theory]
    [InlineData("LPAD('Hello', 1, 'x') IS NULL", false)]
    [InlineData("UPPER('ß') = 'S'", true)]
    [InlineData("(1, 'a') = (1, 'a')", true)]
    [InlineData("(1, 'a') <> (1, 'b')", true)]
    [InlineData("ROW(1, CAST(NULL AS INT)) = ROW(1, CAST(NULL AS INT))", null)]
    [InlineData("ROW(1, CAST(NULL AS INT)) = ROW(2, CAST(NULL AS INT))", false)]
    [InlineData("1 IS NULL", false)]
    [InlineData("NULL IS NULL", true)]
    [InlineData("IF(CAST(NULL AS BOOLEAN), 1, 2) = 2", true)]
    [InlineData("3 IN (1, 3.5)", true)]
    public void A_constant_condition_is_settled(string text, bool? expected)
    {
        Assert.True(ExpressionCompiler.TryEvaluate(Bind(text), new Session(), out object? value));
        Assert.Equal(expected, value);
    }

    [Fact]
    public void A_constant_call_that_is_NULL_against_its_type_is_told_by_IS_NULL()
    {
        Assert.True(ExpressionCompiler.TryEvaluate(Bind("LPAD('Hello', -1, 'x') IS NULL"), new Session(), out object? value));
        Assert.Equal(true, value);
    }

    [Theory]
    [InlineData("CAST('12.345' AS DECIMAL(10, 3)) / 1234567890", "DECIMAL(21, 14) NOT NULL", 999_945)]
    [InlineData("MOD(9223372036854775807, CAST('12.345' AS DECIMAL(10, 3)))", "DECIMAL(10, 3) NOT NULL", 2230)]
    public void An_integer_beside_a_decimal_keeps_all_its_digits(string text, string type, long unscaled)
    {
        BoundLiteral literal = Assert.IsType<BoundLiteral>(Bind(text));
        Assert.Equal(type, literal.Type.ToString());
        Assert.Equal((Int128)unscaled, literal.Value);
    }

    [Fact]
    public void With_the_old_casts_an_INT_beside_a_DATE_counts_days()
    {
        const string text = "CASE WHEN TRUE THEN CAST(2 AS INT) ELSE DATE '2017-12-11' END";
        Assert.Contains("no common type", Assert.Throws<SqlException>(() => Bind(text)).Message, StringComparison.Ordinal);
        Session session = new();
        session.Set("table.exec.legacy-cast-behaviour", "ENABLED");
        BoundExpression bound = new ExpressionBinder(s_functions, session, Scope.Empty).Bind(Syntax.Sql.Expression(text));
        Assert.Equal(TypeRoot.Date, bound.Type.Root);
        Assert.True(ExpressionCompiler.TryEvaluate(bound, session, out object? value));
        Assert.Equal(2, value);
    }

    [Theory]
    [InlineData("JSON('{}')", "only supported inside")]
    [InlineData("UPPER(JSON('{}'))", "only supported inside")]
    [InlineData("JSON_OBJECT('a' VALUE UPPER(JSON('{}')))", "only supported inside")]
    [InlineData("JSON_OBJECT(s VALUE 1)", "must not be NULL")]
    [InlineData("CURRENT_WATERMARK(other)", "rowtime attribute")]
    [InlineData("CURRENT_WATERMARK(ts + INTERVAL '1' SECOND)", "rowtime attribute")]
    [InlineData("b AND NULL", "no type")]
    [InlineData("NULL OR TRUE", "no type")]
    [InlineData("NOT NULL", "no type")]
    [InlineData("NULL IS NOT TRUE", "no type")]
    [InlineData("COALESCE(NULL, NULL)", "no type")]
    [InlineData("IF(b, 'a', NULL)", "no type")]
    [InlineData("TO_DATE(NULL)", "no type")]
    [InlineData("DATE_FORMAT(ts, NULL)", "no type")]
    [InlineData("JSON_VALUE(NULL, '$')", "no type")]
    [InlineData("TIMESTAMPADD(DAY, NULL, ts)", "no type")]
    [InlineData("i IN ('a', 1)", "compatible types")]
    public void What_Flink_refuses_is_refused(string text, string message) =>
        Assert.Contains(message, Assert.Throws<SqlException>(() => Bind(text)).Message, StringComparison.Ordinal);

    private static BoundExpression Bind(string text) => new ExpressionBinder(s_functions, new Session(), Scope.Of(s_columns)).Bind(Syntax.Sql.Expression(text));
}
