using Weir.Engine.Expressions;
using Weir.Engine.Functions.Arithmetic;
using Weir.Engine.Types;

namespace Weir.Sql.Expressions;

/// <summary>Calls within calls for which there is one kernel that does the work of both.</summary>
internal static class FusedCalls
{
    /// <summary>The expression for a call, or null when it is to be compiled as it stands.</summary>
    public static Expression? TryCompile(BoundCall call, Session session, Sharing? sharing) => call.Function.Name switch
    {
        "=" => Multiple(call, false, session, sharing),
        "<>" => Multiple(call, true, session, sharing),
        _ => null,
    };

    /// <summary>MOD(value, divisor) = 0, with a constant that is not 0, over BIGINT.</summary>
    private static CallExpression? Multiple(BoundCall call, bool negated, Session session, Sharing? sharing)
    {
        if (call.Arguments is not [BoundCall { Function.Name: "MOD", Arguments: [{ Type.Root: TypeRoot.BigInt } value, BoundLiteral divisor] }, BoundLiteral zero]
            || Whole(zero) is not 0 || Whole(divisor) is not { } number || number == 0)
        {
            return null;
        }

        return new CallExpression(call.Type, [ExpressionCompiler.Compile(value, session, sharing)], Divisibility.Create(number, negated), NullHandling.StrictTotal);
    }

    private static long? Whole(BoundLiteral literal) => literal.Value switch
    {
        sbyte v when literal.Type.IsInteger => v,
        short v when literal.Type.IsInteger => v,
        int v when literal.Type.IsInteger => v,
        long v when literal.Type.IsInteger => v,
        _ => null,
    };
}
