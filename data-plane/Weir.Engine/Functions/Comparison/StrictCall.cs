using Weir.Engine.Batches;
using Weir.Engine.Expressions;

namespace Weir.Engine.Functions.Comparison;

/// <summary>
/// Runs a kernel that is not to see NULLs inside another kernel: finds the rows in which no argument is NULL, runs it for those. The rows found stay readable until the next run.
/// </summary>
internal sealed class StrictCall(ScalarKernel kernel)
{
    private int[] _rows = [];

    /// <summary>Fills the result for the rows without NULLs and returns them; other rows of the result are not touched.</summary>
    public Selection Run(ReadOnlySpan<Column> arguments, Column result, Selection rows, EvaluationContext context)
    {
        Selection present = Present(arguments, rows);
        kernel(arguments, result, present, context);
        return present;
    }

    private Selection Present(ReadOnlySpan<Column> arguments, Selection rows)
    {
        bool any = false;
        foreach (Column column in arguments)
        {
            any |= column.HasNulls;
        }

        if (!any)
        {
            return rows;
        }

        if (_rows.Length < rows.Count)
        {
            _rows = new int[Math.Max(rows.Count, ColumnPool.DefaultBatchRows)];
        }

        int count = 0;
        foreach (int row in rows)
        {
            bool present = true;
            foreach (Column column in arguments)
            {
                present &= !column.IsNull(row);
            }

            _rows[count] = row;
            count += present ? 1 : 0;
        }

        return new Selection(_rows.AsSpan(0, count));
    }
}
