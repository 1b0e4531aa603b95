using System.Runtime.CompilerServices;
using Weir.Engine.Batches;
using Weir.Engine.Expressions;
using Weir.Engine.Text;
using Weir.Engine.Types;

namespace Weir.Engine.Casts;

/// <summary>
/// Casts the rows of a column to a column of another type, at the same positions. An instance belongs to one task: it keeps scratch memory.
/// <para>
/// A value that cannot be cast throws in <see cref="CastMode.Strict"/>; in the other modes it becomes NULL and is remembered as failed, so that a nested value with a failed part
/// becomes NULL as a whole.
/// </para>
/// </summary>
public abstract class CastKernel
{
    private const int ShownBytes = 100;

    private int[] _rows = [];
    private byte[] _failed = [];

    private protected CastKernel(DataType from, DataType to, CastMode mode)
    {
        From = from;
        To = to;
        Mode = mode;
    }

    /// <summary>The type of the values to be cast.</summary>
    public DataType From { get; }

    /// <summary>The type that they get.</summary>
    public DataType To { get; }

    /// <summary>What becomes of values that cannot be cast.</summary>
    public CastMode Mode { get; }

    /// <summary>Whether some value of the last run failed.</summary>
    internal bool AnyFailed { get; private set; }

    /// <summary>Casts the rows selected; the result is empty before and has room for them. NULL stays NULL.</summary>
    /// <exception cref="EvaluationException">A value cannot be cast, in strict mode.</exception>
    public void Cast(Column source, Column result, Selection rows, EvaluationContext context)
    {
        if (AnyFailed)
        {
            Array.Clear(_failed);
            AnyFailed = false;
        }

        result.EnsureCapacity(rows.Extent);
        Run(source, result, source.HasNulls ? NonNull(source, result, rows) : rows, context);
    }

    /// <summary>Whether the value of a row failed in the last run.</summary>
    internal bool HasFailed(int row) => AnyFailed && row < _failed.Length && _failed[row] != 0;

    /// <summary>Casts the rows selected, none of which is NULL.</summary>
    private protected abstract void Run(Column source, Column result, Selection rows, EvaluationContext context);

    /// <summary>The value of the row cannot be cast.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private protected void Fail(Column source, Column result, int row, EvaluationContext context)
    {
        if (Mode == CastMode.Strict)
        {
            Utf8Writer text = new();
            ValueText.Write(text, source, From, row, TextStyle.Sql, context.SessionTimeZone);
            string shown = text.Length <= ShownBytes ? text.ToString() : text.ToString()[..(ShownBytes / 2)] + "…";
            throw new EvaluationException($"The value '{shown}' of type {From.Nullable()} cannot be cast to {To.Nullable()}. TRY_CAST gives NULL in such a case.");
        }

        MarkFailed(result, row);
    }

    /// <summary>Makes the row NULL and remembers it as failed.</summary>
    private protected void MarkFailed(Column result, int row)
    {
        if (_failed.Length <= row)
        {
            Array.Resize(ref _failed, Math.Max(row + 1, ColumnPool.DefaultBatchRows));
        }

        _failed[row] = 1;
        AnyFailed = true;
        result.SetNull(row);
    }

    private Selection NonNull(Column source, Column result, Selection rows)
    {
        if (_rows.Length < rows.Count)
        {
            _rows = new int[Math.Max(rows.Count, ColumnPool.DefaultBatchRows)];
        }

        int count = 0;
        foreach (int row in rows)
        {
            if (source.IsNull(row))
            {
                result.SetNull(row);
            }
            else
            {
                _rows[count++] = row;
            }
        }

        return new Selection(_rows.AsSpan(0, count));
    }
}
