using Weir.Engine.Types;
using Weir.Sql.Expressions;
using Weir.Sql.Functions;

namespace Weir.Sql.Tests.Functions;

/// <summary>Short forms for the arguments of calls.</summary>
internal static class Arguments
{
    public static (DataType Type, object? Value) Text(string? value) => (DataType.String.WithNullable(value is null), value);

    public static (DataType Type, object? Value) Char(string value) => (DataType.Char(value.Length).NotNull(), value);

    public static (DataType Type, object? Value) Bytes(params byte[] value) => (DataType.Bytes.NotNull(), value);

    public static (DataType Type, object? Value) Int(int? value) => (DataType.Int.WithNullable(value is null), value);

    public static (DataType Type, object? Value) Long(long? value) => (DataType.BigInt.WithNullable(value is null), value);

    public static (DataType Type, object? Value) Double(double? value) => (DataType.Double.WithNullable(value is null), value);

    /// <summary>The type that a call over columns of the types has.</summary>
    public static DataType TypeOf(string function, params DataType[] types)
    {
        FunctionCall call = new(function, [.. types.Select((t, i) => new BoundColumn(i, t, $"c{i}"))], new Session());
        return FunctionRegistry.CreateBuiltIn().Find(function)!.Resolve(call)!.ReturnType;
    }

    public static (DataType Type, object?[] Values) Texts(params string?[] values) => (DataType.String, values);

    public static (DataType Type, object?[] Values) Ints(params int?[] values) => (DataType.Int, [.. values.Cast<object?>()]);

    public static (DataType Type, object?[] Values) Longs(params long?[] values) => (DataType.BigInt, [.. values.Cast<object?>()]);
}
