using Weir.Engine.Batches;
using Weir.Engine.Expressions;

namespace Weir.Engine.Functions.Strings;

/// <summary>ELT.</summary>
public static class Elt
{
    /// <summary>ELT(index, value, …): the value at an index from 1; NULL for any other index.</summary>
    public static void Choose(ReadOnlySpan<Column> arguments, Column result, Selection rows, EvaluationContext context)
    {
        FixedColumn<long> indexes = (FixedColumn<long>)arguments[0];
        foreach (int row in rows)
        {
            long index = indexes[row];
            if (indexes.IsNull(row) || index < 1 || index >= arguments.Length)
            {
                result.SetNull(row);
            }
            else
            {
                result.CopyRow(row, arguments[(int)index], row);
            }
        }
    }
}
