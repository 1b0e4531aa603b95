using Weir.Engine.Batches;
using Weir.Engine.Operators.Constraints;
using Weir.Engine.Runtime;
using Weir.Engine.Types;

namespace Weir.Engine.Operators;

/// <summary>
/// Before a sink: holds rows to NOT NULL and to the lengths of CHAR, VARCHAR, BINARY and VARBINARY, as the <c>table.exec.sink.*-enforcer</c> options have it. Rows keep their kind. A row that fails throws <see cref="Expressions.EvaluationException"/>
/// with Flink's message, naming the place (<c>a.ab[0].vc</c>, <c>a.ac[key]</c>).
/// </summary>
public sealed class ConstraintEnforcerOperator : Operator
{
    private readonly RowConstraints _constraints;
    private readonly bool _deletesByKey;
    private readonly LengthTrimmer?[] _trimmers = [];
    private int[] _rows = [];

    /// <summary>An enforcer for a sink's columns. A -D that may carry no more than its key (<paramref name="deletesByKey"/>) is held to nothing: there are no values to hold.</summary>
    /// <exception cref="ArgumentException">The options contradict each other, see <see cref="Refusal"/>.</exception>
    public ConstraintEnforcerOperator(IReadOnlyList<RowField> columns, ConstraintEnforcement enforcement, bool deletesByKey = false)
    {
        _deletesByKey = deletesByKey;
        if (Refusal(enforcement) is { } refusal)
        {
            throw new ArgumentException(refusal, nameof(enforcement));
        }

        _constraints = new RowConstraints(columns, enforcement);
        if (enforcement.Length == TypeLengthEnforcer.TrimPad)
        {
            _trimmers = [.. columns.Select(c => LengthTrimmer.For(c.Type, enforcement.Nested != NestedConstraintEnforcer.Ignore))];
        }
    }

    /// <summary>Why the options cannot be had together, to be asked at planning; null when they can.</summary>
    public static string? Refusal(ConstraintEnforcement enforcement) =>
        enforcement is { Length: TypeLengthEnforcer.TrimPad, Nested: NestedConstraintEnforcer.RowsAndCollections }
            ? "Trimming and/or padding is not supported if constraint checking is enabled on types nested in collections."
            : null;

    /// <inheritdoc/>
    public override void Process(Batch batch, int input)
    {
        if (_constraints.NeedsCheck(batch.Columns))
        {
            Check(batch);
        }

        if (batch.SelectedCount == 0)
        {
            batch.Release();
            return;
        }

        Emit(_trimmers.Length > 0 ? Trimmed(batch) : batch);
    }

    private void Check(Batch batch)
    {
        Selection rows = batch.Rows;
        if (_rows.Length < rows.Count)
        {
            _rows = new int[Math.Max(rows.Count, ColumnPool.DefaultBatchRows)];
        }

        int count = 0;
        foreach (int row in rows)
        {
            Violation? violation = _deletesByKey && batch.KindOf(row) == RowKind.Delete ? null : _constraints.Check(batch.Columns, row);
            if (violation is null)
            {
                _rows[count++] = row;
            }
            else if (!ReferenceEquals(violation, Violation.Drop))
            {
                throw violation.ToException();
            }
        }

        if (count < rows.Count)
        {
            batch.Select(_rows.AsSpan(0, count));
        }
    }

    /// <summary>The batch with what needs it trimmed; a batch of its own, because others may look at the columns.</summary>
    private Batch Trimmed(Batch batch)
    {
        Batch? result = null;
        for (int c = 0; c < _trimmers.Length; c++)
        {
            if (_trimmers[c]?.Trim(Context.Pool.Columns, batch.Columns[c], batch.Rows) is not { } column)
            {
                continue;
            }

            result ??= Copy(batch);
            result.Columns[c].Release();
            result.SetColumn(c, column);
        }

        if (result is null)
        {
            return batch;
        }

        batch.Release();
        return result;
    }

    private Batch Copy(Batch batch)
    {
        Batch copy = Context.Pool.Rent(batch.Columns.Length, batch.RowCount);
        for (int c = 0; c < batch.Columns.Length; c++)
        {
            copy.SetColumn(c, batch.Columns[c].Retain());
        }

        copy.CopyKinds(batch);
        copy.CopySelection(batch);
        return copy;
    }
}
