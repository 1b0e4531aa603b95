using Weir.Engine.Batches;

namespace Weir.Engine.Expressions;

/// <summary>
/// An expression that several others of one operator are made of: evaluated once for a batch, unless it is asked for rows that the last evaluation left out. Whoever evaluates the others calls
/// <see cref="Forget"/> when done with the batch.
/// </summary>
public sealed class SharedExpression(Expression expression) : Expression(expression.Type)
{
    private Column? _column;

    /// <summary>The rows from 0 on that the column was evaluated for; beyond that, those whose mark is the present one.</summary>
    private int _dense;
    private int[] _marks = [];
    private int _mark;

    /// <inheritdoc/>
    public override bool IsTotal => expression.IsTotal;

    /// <inheritdoc/>
    public override Column Evaluate(EvaluationContext context, Batch batch, Selection rows)
    {
        if (_column is null || !Covers(rows))
        {
            Forget();
            _column = expression.Evaluate(context, batch, rows);
            Mark(rows);
        }

        return _column.Retain();
    }

    /// <summary>Gives up what was evaluated.</summary>
    public void Forget()
    {
        _column?.Release();
        _column = null;
    }

    private bool Covers(Selection rows)
    {
        if (rows.Extent <= _dense)
        {
            return true;
        }

        if (_dense > 0 || rows.Extent > _marks.Length)
        {
            return false;
        }

        foreach (int row in rows)
        {
            if (_marks[row] != _mark)
            {
                return false;
            }
        }

        return true;
    }

    private void Mark(Selection rows)
    {
        _mark++;
        _dense = rows.IsDense ? rows.Count : 0;
        if (rows.IsDense)
        {
            return;
        }

        if (_marks.Length < rows.Extent)
        {
            Array.Resize(ref _marks, Math.Max(rows.Extent, ColumnPool.DefaultBatchRows));
        }

        foreach (int row in rows.Indices)
        {
            _marks[row] = _mark;
        }
    }
}
