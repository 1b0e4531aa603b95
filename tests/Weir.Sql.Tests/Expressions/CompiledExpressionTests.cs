using Weir.Engine.Batches;
using Weir.Engine.Expressions;
using Weir.Engine.Types;
using Weir.Sql.Expressions;
using Weir.Sql.Functions;

namespace Weir.Sql.Tests.Expressions;

/// <summary>Calls over columns and constants, for which there are kernels of their own, give what the plain ones give.</summary>
public sealed class CompiledExpressionTests
{
    private static readonly FunctionRegistry s_registry = FunctionRegistry.CreateBuiltIn();
    private readonly Session _session = new();

    [Theory]
    [InlineData("=", 0)]
    [InlineData("<>", 0)]
    [InlineData("=", 1)]
    public void A_remainder_is_compared_with_a_constant(string comparison, int rest)
    {
        object?[] values = [0L, 123L, -246L, null, 5L, long.MinValue, long.MaxValue, 124L, -122L];
        BoundExpression remainder = Call("MOD", Column(DataType.BigInt), new BoundLiteral(123, DataType.Int.NotNull()));
        BoundExpression condition = Call(comparison, remainder, new BoundLiteral(rest, DataType.Int.NotNull()));
        object?[] expected = [.. values.Select(v => v is long n ? (object)(n % 123 == rest == (comparison == "=")) : null)];
        Assert.Equal(expected, Evaluate(condition, DataType.BigInt, values));
        Assert.Equal(rest == 0, FusedCalls.TryCompile((BoundCall)condition, _session, null) is not null);
    }

    [Fact]
    public void A_remainder_by_zero_still_fails()
    {
        BoundExpression remainder = Call("MOD", Column(DataType.BigInt), new BoundLiteral(0, DataType.Int.NotNull()));
        BoundExpression condition = Call("=", remainder, new BoundLiteral(0, DataType.Int.NotNull()));
        Assert.Throws<EvaluationException>(() => Evaluate(condition, DataType.BigInt, [1L]));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_BIGINT_times_a_constant_DECIMAL_is_exact(bool constantFirst)
    {
        BoundExpression factor = new BoundLiteral((Int128)908, DataType.Decimal(3, 3).NotNull());
        BoundExpression number = Column(DataType.BigInt);
        BoundExpression product = constantFirst ? Call("*", factor, number) : Call("*", number, factor);
        Assert.Equal("DECIMAL(23, 3)", product.Type.ToString());
        object?[] values = [0L, 1L, -7L, null, long.MaxValue, long.MinValue];
        Assert.Equal(values.Select(v => v is long n ? (object)((Int128)n * 908) : null), Evaluate(product, DataType.BigInt, values));
    }

    [Fact]
    public void A_product_that_may_not_fit_is_still_checked()
    {
        BoundExpression product = Call("*", Column(DataType.BigInt), new BoundLiteral(Int128.Parse("1000000000000000000000"), DataType.Decimal(38, 0).NotNull()));
        Assert.Equal([Int128.Parse("3000000000000000000000"), null], Evaluate(product, DataType.BigInt, [3L, long.MaxValue]));
    }

    [Theory]
    [InlineData("a")]
    [InlineData("apple")]
    [InlineData("facebook")]
    [InlineData("a longer one")]
    public void A_text_is_compared_with_a_constant_wherever_it_lies(string constant)
    {
        object?[] values = ["apple", "Apple", "", "a", "facebook", "facebooks", "a longer one", null, "applf", "b", constant];
        BoundExpression literal = new BoundLiteral(constant, DataType.Char(constant.Length).NotNull());
        Assert.Equal(values.Select(v => v is null ? null : (object)(v is string s && s == constant)), Evaluate(Call("=", Column(DataType.String), literal), DataType.String, values));
        Assert.Equal(values.Select(v => v is null ? null : (object)(v is string s && s != constant)), Evaluate(Call("<>", literal, Column(DataType.String)), DataType.String, values));
    }

    [Fact]
    public void Case_changes_texts_that_lie_apart_or_over_each_other_as_well()
    {
        BytesColumn texts = (BytesColumn)ColumnFactory.Create(DataType.String, 5);
        texts.Append("AbcdefGH"u8);
        texts.SetRange(0, 0, 3);
        texts.SetRange(1, 2, 4);
        texts.SetRange(2, 7, 1);
        texts.SetRange(3, 7, 0);
        texts.Append(new byte[5000]);
        texts.Set(4, "Z"u8);
        Batch batch = new([texts], 5);
        foreach (int[] rows in new int[][] { [0, 1, 2, 3, 4], [0, 1, 2, 3], [0, 4], [3] })
        {
            Assert.Equal(rows.Select(r => new object?[] { "abc", "cdef", "h", "", "z" }[r]), Rows(Call("LOWER", Column(DataType.String)), batch, rows));
            Assert.Equal(rows.Select(r => new object?[] { "ABC", "CDEF", "H", "", "Z" }[r]), Rows(Call("UPPER", Column(DataType.String)), batch, rows));
        }
    }

    [Fact]
    public void What_expressions_have_in_common_is_compiled_once()
    {
        BoundExpression Lower() => Call("LOWER", Column(DataType.String));
        BoundExpression Is(string name) => Call("=", Lower(), new BoundLiteral(name, DataType.Char(name.Length).NotNull()));
        BoundExpression[] expressions = [Is("a"), Is("b"), Is("b"), Call("UPPER", Column(DataType.String))];
        Sharing sharing = Sharing.Of(expressions);
        Expression[] compiled = ExpressionCompiler.CompileAll(expressions, _session, sharing);
        Assert.Equal(2, sharing.Compiled.Count); // LOWER(c) and LOWER(c) = 'b'
        Assert.Same(compiled[1], compiled[2]);
        Assert.IsNotType<SharedExpression>(compiled[0]);
        Assert.IsNotType<SharedExpression>(compiled[3]);
    }

    [Fact]
    public void What_differs_from_call_to_call_is_not_shared()
    {
        BoundExpression[] expressions = [Call("+", Call("RAND"), Call("RAND")), Call("RAND")];
        Sharing sharing = Sharing.Of(expressions);
        ExpressionCompiler.CompileAll(expressions, _session, sharing);
        Assert.Empty(sharing.Compiled);
    }

    private static BoundColumn Column(DataType type) => new(0, type, "c");

    private BoundCall Call(string name, params BoundExpression[] arguments)
    {
        FunctionDefinition definition = s_registry.Find(name)!;
        ResolvedFunction resolved = definition.Resolve(new FunctionCall(name, arguments, _session))!;
        BoundExpression[] cast = [.. arguments.Select((a, i) => resolved.ArgumentTypes[i] is { } wanted && !a.Type.SameAs(wanted) ? new BoundCast(a, wanted, false) : a)];
        return new BoundCall(definition, resolved, cast);
    }

    /// <summary>The values over a column repeated, so that whole vectors and a rest are computed; each repetition gives the same.</summary>
    private object?[] Evaluate(BoundExpression expression, DataType type, object?[] values)
    {
        const int Times = 7;
        Column column = ColumnFactory.Create(type, values.Length * Times);
        for (int row = 0; row < values.Length * Times; row++)
        {
            ColumnValues.Set(column, type, row, values[row % values.Length]);
        }

        Batch batch = new([column], values.Length * Times);
        object?[] all = Rows(expression, batch, [.. Enumerable.Range(0, values.Length * Times)]);
        int[] some = [.. Enumerable.Range(0, all.Length).Where(row => row % 3 != 1)];
        Assert.Equal(some.Select(row => all[row]), Rows(expression, batch, some));
        Assert.Equal(Enumerable.Range(0, all.Length).Select(row => all[row % values.Length]), all);
        return all[..values.Length];
    }

    private object?[] Rows(BoundExpression expression, Batch batch, int[] rows)
    {
        EvaluationContext context = new(new BatchPool(), TimeProvider.System, TimeZoneInfo.Utc);
        Selection selection = rows.Length == batch.RowCount ? new Selection(rows.Length) : new Selection(rows);
        Column column = ExpressionCompiler.Compile(expression, _session).Evaluate(context, batch, selection);
        return [.. rows.Select(row => ColumnValues.Get(column, expression.Type, row))];
    }
}
