using System.Numerics;
using Weir.Engine.Expressions;
using Weir.Engine.Functions.Comparison;
using Weir.Engine.Types;
using Weir.Sql.Expressions;
using Weir.Sql.Functions.Arithmetic;

namespace Weir.Sql.Functions.Comparison;

/// <summary>Resolves IN and NOT IN over a list. As in Flink a value of another kind than the one looked for is cast to its type (so 3 IN (1, 3.5) holds).</summary>
internal static class Membership
{
    /// <summary>Chooses types and kernel.</summary>
    public static ResolvedFunction? Resolve(FunctionCall call, bool negated)
    {
        if (call.Count < 2)
        {
            return null;
        }

        DataType type = call.TypeOf(0);
        if (type.Root == TypeRoot.Null)
        {
            throw new FunctionCallException("NULL has no type here.", 0, "Write CAST(NULL AS type).");
        }

        return OfConstants(call, type, negated) ?? OfColumns(call, type, negated);
    }

    private static ResolvedFunction? OfColumns(FunctionCall call, DataType type, bool negated)
    {
        DataType?[] types = new DataType?[call.Count];
        if (type.Root == TypeRoot.Decimal)
        {
            DataType wide = Widest(call, type);
            types[0] = wide.SameAs(type) ? null : wide;
            type = wide;
        }

        for (int a = 1; a < call.Count; a++)
        {
            DataType own = call.TypeOf(a);
            bool sameKind = type.Physical == own.Physical && type.Root == own.Root && type.Scale == own.Scale && !type.IsNested;
            bool bothStrings = type.IsCharacterString && own.IsCharacterString;
            types[a] = sameKind || bothStrings || own.SameAs(type) ? null : type.WithNullable(own.IsNullable);
        }

        // The values have the type of the one looked for by then, so its comparison with itself is the one of all.
        FunctionCall self = new("=", [call.Arguments[0], call.Arguments[0]], call.Session);
        return Comparisons.Match(self, 0, 1, ComparisonOperator.Equal, useConstants: false) is { } equal
            ? new ResolvedFunction
            {
                ReturnType = DataType.Boolean.WithNullable(call.AnyNullable),
                ArgumentTypes = types,
                Kernel = () => InList.Create(equal.Kernel(), negated),
                Nulls = NullHandling.Custom,
            }
            : null;
    }

    // DECIMALs are compared at the greatest scale of all.
    private static DataType Widest(FunctionCall call, DataType type)
    {
        int whole = type.Precision - type.Scale;
        int scale = type.Scale;
        foreach (BoundExpression argument in call.Arguments)
        {
            if (argument.Type.Root == TypeRoot.Decimal)
            {
                whole = Math.Max(whole, argument.Type.Precision - argument.Type.Scale);
                scale = Math.Max(scale, argument.Type.Scale);
            }
        }

        return whole + scale <= DataType.MaxDecimalPrecision
            ? DataType.Decimal(whole + scale, scale).WithNullable(type.IsNullable)
            : throw new FunctionCallException($"The DECIMALs of an IN list need {whole + scale} digits together, of {DataType.MaxDecimalPrecision} at most.", hint: "CAST them to one type.");
    }

    private static ResolvedFunction? OfConstants(FunctionCall call, DataType type, bool negated)
    {
        bool hasNull = false;
        for (int a = 1; a < call.Count; a++)
        {
            if (call.Arguments[a] is not BoundLiteral literal)
            {
                return null;
            }

            hasNull |= literal.Value is null;
        }

        Func<ScalarKernel>? kernel = type.Physical switch
        {
            PhysicalType.Bool => Set<byte>(call, type, hasNull, negated),
            PhysicalType.Int8 => Set<sbyte>(call, type, hasNull, negated),
            PhysicalType.Int16 => Set<short>(call, type, hasNull, negated),
            PhysicalType.Int32 => Set<int>(call, type, hasNull, negated),
            PhysicalType.Int64 => Set<long>(call, type, hasNull, negated),
            PhysicalType.Float32 => Set<float>(call, type, hasNull, negated),
            PhysicalType.Float64 => Set<double>(call, type, hasNull, negated),
            PhysicalType.Int128 => Set<Int128>(call, type, hasNull, negated),
            PhysicalType.Bytes => BytesSet(call, type, hasNull, negated),
            _ => null,
        };
        return kernel is null ? null : new ResolvedFunction
        {
            ReturnType = DataType.Boolean.WithNullable(call.AnyNullable || hasNull),
            ArgumentTypes = new DataType?[call.Count],
            Kernel = kernel,
            Nulls = NullHandling.Custom,
        };
    }

    private static Func<ScalarKernel>? Set<T>(FunctionCall call, DataType type, bool hasNull, bool negated)
        where T : unmanaged, IEquatable<T>, IEqualityOperators<T, T, bool>
    {
        List<T> values = [];
        for (int a = 1; a < call.Count; a++)
        {
            if (((BoundLiteral)call.Arguments[a]).Value is null)
            {
                continue;
            }

            if (Constants.Get<T>(call, a, type) is not { } value)
            {
                return null;
            }

            values.Add(value);
        }

        return () => InSet.Create(values, hasNull, negated);
    }

    private static Func<ScalarKernel>? BytesSet(FunctionCall call, DataType type, bool hasNull, bool negated)
    {
        List<byte[]> values = [];
        for (int a = 1; a < call.Count; a++)
        {
            if (((BoundLiteral)call.Arguments[a]).Value is null)
            {
                continue;
            }

            if (call.TypeOf(a).IsCharacterString != type.IsCharacterString || Constants.GetBytes(call, a) is not { } value)
            {
                return null;
            }

            values.Add(value);
        }

        return () => InSet.CreateBytes(values, hasNull, negated);
    }
}
