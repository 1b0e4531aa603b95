using Weir.Engine.Batches;
using Weir.Engine.Expressions;
using Weir.Engine.Runtime;
using Weir.Engine.Types;

namespace Weir.Engine.Operators;

/// <summary>VALUES: emits its rows once, on the first lane, and ends.</summary>
public sealed class ValuesOperator(Func<Expression[][]> makeRows, IReadOnlyList<DataType> types) : Operator, ISourceOperator
{
    private Expression[][] _rows = [];
    private int _next;

    /// <inheritdoc/>
    public bool MayHaveRows => _next < _rows.Length;

    /// <inheritdoc/>
    public override void Process(Batch batch, int input) => throw new InvalidOperationException("VALUES takes no batches.");

    /// <inheritdoc/>
    public SourceStep Read(out long watermark)
    {
        watermark = 0;
        if (Context.Lane != 0 || _next >= _rows.Length)
        {
            return SourceStep.Ended;
        }

        int count = Math.Min(_rows.Length - _next, Context.Pool.BatchRows);
        Batch batch = Context.Pool.Rent(types, count);
        Batch single = new([], 1);
        for (int row = 0; row < count; row++, _next++)
        {
            for (int c = 0; c < types.Count; c++)
            {
                Column value = _rows[_next][c].Evaluate(Context.Evaluation, single, new Selection(1));
                batch.Columns[c].CopyRow(row, value, 0);
                value.Release();
            }
        }

        Emit(batch);
        return SourceStep.Rows;
    }

    /// <inheritdoc/>
    protected override void OnOpen() => _rows = makeRows();
}
