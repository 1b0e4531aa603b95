using Weir.Engine.Types;
using Weir.Sql.Expressions;

namespace Weir.Sql.Functions;

/// <summary>Matches the arguments of a call against parameters.</summary>
public static class Signature
{
    /// <summary>
    /// The types that the arguments are to have, or null when the call does not fit: too few or too many arguments (<paramref name="optional"/> trailing ones may be
    /// left out; the last parameter repeats when <paramref name="variadic"/>), or one that its parameter does not take.
    /// </summary>
    public static DataType?[]? Match(FunctionCall call, ReadOnlySpan<Parameter> parameters, int optional = 0, bool variadic = false)
    {
        if (call.Count < parameters.Length - optional || (call.Count > parameters.Length && !variadic))
        {
            return null;
        }

        DataType?[] types = new DataType?[call.Count];
        for (int a = 0; a < call.Count; a++)
        {
            Parameter parameter = parameters[Math.Min(a, parameters.Length - 1)];
            BoundExpression argument = call.Arguments[a];
            if (argument.Type.Root == TypeRoot.Null)
            {
                types[a] = NullTypeFor(parameter);
                continue;
            }

            DataType? accepted = parameter.Accept(argument.Type);
            if (accepted is null)
            {
                return null;
            }

            types[a] = accepted.WithNullable(argument.Type.IsNullable);
        }

        return types;
    }

    /// <summary>The type that an untyped NULL takes on for a parameter.</summary>
    private static DataType? NullTypeFor(Parameter parameter)
    {
        foreach (DataType candidate in s_candidates)
        {
            if (parameter.Accept(candidate) is { } accepted)
            {
                return accepted.Nullable();
            }
        }

        return null;
    }

    private static readonly DataType[] s_candidates =
    [
        DataType.String, DataType.Int, DataType.Double, DataType.Boolean, DataType.Timestamp(3), DataType.Date, DataType.Bytes,
        DataType.Array(DataType.Null), DataType.Map(DataType.Null, DataType.Null),
    ];
}
