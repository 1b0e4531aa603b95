using Weir.Engine.Batches;
using Weir.Engine.Expressions;
using Weir.Engine.Types;

namespace Weir.Engine.Tests.Expressions;

/// <summary>AND and OR in three-valued logic, whether the operands can fail or not.</summary>
public sealed class LogicalExpressionTests
{
    private static readonly object?[] s_truths = [true, false, null];

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void Three_operands_combine_as_SQL_has_it(bool isAnd, bool isTotal)
    {
        (object? A, object? B, object? C)[] rows = [.. from a in s_truths from b in s_truths from c in s_truths select (a, b, c)];
        Check(isAnd, isTotal, rows);
        Check(isAnd, isTotal, [.. rows.Where(r => r.A is not null && r.B is not null && r.C is not null).SelectMany(r => Enumerable.Repeat(r, 9))]);
    }

    private static void Check(bool isAnd, bool isTotal, (object? A, object? B, object? C)[] rows)
    {
        Batch batch = new([Column(rows.Select(r => r.A)), Column(rows.Select(r => r.B)), Column(rows.Select(r => r.C))], rows.Length);
        Expression[] operands = [.. Enumerable.Range(0, 3).Select(i => (Expression)new ColumnExpression(i, DataType.Boolean))];
        LogicalExpression expression = new(isTotal ? operands : [.. operands.Select(o => new Fallible(o))], isAnd, DataType.Boolean);
        Assert.Equal(isTotal, expression.IsTotal);
        object?[] expected = [.. rows.Select(r => Combine(isAnd, Combine(isAnd, r.A, r.B), r.C))];

        Column all = expression.Evaluate(Evaluation.Context, batch, batch.Rows);
        Assert.Equal(expected, Enumerable.Range(0, rows.Length).Select(row => ColumnValues.Get(all, DataType.Boolean, row)));

        int[] even = [.. Enumerable.Range(0, rows.Length).Where(row => row % 2 == 0)];
        Column some = expression.Evaluate(Evaluation.Context, batch, new Selection(even));
        Assert.Equal(even.Select(row => expected[row]), even.Select(row => ColumnValues.Get(some, DataType.Boolean, row)));
    }

    private static Column Column(IEnumerable<object?> values) => Evaluation.Column(DataType.Boolean, [.. values]);

    private static object? Combine(bool isAnd, object? left, object? right)
    {
        object settles = !isAnd;
        return Equals(left, settles) || Equals(right, settles) ? settles : left is null || right is null ? null : (object)isAnd;
    }

    private sealed class Fallible(Expression operand) : Expression(operand.Type)
    {
        public override Column Evaluate(EvaluationContext context, Batch batch, Selection rows) => operand.Evaluate(context, batch, rows);
    }
}
