using System.Numerics;
using Weir.Engine.Expressions;
using Weir.Engine.Functions.Comparison;
using Weir.Engine.Types;
using Weir.Sql.Expressions;
using Weir.Sql.Functions.Arithmetic;
using Weir.Sql.Types;

namespace Weir.Sql.Functions.Comparison;

/// <summary>
/// Finds how two types compare. Equality brings both sides to their common type first (so FLOAT = DOUBLE compares FLOATs, DOUBLE = FLOAT compares DOUBLEs); an order compares as Java promotes, and a DECIMAL with a DOUBLE in the total order
/// of doubles. A string is cast to what it is compared with; for = and &lt;&gt; with a point in time one that cannot be cast is NULL. Source: Flink's ScalarOperatorGens over Calcite's operand consistency.
/// </summary>
internal static class Comparisons
{
    /// <summary>Chooses types and kernel of <c>= &lt;&gt; &lt; &lt;= &gt; &gt;=</c>.</summary>
    public static ResolvedFunction? Resolve(FunctionCall call) => call.Count == 2 && Match(call, 0, 1, OperatorOf(call.Name)) is { } comparison
        ? new ResolvedFunction
        {
            ReturnType = DataType.Boolean.WithNullable(call.AnyNullable),
            ArgumentTypes = [comparison.Left, comparison.Right],
            FailedCastsAreNull = comparison.FailedCastsAreNull,
            Kernel = comparison.Kernel,
            Nulls = comparison.IsTotal ? NullHandling.StrictTotal : NullHandling.Strict,
        }
        : null;

    /// <summary>How two arguments of a call compare, or null when they don't.</summary>
    /// <exception cref="FunctionCallException">They would compare only by a conversion that Flink refuses as well.</exception>
    public static Comparison? Match(FunctionCall call, int left, int right, ComparisonOperator op, bool useConstants = true)
    {
        Side l = new(call, left, call.TypeOf(left), useConstants);
        Side r = new(call, right, call.TypeOf(right), useConstants);
        DataType a = l.Type;
        DataType b = r.Type;
        bool isEquality = op is ComparisonOperator.Equal or ComparisonOperator.NotEqual;
        if (a.Root == TypeRoot.Null || b.Root == TypeRoot.Null)
        {
            return OfNull(a, b);
        }

        if (a.IsNumeric && b.IsNumeric)
        {
            return OfNumbers(l, r, op, isEquality);
        }

        if (a.IsCharacterString != b.IsCharacterString)
        {
            return OfString(l, r, op, isEquality);
        }

        if ((a.IsCharacterString && b.IsCharacterString) || (a.IsBinaryString && b.IsBinaryString))
        {
            byte[]? rightBytes = r.Bytes();
            byte[]? leftBytes = rightBytes is null ? l.Bytes() : null;
            return new Comparison(null, null, () => BytesComparison.Create(op, leftBytes, rightBytes), false);
        }

        if (a.IsTimestamp && b.IsTimestamp)
        {
            return OfTimestamps(l, r, op);
        }

        if (a.IsNested)
        {
            return isEquality && CommonType.Of(a, b) is { } common
                ? new Comparison(l.CastTo(common), r.CastTo(common), () => StructuralEquality.Create(op == ComparisonOperator.NotEqual), false)
                : null;
        }

        return a.Root == b.Root ? Fixed(l, r, op, a) : null;
    }

    /// <summary>The operator of a symbol.</summary>
    public static ComparisonOperator OperatorOf(string symbol) => symbol switch
    {
        "=" => ComparisonOperator.Equal,
        "<>" => ComparisonOperator.NotEqual,
        "<" => ComparisonOperator.Less,
        "<=" => ComparisonOperator.LessOrEqual,
        ">" => ComparisonOperator.Greater,
        ">=" => ComparisonOperator.GreaterOrEqual,
        _ => throw new ArgumentOutOfRangeException(nameof(symbol), symbol, "No comparison."),
    };

    // Never evaluated for a row: the untyped NULL takes the other side's type, and all results are NULL.
    private static Comparison OfNull(DataType a, DataType b)
    {
        DataType? left = a.Root != TypeRoot.Null ? null : b.Root == TypeRoot.Null ? DataType.Boolean : b.Nullable();
        DataType? right = b.Root != TypeRoot.Null ? null : a.Root == TypeRoot.Null ? DataType.Boolean : a.Nullable();
        return new Comparison(left, right, () => (_, _, _, _) => { }, false);
    }

    private static Comparison OfNumbers(Side l, Side r, ComparisonOperator op, bool isEquality)
    {
        DataType a = l.Type;
        DataType b = r.Type;
        bool isDecimal = a.Root == TypeRoot.Decimal || b.Root == TypeRoot.Decimal;
        if (a.IsApproximate || b.IsApproximate)
        {
            if (isDecimal && !isEquality)
            {
                double? right = r.Constant<double>(DataType.Double);
                double? left = right is null ? l.Constant<double>(DataType.Double) : null;
                return new Comparison(l.CastTo(DataType.Double), r.CastTo(DataType.Double), () => TotalOrderComparison.Create(op, left, right), true);
            }

            bool isDouble = a.Root == TypeRoot.Double || b.Root == TypeRoot.Double;
            return Fixed(l, r, op, isEquality ? ArithmeticTypes.Of('+', a, b) : isDouble ? DataType.Double : DataType.Float);
        }

        return isDecimal ? OfDecimals(l, r, op) : Fixed(l, r, op, a.Root > b.Root ? a : b);
    }

    private static Comparison OfDecimals(Side l, Side r, ComparisonOperator op)
    {
        DataType a = AsDecimal(l.Type);
        DataType b = AsDecimal(r.Type);
        if (a.Scale < b.Scale && r.Constant<Int128>(b) is null && l.Constant<Int128>(DataType.Decimal(DataType.MaxDecimalPrecision, b.Scale)) is not null)
        {
            a = DataType.Decimal(DataType.MaxDecimalPrecision, b.Scale);
        }
        else if (b.Scale < a.Scale && r.Constant<Int128>(DataType.Decimal(DataType.MaxDecimalPrecision, a.Scale)) is not null)
        {
            b = DataType.Decimal(DataType.MaxDecimalPrecision, a.Scale);
        }

        Int128? right = r.Constant<Int128>(b);
        Int128? left = right is null ? l.Constant<Int128>(a) : null;
        return new Comparison(
            l.CastTo(a),
            r.CastTo(b),
            a.Scale == b.Scale ? () => NumberComparison.Create(op, left, right) : () => DecimalComparison.Create(op, a.Scale, b.Scale, left, right),
            true);
    }

    private static DataType AsDecimal(DataType type) => type.Root == TypeRoot.Decimal ? type : DataType.Decimal(ArithmeticTypes.DigitsOf(type).Precision, 0);

    private static Comparison? OfString(Side l, Side r, ComparisonOperator op, bool isEquality)
    {
        Side text = l.Type.IsCharacterString ? l : r;
        Side other = l.Type.IsCharacterString ? r : l;
        DataType type = other.Type;
        if (type.IsBinaryString || type.IsNested)
        {
            return null;
        }

        if (isEquality && !type.IsTemporal)
        {
            throw new FunctionCallException($"{l.Type} and {r.Type} cannot be compared for equality: there is no implicit conversion between them.", text.Argument, $"CAST the string to {type.Nullable()}.");
        }

        // An order leaves headroom for numbers that the string may hold and the other type does not.
        DataType wanted = type.IsInteger ? DataType.BigInt : type.Root == TypeRoot.Decimal ? Headroom(type) : type;
        Side cast = text.As(wanted);
        Comparison? comparison = Of(cast, other, ReferenceEquals(text, l), op, isEquality);
        return comparison is null ? null : comparison with { FailedCastsAreNull = isEquality && !text.IsConstant };
    }

    private static Comparison? Of(Side cast, Side other, bool castIsLeft, ComparisonOperator op, bool isEquality)
    {
        (Side l, Side r) = castIsLeft ? (cast, other) : (other, cast);
        return cast.Type.IsNumeric ? OfNumbers(l, r, op, isEquality) : cast.Type.IsTimestamp ? OfTimestamps(l, r, op) : Fixed(l, r, op, cast.Type);
    }

    private static DataType Headroom(DataType type)
    {
        int whole = Math.Max(19, type.Precision - type.Scale);
        return DataType.Decimal(Math.Min(DataType.MaxDecimalPrecision, whole + type.Scale), Math.Min(type.Scale, DataType.MaxDecimalPrecision - Math.Min(whole, DataType.MaxDecimalPrecision)));
    }

    private static Comparison OfTimestamps(Side l, Side r, ComparisonOperator op)
    {
        DataType a = l.Type;
        DataType b = r.Type;
        int precision = Math.Max(a.Precision, b.Precision);
        bool isLocal = a.Root == TypeRoot.TimestampLtz || b.Root == TypeRoot.TimestampLtz;
        return Fixed(l, r, op, isLocal ? DataType.TimestampLtz(precision) : DataType.Timestamp(precision));
    }

    private static Comparison Fixed(Side l, Side r, ComparisonOperator op, DataType type) => type.Physical switch
    {
        PhysicalType.Bool => Fixed<byte>(l, r, op, type),
        PhysicalType.Int8 => Fixed<sbyte>(l, r, op, type),
        PhysicalType.Int16 => Fixed<short>(l, r, op, type),
        PhysicalType.Int32 => Fixed<int>(l, r, op, type),
        PhysicalType.Int64 => Fixed<long>(l, r, op, type),
        PhysicalType.Float32 => Fixed<float>(l, r, op, type),
        PhysicalType.Float64 => Fixed<double>(l, r, op, type),
        _ => Fixed<Int128>(l, r, op, type),
    };

    private static Comparison Fixed<T>(Side l, Side r, ComparisonOperator op, DataType type)
        where T : unmanaged, IComparisonOperators<T, T, bool>
    {
        T? right = r.Constant<T>(type);
        T? left = right is null ? l.Constant<T>(type) : null;
        return new Comparison(l.CastTo(type), r.CastTo(type), () => NumberComparison.Create(op, left, right), true);
    }
}
