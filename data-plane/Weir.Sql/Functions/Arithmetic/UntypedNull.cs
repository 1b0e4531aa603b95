using Weir.Engine.Types;

namespace Weir.Sql.Functions.Arithmetic;

/// <summary>Refuses NULL without a type, of which an operator cannot tell what it would be.</summary>
internal static class UntypedNull
{
    /// <summary>The call, none of whose arguments is an untyped NULL.</summary>
    /// <exception cref="FunctionCallException">One is.</exception>
    public static FunctionCall Refused(FunctionCall call)
    {
        Refuse(call);
        return call;
    }

    /// <summary>Throws when an argument is an untyped NULL.</summary>
    /// <exception cref="FunctionCallException">One is.</exception>
    public static void Refuse(FunctionCall call)
    {
        for (int a = 0; a < call.Count; a++)
        {
            if (call.TypeOf(a).Root == TypeRoot.Null)
            {
                throw new FunctionCallException("NULL has no type here.", a, "Write CAST(NULL AS type).");
            }
        }
    }
}
