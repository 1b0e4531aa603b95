using Weir.Engine.Types;

namespace Weir.Sql.Functions.Arithmetic;

/// <summary>The types of arithmetic over numbers, all NOT NULL. Source: Flink's LogicalTypeMerging and FlinkTypeSystem over Calcite's leastRestrictive.</summary>
internal static class ArithmeticTypes
{
    private const int MinimumAdjustedScale = 6;

    /// <summary>The type of <c>+ - * /</c> over two numeric types.</summary>
    public static DataType Of(char op, DataType left, DataType right)
    {
        if (left.IsApproximate || right.IsApproximate)
        {
            // DECIMAL makes the other one DOUBLE; of two approximate types the first wins, even FLOAT over DOUBLE.
            return left.Root == TypeRoot.Decimal || right.Root == TypeRoot.Decimal ? DataType.Double.NotNull()
                : (left.IsApproximate ? left : right).NotNull();
        }

        if (left.IsInteger && right.IsInteger)
        {
            return (left.Root > right.Root ? left : right).NotNull();
        }

        (int p1, int s1) = DigitsOf(left);
        (int p2, int s2) = DigitsOf(right);
        return op switch
        {
            '*' => Adjust(p1 + p2 + 1, s1 + s2),
            '/' => Divide(p1, s1, p2, s2),
            _ => Adjust(Math.Max(p1 - s1, p2 - s2) + Math.Max(s1, s2) + 1, Math.Max(s1, s2)),
        };
    }

    /// <summary>The type of <c>%</c> and MOD over two exact types: the divisor's, unless there are digits after the point.</summary>
    public static DataType Remainder(DataType left, DataType right)
    {
        (int p1, int s1) = DigitsOf(left);
        (int p2, int s2) = DigitsOf(right);
        return s1 == 0 && s2 == 0
            ? right.NotNull()
            : Adjust(Math.Min(p1 - s1, p2 - s2) + Math.Max(s1, s2), Math.Max(s1, s2));
    }

    /// <summary>The type of ROUND and TRUNCATE of a DECIMAL to so many digits after the point.</summary>
    public static DataType Round(DataType type, int digits)
    {
        if (digits >= type.Scale)
        {
            return type.NotNull();
        }

        int whole = 1 + type.Precision - type.Scale;
        return digits < 0
            ? DataType.Decimal(Math.Min(DataType.MaxDecimalPrecision, whole), 0).NotNull()
            : DataType.Decimal(whole + digits, digits).NotNull();
    }

    /// <summary>Precision and scale of an exact type; an integer counts as a DECIMAL that holds all its values.</summary>
    public static (int Precision, int Scale) DigitsOf(DataType type) => type.Root switch
    {
        TypeRoot.TinyInt => (3, 0),
        TypeRoot.SmallInt => (5, 0),
        TypeRoot.Integer => (10, 0),
        TypeRoot.BigInt => (19, 0),
        _ => (type.Precision, type.Scale),
    };

    private static DataType Divide(int p1, int s1, int p2, int s2)
    {
        int scale = Math.Max(MinimumAdjustedScale, s1 + p2 + 1);
        return Adjust(p1 - s1 + s2 + scale, scale);
    }

    // Beyond 38 digits the fraction gives way first, down to six digits; then the whole part does.
    private static DataType Adjust(int precision, int scale)
    {
        if (precision <= DataType.MaxDecimalPrecision)
        {
            return DataType.Decimal(precision, scale).NotNull();
        }

        int whole = precision - scale;
        return DataType.Decimal(DataType.MaxDecimalPrecision, Math.Max(DataType.MaxDecimalPrecision - whole, Math.Min(scale, MinimumAdjustedScale))).NotNull();
    }
}
