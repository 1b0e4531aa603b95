using Weir.Engine.Batches;
using Weir.Engine.Expressions;
using Weir.Engine.Text;
using Weir.Engine.Types;

namespace Weir.Engine.Casts;

/// <summary>CHAR and VARCHAR to BOOLEAN, numbers, dates and times.</summary>
internal sealed class ParseCast(DataType from, DataType to, CastMode mode) : CastKernel(from, to, mode)
{
    private protected override void Run(Column source, Column result, Selection rows, EvaluationContext context)
    {
        BytesColumn texts = (BytesColumn)source;
        foreach (int row in rows)
        {
            if (!ValueParser.TrySet(result, To, row, texts[row], context.SessionTimeZone))
            {
                Fail(source, result, row, context);
            }
        }
    }
}
