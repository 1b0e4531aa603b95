using Weir.Engine.Types;

namespace Weir.Sql.Types;

/// <summary>
/// Which casts a query may write, and which are made for it. Nullability of the outermost types is left out of account in both. Source: Flink's SqlCastFunction (over Calcite's SqlTypeUtil) and
/// LogicalTypeCasts.
/// </summary>
public static class CastRules
{
    /// <summary>Whether CAST(from AS to) may be written.</summary>
    public static bool CanCastExplicitly(DataType from, DataType to) => Refusal(from, to) is null;

    /// <summary>Why CAST(from AS to) may not be written, in Flink's words; null when it may.</summary>
    public static string? Refusal(DataType from, DataType to)
    {
        if (from.Root == TypeRoot.Null)
        {
            return null;
        }

        if (from.IsNumeric && to.IsTimestamp)
        {
            return to.Root == TypeRoot.Timestamp
                ? "The cast from NUMERIC type to TIMESTAMP type is not allowed. It's recommended to use TO_TIMESTAMP(FROM_UNIXTIME(numeric_col)) instead, note the numeric is in seconds."
                : "The cast from NUMERIC type to TIMESTAMP_LTZ type is not allowed. It's recommended to use TO_TIMESTAMP_LTZ(numeric_col, precision) instead.";
        }

        if (from.IsTimestamp && to.IsNumeric)
        {
            return from.Root == TypeRoot.Timestamp
                ? "The cast from TIMESTAMP type to NUMERIC type is not allowed. It's recommended to use UNIX_TIMESTAMP(CAST(timestamp_col AS STRING)) instead."
                : "The cast from TIMESTAMP_LTZ type to NUMERIC type is not allowed.";
        }

        if (IsUnsupported(from, to))
        {
            return $"Unsupported cast from '{from}' to '{to}'.";
        }

        return IsAllowed(from, to, nested: false) ? null : $"Cast function cannot convert value of type {from.Nullable()} to type {to.Nullable()}";
    }

    /// <summary>Whether a value of the one type is cast to the other without being asked: without loss, but for digits and lengths. A part of a nested type that may be NULL does not become NOT NULL.</summary>
    public static bool CanCastImplicitly(DataType from, DataType to) => IsImplicit(from, to, keepNotNull: true);

    /// <summary>The same, with NULL allowed to become NOT NULL in parts of nested types too; what a sink's columns are checked by.</summary>
    internal static bool IsImplicit(DataType from, DataType to, bool keepNotNull)
    {
        if (from.Root == TypeRoot.Null || from.SameAs(to))
        {
            return true;
        }

        return to.Root switch
        {
            TypeRoot.Char => from.Root == TypeRoot.Char,
            TypeRoot.VarChar => from.IsCharacterString,
            TypeRoot.Binary => from.Root == TypeRoot.Binary,
            TypeRoot.VarBinary => from.IsBinaryString,
            TypeRoot.TinyInt or TypeRoot.SmallInt or TypeRoot.Integer or TypeRoot.BigInt => from.IsInteger && from.Root <= to.Root,
            TypeRoot.Decimal or TypeRoot.Double => from.IsNumeric,
            TypeRoot.Float => from.IsNumeric && from.Root != TypeRoot.Double,
            TypeRoot.Date => from.Root is TypeRoot.Timestamp,
            TypeRoot.Time => from.Root is TypeRoot.Time or TypeRoot.Timestamp,
            TypeRoot.Timestamp or TypeRoot.TimestampLtz => from.IsTimestamp,
            TypeRoot.IntervalYearMonth or TypeRoot.IntervalDayTime => from.Root == to.Root || (from.IsInteger && IsSingleField(to)),
            TypeRoot.Array or TypeRoot.Map or TypeRoot.Multiset or TypeRoot.Row => AreParts(from, to, (f, t) => (!keepNotNull || !f.IsNullable || t.IsNullable) && IsImplicit(f, t, keepNotNull)),
            _ => false,
        };
    }

    /// <summary>Casts that Flink's validator lets pass and its code generator refuses.</summary>
    private static bool IsUnsupported(DataType from, DataType to) =>
        (from.IsCharacterString && (to.IsInterval || to.Root == TypeRoot.Array))
        || (from.IsBinaryString && (to.IsTimestamp || to.Root is TypeRoot.Date or TypeRoot.Time))
        || (from.Root == TypeRoot.Decimal && to.IsInterval && IsSingleField(to));

    private static bool IsAllowed(DataType from, DataType to, bool nested)
    {
        if (from.Root == TypeRoot.Null || from.SameAs(to))
        {
            return true;
        }

        if (to.IsCharacterString)
        {
            return true;
        }

        if (from.IsCharacterString)
        {
            return !to.IsNested && !to.IsInterval;
        }

        return to.Root switch
        {
            // As a part of a nested value, only integers may become BOOLEAN: Flink has two sets of rules.
            TypeRoot.Boolean => nested ? from.IsInteger : from.IsNumeric,
            TypeRoot.Binary or TypeRoot.VarBinary => from.IsBinaryString,
            TypeRoot.Date => from.IsTimestamp,
            TypeRoot.Time => from.Root == TypeRoot.Time || from.IsTimestamp,
            TypeRoot.Timestamp or TypeRoot.TimestampLtz => from.IsTemporal,
            TypeRoot.IntervalYearMonth or TypeRoot.IntervalDayTime => from.Root == to.Root || (from.IsInteger && IsSingleField(to)),
            TypeRoot.Array or TypeRoot.Map or TypeRoot.Multiset or TypeRoot.Row => AreParts(from, to, (f, t) => IsAllowed(f, t, nested: true)),
            _ => to.IsNumeric && (from.IsNumeric || from.Root == TypeRoot.Boolean),
        };
    }

    /// <summary>Whether both are nested types of one kind with as many parts, each of which meets the condition.</summary>
    private static bool AreParts(DataType from, DataType to, Func<DataType, DataType, bool> condition)
    {
        if (from.Root != to.Root || from.Children.Count != to.Children.Count || from.Fields.Count != to.Fields.Count)
        {
            return false;
        }

        for (int i = 0; i < to.Children.Count; i++)
        {
            if (!condition(from.Children[i], to.Children[i]))
            {
                return false;
            }
        }

        for (int i = 0; i < to.Fields.Count; i++)
        {
            if (!condition(from.Fields[i].Type, to.Fields[i].Type))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsSingleField(DataType interval) => interval.IntervalQualifier?.Contains(" TO ", StringComparison.Ordinal) != true;
}
