using Weir.Engine.Batches;
using Weir.Engine.Expressions;

namespace Weir.Engine.Functions.Conditional;

/// <summary>Choices between values that are already there.</summary>
public static class SelectKernels
{
    /// <summary>IF: argument 1 where argument 0 is TRUE, else argument 2.</summary>
    public static void If(ReadOnlySpan<Column> arguments, Column result, Selection rows, EvaluationContext context)
    {
        FixedColumn<byte> condition = (FixedColumn<byte>)arguments[0];
        foreach (int row in rows)
        {
            result.CopyRow(row, arguments[condition.IsNull(row) || condition[row] == 0 ? 2 : 1], row);
        }
    }

    /// <summary>COALESCE and IFNULL: the first argument that is not NULL.</summary>
    public static void FirstNotNull(ReadOnlySpan<Column> arguments, Column result, Selection rows, EvaluationContext context)
    {
        foreach (int row in rows)
        {
            int a = 0;
            while (a < arguments.Length - 1 && arguments[a].IsNull(row))
            {
                a++;
            }

            result.CopyRow(row, arguments[a], row);
        }
    }

    /// <summary>NULLIF: argument 0 unless it equals argument 1, by the kernel of = for their types.</summary>
    public static ScalarKernel NullIf(ScalarKernel equal)
    {
        Comparison.StrictCall call = new(equal);
        return (arguments, result, rows, context) =>
        {
            foreach (int row in rows)
            {
                result.CopyRow(row, arguments[0], row);
            }

            FixedColumn<byte> truth = (FixedColumn<byte>)context.Pool.Columns.Rent(Types.DataType.Boolean);
            truth.EnsureCapacity(rows.Extent);
            foreach (int row in call.Run(arguments, truth, rows, context))
            {
                if (truth[row] != 0)
                {
                    result.SetNull(row);
                }
            }

            truth.Release();
        };
    }
}
