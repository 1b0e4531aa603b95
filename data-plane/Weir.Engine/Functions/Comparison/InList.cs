using Weir.Engine.Batches;
using Weir.Engine.Expressions;
using Weir.Engine.Types;

namespace Weir.Engine.Functions.Comparison;

/// <summary>IN over values that differ by row: true when one equals, else unknown when one is NULL, else false.</summary>
public static class InList
{
    /// <summary>The kernel over the kernel of = for the common type; argument 0 is looked for among the others.</summary>
    public static ScalarKernel Create(ScalarKernel equal, bool negated)
    {
        StrictCall call = new(equal);
        byte found = negated ? (byte)0 : (byte)1;
        return (arguments, result, rows, context) =>
        {
            FixedColumn<byte> to = (FixedColumn<byte>)result;
            FixedColumn<byte> truth = (FixedColumn<byte>)context.Pool.Columns.Rent(DataType.Boolean);
            truth.EnsureCapacity(rows.Extent);
            Span<byte> values = to.Values;
            foreach (int row in rows)
            {
                values[row] = (byte)(1 - found);
            }

            for (int a = 1; a < arguments.Length; a++)
            {
                foreach (int row in call.Run([arguments[0], arguments[a]], truth, rows, context))
                {
                    values[row] = truth[row] != 0 ? found : values[row];
                }
            }

            truth.Release();
            foreach (int row in rows)
            {
                if (values[row] != found && AnyNull(arguments, row))
                {
                    to.SetNull(row);
                }
            }
        };
    }

    private static bool AnyNull(ReadOnlySpan<Column> arguments, int row)
    {
        foreach (Column argument in arguments)
        {
            if (argument.IsNull(row))
            {
                return true;
            }
        }

        return false;
    }
}
