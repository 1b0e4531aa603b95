using Weir.Engine.Batches;
using Weir.Engine.Types;

namespace Weir.Engine.Expressions;

/// <summary>A column of the input, handed on as it is.</summary>
public sealed class ColumnExpression(int index, DataType type) : Expression(type)
{
    /// <summary>Which column.</summary>
    public int Index { get; } = index;

    /// <inheritdoc/>
    public override bool IsTotal => true;

    /// <inheritdoc/>
    public override Column Evaluate(EvaluationContext context, Batch batch, Selection rows) => batch.Columns[Index].Retain();
}
