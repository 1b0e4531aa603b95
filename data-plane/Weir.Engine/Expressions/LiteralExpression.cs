using Weir.Engine.Batches;
using Weir.Engine.Types;

namespace Weir.Engine.Expressions;

/// <summary>A constant: a column filled once, on the first evaluation, and handed out again and again.</summary>
public sealed class LiteralExpression(object? value, DataType type) : Expression(type)
{
    private Column? _column;
    private int _filled;

    /// <summary>The constant, in the form that <see cref="ColumnValues"/> gives; null for NULL.</summary>
    public object? Value { get; } = value;

    /// <inheritdoc/>
    public override bool IsTotal => true;

    /// <inheritdoc/>
    public override Column Evaluate(EvaluationContext context, Batch batch, Selection rows)
    {
        int extent = Math.Max(rows.Extent, 1);
        if (_column is null || _filled < extent)
        {
            int capacity = Math.Max(extent, context.Pool.BatchRows);
            _column = ColumnFactory.Create(Type, capacity);
            ColumnValues.Fill(_column, Type, capacity, Value);
            _filled = capacity;
        }

        return _column.Retain();
    }
}
