using System.Globalization;
using Weir.Engine.Functions.Json;
using Weir.Engine.Types;
using Weir.Sql.Expressions;

namespace Weir.Sql.Functions.Json;

/// <summary>The literals after DEFAULT in JSON_VALUE.</summary>
internal static class JsonDefaults
{
    /// <summary>The literal as a value of the type that is returned; as text, it is written as JSON writes it (<c>false</c>, <c>1.50</c>).</summary>
    /// <exception cref="FunctionCallException">It is no literal, or not of a type that suits.</exception>
    public static object? Of(BoundExpression? expression, DataType type, string clause)
    {
        if (expression is not BoundLiteral { Value: { } value } literal)
        {
            throw new FunctionCallException($"DEFAULT … ON {clause} takes a literal.", hint: "For another expression write COALESCE(JSON_VALUE(…), expression).");
        }

        object? result = type.Root switch
        {
            TypeRoot.Boolean => value as bool?,
            TypeRoot.Integer => ToInt(value),
            TypeRoot.Double => ToDouble(value, literal.Type),
            _ => ToText(value, literal.Type),
        };
        return result ?? throw new FunctionCallException($"DEFAULT … ON {clause}: a value of type {literal.Type} is no {type}, which JSON_VALUE returns here.");
    }

    private static object? ToInt(object value) => value switch
    {
        int i => i,
        short s => (int)s,
        sbyte b => (int)b,
        _ => null,
    };

    private static object? ToDouble(object value, DataType type) => value switch
    {
        double d => d,
        float f => (double)f,
        int i => (double)i,
        long l => (double)l,
        Int128 d when type.Root == TypeRoot.Decimal => double.Parse(JsonLiteral.Text(value, type), CultureInfo.InvariantCulture),
        _ => null,
    };

    private static string? ToText(object value, DataType type) => value switch
    {
        string s => s,
        bool or sbyte or short or int or long or Int128 or float or double when type.Root == TypeRoot.Boolean || type.IsNumeric => JsonLiteral.Text(value, type),
        _ => null,
    };
}
