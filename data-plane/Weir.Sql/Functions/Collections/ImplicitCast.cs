using Weir.Engine.Types;

namespace Weir.Sql.Functions.Collections;

/// <summary>Which types an argument may have where another is wanted, without a CAST written. Source: the implicit casts of Flink's LogicalTypeCasts.</summary>
internal static class ImplicitCast
{
    /// <summary>Whether a value of one type may stand where the other is wanted, nullability left out of account.</summary>
    public static bool IsAllowed(DataType from, DataType to)
    {
        if (from.Root == TypeRoot.Null || from.SameAs(to))
        {
            return true;
        }

        return to.Root switch
        {
            TypeRoot.VarChar => from.IsCharacterString,
            TypeRoot.VarBinary => from.IsBinaryString,
            TypeRoot.Char or TypeRoot.Binary or TypeRoot.Boolean or TypeRoot.TinyInt or TypeRoot.IntervalDayTime or TypeRoot.IntervalYearMonth => from.Root == to.Root,
            TypeRoot.SmallInt or TypeRoot.Integer or TypeRoot.BigInt => from.IsInteger && from.Root <= to.Root,
            TypeRoot.Float => from.IsInteger || from.Root is TypeRoot.Float or TypeRoot.Decimal,
            TypeRoot.Double or TypeRoot.Decimal => from.IsNumeric,
            TypeRoot.Date or TypeRoot.Time => from.Root == to.Root || from.Root == TypeRoot.Timestamp,
            TypeRoot.Timestamp or TypeRoot.TimestampLtz => from.IsTimestamp,
            TypeRoot.Array or TypeRoot.Map or TypeRoot.Multiset => from.Root == to.Root && from.Children.Zip(to.Children).All(c => IsAllowedNested(c.First, c.Second)),
            TypeRoot.Row => from.Root == to.Root && from.Fields.Count == to.Fields.Count && from.Fields.Zip(to.Fields).All(f => IsAllowedNested(f.First.Type, f.Second.Type)),
            _ => false,
        };
    }

    private static bool IsAllowedNested(DataType from, DataType to) => (to.IsNullable || !from.IsNullable) && IsAllowed(from, to);
}
