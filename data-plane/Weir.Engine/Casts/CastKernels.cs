using Weir.Engine.Types;

namespace Weir.Engine.Casts;

/// <summary>Which casts there are at run time. What a query may write is stricter: see the SQL project's CastRules.</summary>
public static partial class CastKernels
{
    /// <summary>A new kernel that casts values of one type to another, or null when there is no such cast. Nullability is left out of account.</summary>
    public static CastKernel? Find(DataType from, DataType to, CastMode mode = CastMode.Strict)
    {
        if (from.Root == TypeRoot.Null)
        {
            return new NullCast(from, to, mode);
        }

        if (IsIdentity(from, to, mode))
        {
            return new CopyCast(from, to, mode);
        }

        return to.Root switch
        {
            TypeRoot.Char or TypeRoot.VarChar => ToText(from, to, mode),
            TypeRoot.Binary or TypeRoot.VarBinary => from.IsBinaryString || from.IsCharacterString ? new BinaryCast(from, to, mode) : null,
            TypeRoot.Null => null,
            _ when from.IsCharacterString => to.IsNested || to.IsInterval ? null : new ParseCast(from, to, mode),
            TypeRoot.Date => from.IsTimestamp ? new TimestampToDateCast(from, to, mode) : null,
            TypeRoot.Time => ToTime(from, to, mode),
            TypeRoot.Timestamp or TypeRoot.TimestampLtz => ToTimestamp(from, to, mode),
            TypeRoot.IntervalYearMonth or TypeRoot.IntervalDayTime => ToInterval(from, to, mode),
            TypeRoot.Array or TypeRoot.Map or TypeRoot.Multiset or TypeRoot.Row => ToNested(from, to, mode),
            _ => ToNumber(from, to, mode),
        };
    }

    /// <summary>Whether every value of the one type is, as it is, the cast value of the other, so that a column can be handed on.</summary>
    public static bool IsIdentity(DataType from, DataType to, CastMode mode = CastMode.Strict)
    {
        if (from.SameAs(to))
        {
            return true;
        }

        if (from.Physical != to.Physical)
        {
            return false;
        }

        return to.Root switch
        {
            TypeRoot.Char => mode == CastMode.Legacy && from.IsCharacterString,
            TypeRoot.VarChar => from.IsCharacterString && (mode == CastMode.Legacy || from.Length <= to.Length),
            TypeRoot.Binary => mode == CastMode.Legacy && !from.IsNested,
            TypeRoot.VarBinary => mode == CastMode.Legacy || from.IsCharacterString ? mode == CastMode.Legacy || to.Length == DataType.MaxLength : from.Length <= to.Length,
            TypeRoot.Time or TypeRoot.Timestamp or TypeRoot.TimestampLtz => from.Root == to.Root && from.Precision <= to.Precision,
            TypeRoot.Date => mode == CastMode.Legacy && from.Root == TypeRoot.Integer,
            TypeRoot.IntervalYearMonth => from.Root is TypeRoot.IntervalYearMonth or TypeRoot.Integer,
            TypeRoot.IntervalDayTime => from.Root is TypeRoot.IntervalDayTime or TypeRoot.BigInt,
            TypeRoot.Array or TypeRoot.Multiset => from.Root == to.Root && IsIdentity(from.Element, to.Element, mode),
            TypeRoot.Map => from.Root == to.Root && IsIdentity(from.Key, to.Key, mode) && IsIdentity(from.Value, to.Value, mode),
            TypeRoot.Row => from.Fields.Count == to.Fields.Count && AreIdentities(from, to, mode),
            _ => false,
        };
    }

    private static bool AreIdentities(DataType from, DataType to, CastMode mode)
    {
        for (int f = 0; f < to.Fields.Count; f++)
        {
            if (!IsIdentity(from.Fields[f].Type, to.Fields[f].Type, mode))
            {
                return false;
            }
        }

        return true;
    }

    private static CastKernel ToText(DataType from, DataType to, CastMode mode) =>
        from.IsCharacterString ? new StringCast(from, to, mode) : new ToStringCast(from, to, mode);

    private static CastKernel? ToTime(DataType from, DataType to, CastMode mode) => from.Root switch
    {
        TypeRoot.Time => new FixedCast<int, int, CutTime>(from, to, mode, new CutTime(to.Precision)),
        TypeRoot.Timestamp or TypeRoot.TimestampLtz => new TimestampToTimeCast(from, to, mode),
        _ => null,
    };

    private static CastKernel? ToTimestamp(DataType from, DataType to, CastMode mode) => from.Root switch
    {
        TypeRoot.Date or TypeRoot.Time => new ToTimestampCast(from, to, mode),
        TypeRoot.Timestamp or TypeRoot.TimestampLtz => new TimestampCast(from, to, mode),
        _ => null,
    };

    /// <summary>Integers are months or milliseconds, whatever the interval's unit: Flink does the same.</summary>
    private static CastKernel? ToInterval(DataType from, DataType to, CastMode mode) =>
        from.IsInteger ? ToNumber(from, to.Root == TypeRoot.IntervalYearMonth ? DataType.Int : DataType.BigInt, mode) : null;

    private static CastKernel? ToNested(DataType from, DataType to, CastMode mode)
    {
        if (from.Root != to.Root)
        {
            return null;
        }

        switch (to.Root)
        {
            case TypeRoot.Array:
                return Find(from.Element, to.Element, mode) is { } element ? new ArrayCast(from, to, mode, element) : null;
            case TypeRoot.Multiset:
                return Find(from.Element, to.Element, mode) is { } item
                    ? new MapCast(from, to, mode, item, new CopyCast(DataType.Int, DataType.Int, mode), !IsIdentity(from.Element, to.Element, mode))
                    : null;
            case TypeRoot.Map:
                return Find(from.Key, to.Key, mode) is { } key && Find(from.Value, to.Value, mode) is { } value
                    ? new MapCast(from, to, mode, key, value, !IsIdentity(from.Key, to.Key, mode))
                    : null;
            default:
                return ToRow(from, to, mode);
        }
    }

    private static RowCast? ToRow(DataType from, DataType to, CastMode mode)
    {
        if (from.Fields.Count != to.Fields.Count)
        {
            return null;
        }

        CastKernel[] fields = new CastKernel[to.Fields.Count];
        for (int f = 0; f < fields.Length; f++)
        {
            if (Find(from.Fields[f].Type, to.Fields[f].Type, mode) is not { } field)
            {
                return null;
            }

            fields[f] = field;
        }

        return new RowCast(from, to, mode, fields);
    }
}
