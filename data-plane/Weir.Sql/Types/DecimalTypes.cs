using Weir.Engine.Types;

namespace Weir.Sql.Types;

/// <summary>The DECIMAL types that arithmetic and aggregates give. They are NOT NULL or as said; the caller settles nullability. Source: Flink's LogicalTypeMerging (SQL Server's rules, with Hive's for too many digits).</summary>
public static class DecimalTypes
{
    /// <summary>The digits after the point that are kept, if they are there, when the digits before it leave too little room.</summary>
    private const int MinimumAdjustedScale = 6;

    /// <summary>A numeric type as the DECIMAL that holds all of its values: TINYINT is DECIMAL(3, 0), BIGINT DECIMAL(19, 0); null for FLOAT, DOUBLE and others.</summary>
    public static DataType? Of(DataType type) => type.Root switch
    {
        TypeRoot.TinyInt => DataType.Decimal(3, 0).WithNullable(type.IsNullable),
        TypeRoot.SmallInt => DataType.Decimal(5, 0).WithNullable(type.IsNullable),
        TypeRoot.Integer => DataType.Decimal(10, 0).WithNullable(type.IsNullable),
        TypeRoot.BigInt => DataType.Decimal(19, 0).WithNullable(type.IsNullable),
        TypeRoot.Decimal => type,
        _ => null,
    };

    /// <summary>Of + and -.</summary>
    public static DataType Addition(DataType left, DataType right)
    {
        int scale = Math.Max(left.Scale, right.Scale);
        return Adjust(Math.Max(left.Precision - left.Scale, right.Precision - right.Scale) + scale + 1, scale);
    }

    /// <summary>Of *.</summary>
    public static DataType Multiplication(DataType left, DataType right) =>
        Adjust(left.Precision + right.Precision + 1, left.Scale + right.Scale);

    /// <summary>Of /.</summary>
    public static DataType Division(DataType left, DataType right)
    {
        int scale = Math.Max(6, left.Scale + right.Precision + 1);
        return Adjust(left.Precision - left.Scale + right.Scale + scale, scale);
    }

    /// <summary>Of % and MOD.</summary>
    public static DataType Modulo(DataType left, DataType right)
    {
        int scale = Math.Max(left.Scale, right.Scale);
        return Adjust(Math.Min(left.Precision - left.Scale, right.Precision - right.Scale) + scale, scale);
    }

    /// <summary>Of ROUND to a number of digits that is known.</summary>
    public static DataType Round(DataType type, int digits)
    {
        if (digits >= type.Scale)
        {
            return type.NotNull();
        }

        return digits < 0
            ? DataType.Decimal(Math.Min(DataType.MaxDecimalPrecision, 1 + type.Precision - type.Scale), 0).NotNull()
            : DataType.Decimal(1 + type.Precision - type.Scale + digits, digits).NotNull();
    }

    /// <summary>Of SUM: for DECIMAL one of 38 digits, for other types the type itself; nullable as the argument.</summary>
    public static DataType Sum(DataType type) =>
        type.Root == TypeRoot.Decimal ? DataType.Decimal(DataType.MaxDecimalPrecision, type.Scale).WithNullable(type.IsNullable) : type;

    /// <summary>Of AVG: for DECIMAL the quotient of SUM and a count (DECIMAL(20, 0)), for other types the type itself; nullable as the argument.</summary>
    public static DataType Average(DataType type) =>
        type.Root == TypeRoot.Decimal
            ? Division(DataType.Decimal(DataType.MaxDecimalPrecision, type.Scale), DataType.Decimal(20, 0)).WithNullable(type.IsNullable)
            : type;

    /// <summary>The smallest DECIMAL for the values of both: as many digits before the point as the one has, and after it as the other; digits after it are lost where there are more than 38.</summary>
    public static DataType Common(DataType left, DataType right)
    {
        int whole = Math.Min(Math.Max(left.Precision - left.Scale, right.Precision - right.Scale), DataType.MaxDecimalPrecision);
        int scale = Math.Min(Math.Max(left.Scale, right.Scale), DataType.MaxDecimalPrecision - whole);
        return DataType.Decimal(whole + scale, scale);
    }

    /// <summary>DECIMAL with that precision and scale, NOT NULL; of more than 38 digits, those before the point are kept and at least 6 of those after it.</summary>
    private static DataType Adjust(int precision, int scale)
    {
        if (precision <= DataType.MaxDecimalPrecision)
        {
            return DataType.Decimal(precision, scale).NotNull();
        }

        int adjusted = Math.Max(DataType.MaxDecimalPrecision - (precision - scale), Math.Min(scale, MinimumAdjustedScale));
        return DataType.Decimal(DataType.MaxDecimalPrecision, adjusted).NotNull();
    }
}
