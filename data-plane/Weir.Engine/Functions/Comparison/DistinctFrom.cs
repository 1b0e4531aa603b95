using Weir.Engine.Batches;
using Weir.Engine.Expressions;

namespace Weir.Engine.Functions.Comparison;

/// <summary>IS DISTINCT FROM and IS NOT DISTINCT FROM: equality in which NULL equals NULL and nothing else.</summary>
public static class DistinctFrom
{
    /// <summary>The kernel over the kernel of = for the types.</summary>
    public static ScalarKernel Create(ScalarKernel equal, bool negated)
    {
        StrictCall call = new(equal);
        byte whenSame = negated ? (byte)1 : (byte)0;
        return (arguments, result, rows, context) =>
        {
            Span<byte> to = ((FixedColumn<byte>)result).Values;
            if (arguments[0].HasNulls || arguments[1].HasNulls)
            {
                foreach (int row in rows)
                {
                    to[row] = arguments[0].IsNull(row) && arguments[1].IsNull(row) ? whenSame : (byte)(1 - whenSame);
                }
            }

            foreach (int row in call.Run(arguments, result, rows, context))
            {
                to[row] = (byte)(to[row] ^ (1 - whenSame));
            }
        };
    }
}
