using Weir.Engine.Batches;
using Weir.Engine.Expressions;
using Weir.Engine.Types;

namespace Weir.Engine.Tests.Expressions;

/// <summary>A part that several expressions have in common is evaluated once for a batch.</summary>
public sealed class SharedExpressionTests
{
    private readonly Batch _batch = new([Evaluation.Column(DataType.BigInt, [.. Enumerable.Range(0, 10).Select(i => (object?)(long)i)])], 10);
    private readonly Counting _inner = new();

    [Fact]
    public void Rows_that_were_evaluated_are_not_evaluated_again()
    {
        SharedExpression shared = new(_inner);
        Column all = shared.Evaluate(Evaluation.Context, _batch, new Selection(10));
        Assert.Same(all, shared.Evaluate(Evaluation.Context, _batch, new Selection(10)));
        Assert.Same(all, shared.Evaluate(Evaluation.Context, _batch, new Selection([2, 9])));
        Assert.Equal(1, _inner.Evaluations);
    }

    [Fact]
    public void Only_rows_asked_for_are_evaluated()
    {
        SharedExpression shared = new(_inner);
        Column some = shared.Evaluate(Evaluation.Context, _batch, new Selection([1, 3, 5]));
        Assert.Equal([1, 3, 5], _inner.Last);
        Assert.Same(some, shared.Evaluate(Evaluation.Context, _batch, new Selection([3, 5])));
        shared.Evaluate(Evaluation.Context, _batch, new Selection([3, 4]));
        Assert.Equal([3, 4], _inner.Last);
        shared.Evaluate(Evaluation.Context, _batch, new Selection([1]));
        Assert.Equal([1], _inner.Last);
        shared.Evaluate(Evaluation.Context, _batch, new Selection(2));
        Assert.Equal([0, 1], _inner.Last);
        shared.Evaluate(Evaluation.Context, _batch, new Selection([7]));
        Assert.Equal([7], _inner.Last);
        Assert.Equal(5, _inner.Evaluations);
    }

    [Fact]
    public void What_is_forgotten_is_evaluated_for_the_next_batch()
    {
        SharedExpression shared = new(_inner);
        shared.Evaluate(Evaluation.Context, _batch, new Selection(10)).Release();
        shared.Forget();
        shared.Evaluate(Evaluation.Context, _batch, new Selection(10)).Release();
        Assert.Equal(2, _inner.Evaluations);
    }

    private sealed class Counting : Expression
    {
        public Counting()
            : base(DataType.BigInt)
        {
        }

        public int Evaluations { get; private set; }

        public int[] Last { get; private set; } = [];

        public override Column Evaluate(EvaluationContext context, Batch batch, Selection rows)
        {
            Evaluations++;
            Column result = ColumnFactory.Create(Type, batch.RowCount);
            List<int> last = [];
            foreach (int row in rows)
            {
                last.Add(row);
                result.CopyRow(row, batch.Columns[0], row);
            }

            Last = [.. last];
            return result;
        }
    }
}
