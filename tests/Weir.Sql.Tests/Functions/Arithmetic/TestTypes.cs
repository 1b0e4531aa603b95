using Weir.Engine.Types;
using Weir.Sql.Expressions;
using Weir.Sql.Functions;

namespace Weir.Sql.Tests.Functions.Arithmetic;

/// <summary>Types by their text, and calls over columns of types.</summary>
internal static class TestTypes
{
    private static readonly Session s_session = new();

    public static DataType Parse(string text)
    {
        if (text.StartsWith("DECIMAL", StringComparison.Ordinal))
        {
            int[] digits = [.. text[8..^1].Split(", ").Select(int.Parse)];
            return DataType.Decimal(digits[0], digits[1]).NotNull();
        }

        DataType[] known = [DataType.TinyInt, DataType.SmallInt, DataType.Int, DataType.BigInt, DataType.Float, DataType.Double, DataType.String, DataType.Date];
        return known.Single(t => t.ToString() == text).NotNull();
    }

    public static ResolvedFunction Resolve(string name, params DataType[] arguments) =>
        Resolve(name, [.. arguments.Select((t, i) => (BoundExpression)new BoundColumn(i, t, $"c{i}"))]);

    public static ResolvedFunction Resolve(string name, params BoundExpression[] arguments)
    {
        FunctionCall call = new(name, arguments, s_session);
        FunctionDefinition definition = FunctionRegistry.CreateBuiltIn().Find(name) ?? throw new InvalidOperationException($"no {name}");
        return definition.Resolve(call) ?? throw new InvalidOperationException($"{name} does not fit");
    }
}
