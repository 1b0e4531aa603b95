using System.Globalization;
using System.Text;
using Weir.Engine.Text;
using Weir.Engine.Types;

namespace Weir.Sql.Expressions;

/// <summary>Expressions as text: for EXPLAIN, and to see whether two are the same.</summary>
internal static class BoundText
{
    /// <summary>Whether both compute the same from the same columns.</summary>
    public static bool Same(BoundExpression left, BoundExpression right) => left.Type.SameAs(right.Type) && Key(left) == Key(right);

    /// <summary>A text that tells different expressions apart: columns by position.</summary>
    public static string Key(BoundExpression expression) => Write(expression, true);

    /// <summary>A text for people.</summary>
    public static string Of(BoundExpression expression) => Write(expression, false);

    private static string Write(BoundExpression expression, bool key) => expression switch
    {
        BoundColumn c => key ? $"${c.Index}" : c.Name,
        BoundLiteral l => key ? $"{Literal(l.Value)}:{l.Type}" : l is { Value: Int128 digits, Type.Root: TypeRoot.Decimal } ? Decimal(digits, l.Type.Scale) : Literal(l.Value),
        BoundCast c => $"{(c.IsTry ? "TRY_CAST" : "CAST")}({Write(c.Operand, key)} AS {c.Type})",
        BoundLogical l => "(" + string.Join(l.Operator == LogicalOperator.And ? " AND " : " OR ", l.Operands.Select(o => Write(o, key))) + ")",
        BoundCase c => Case(c, key),
        BoundCall c => Call(c, key),
        _ => expression.ToString(),
    };

    private static string Call(BoundCall call, bool key)
    {
        string[] arguments = [.. call.Arguments.Select(a => Write(a, key))];
        bool isOperator = call.Function.Name.Length > 0 && !char.IsLetter(call.Function.Name[0]);
        string text = isOperator && arguments.Length == 2
            ? $"({arguments[0]} {call.Function.Name} {arguments[1]})"
            : $"{call.Function.Name}({string.Join(", ", arguments)})";
        return key && !call.Function.IsDeterministic ? $"{text}#{System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(call)}" : key ? $"{text}{call.Modifiers}" : text;
    }

    private static string Case(BoundCase c, bool key)
    {
        StringBuilder text = new("CASE");
        for (int i = 0; i < c.Conditions.Count; i++)
        {
            text.Append(" WHEN ").Append(Write(c.Conditions[i], key)).Append(" THEN ").Append(Write(c.Results[i], key));
        }

        return text.Append(" ELSE ").Append(Write(c.Else, key)).Append(" END").ToString();
    }

    private static string Decimal(Int128 unscaled, int scale)
    {
        Utf8Writer text = new();
        DecimalText.WritePlain(text, unscaled, scale);
        return Encoding.UTF8.GetString(text.Written);
    }

    private static string Literal(object? value) => value switch
    {
        null => "NULL",
        string s => $"'{s.Replace("'", "''", StringComparison.Ordinal)}'",
        byte[] b => $"X'{Convert.ToHexString(b)}'",
        object?[] items => $"[{string.Join(", ", items.Select(Literal))}]",
        IFormattable f => f.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };
}
