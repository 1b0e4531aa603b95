using System.Text;
using Weir.Engine.Functions.Arithmetic;
using Weir.Engine.Types;
using Weir.Sql.Expressions;

namespace Weir.Sql.Functions.Arithmetic;

/// <summary>
/// Constant arguments in the type that a kernel wants, so that it need not read them as a column. A constant that isn't plainly convertible is no error: the call then goes by the column that the binder casts.
/// </summary>
internal static class Constants
{
    /// <summary>The value of a constant argument as the physical type of <paramref name="type"/>; null when it is no constant, is NULL, or does not convert exactly.</summary>
    public static T? Get<T>(FunctionCall call, int argument, DataType type)
        where T : unmanaged => Of(call, argument, type) is T value ? value : null;

    /// <summary>The bytes of a constant CHAR, VARCHAR, BINARY or VARBINARY argument, or null.</summary>
    public static byte[]? GetBytes(FunctionCall call, int argument) => call.Arguments[argument] is BoundLiteral literal ? literal.Value switch
    {
        string text => Encoding.UTF8.GetBytes(text),
        byte[] bytes => bytes,
        _ => null,
    }
    : null;

    /// <summary>The value as <see cref="Engine.Batches.ColumnValues"/> has it for the type (BOOLEAN as a byte), or null.</summary>
    public static object? Of(FunctionCall call, int argument, DataType type)
    {
        if (call.Arguments[argument] is not BoundLiteral { Value: { } value } literal)
        {
            return null;
        }

        if (literal.Type.SameAs(type))
        {
            return value is bool truth ? (truth ? (byte)1 : (byte)0) : value;
        }

        long? whole = value switch
        {
            sbyte v when literal.Type.IsInteger => v,
            short v when literal.Type.IsInteger => v,
            int v when literal.Type.IsInteger => v,
            long v when literal.Type.IsInteger => v,
            _ => null,
        };
        if (whole is { } number)
        {
            return OfInteger(number, type);
        }

        if (literal.Type.Root == TypeRoot.Decimal && type.Root == TypeRoot.Decimal && type.Scale >= literal.Type.Scale
            && DecimalArithmetic.TryRescale((Int128)value, literal.Type.Scale, type.Scale, type.Precision, out Int128 rescaled))
        {
            return rescaled;
        }

        return value is float single && type.Root == TypeRoot.Double ? (double)single : SameLayout(value, literal.Type, type);
    }

    private static object? OfInteger(long number, DataType type) => type.Root switch
    {
        TypeRoot.TinyInt when number == (sbyte)number => (sbyte)number,
        TypeRoot.SmallInt when number == (short)number => (short)number,
        TypeRoot.Integer when number == (int)number => (int)number,
        TypeRoot.BigInt => number,
        TypeRoot.Float => (float)number,
        TypeRoot.Double => (double)number,
        TypeRoot.Decimal when DecimalArithmetic.TryRescale(number, 0, type.Scale, type.Precision, out Int128 value) => value,
        _ => null,
    };

    // TIMESTAMPs of other precisions differ by layout at most; intervals of one kind not at all.
    private static object? SameLayout(object value, DataType from, DataType to)
    {
        if (from.Root != to.Root || !(from.IsTimestamp || from.IsInterval || from.Root == TypeRoot.Time))
        {
            return null;
        }

        return value is long ms && to.Physical == PhysicalType.Int128 ? (Int128)ms * 1_000_000 : from.Physical == to.Physical ? value : null;
    }
}
