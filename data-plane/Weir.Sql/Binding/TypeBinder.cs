using Weir.Engine.Types;
using Weir.Sql.Descriptors;
using Weir.Sql.Syntax;
using Weir.Sql.Syntax.Ast;
using RowField = Weir.Engine.Types.RowField;

namespace Weir.Sql.Binding;

/// <summary>From the text of a type to the type.</summary>
internal static class TypeBinder
{
    private static readonly string[] s_names =
        ["BOOLEAN", "TINYINT", "SMALLINT", "INT", "INTEGER", "BIGINT", "FLOAT", "DOUBLE", "DECIMAL", "CHAR", "VARCHAR", "STRING", "BINARY", "VARBINARY", "BYTES", "DATE", "TIME", "TIMESTAMP", "TIMESTAMP_LTZ", "ARRAY", "MAP", "MULTISET", "ROW"];

    public static DataType Bind(TypeSyntax syntax) => BindNullable(syntax).WithNullable(!syntax.IsNotNull);

    private static DataType BindNullable(TypeSyntax syntax) => syntax switch
    {
        SimpleType simple => Simple(simple),
        CollectionType { Kind: CollectionKind.Array } array => DataType.Array(Bind(array.Element)),
        CollectionType { Kind: CollectionKind.Multiset } multiset => DataType.Multiset(Bind(multiset.Element)),
        MapType map => DataType.Map(Bind(map.Key), Bind(map.Value)),
        RowType row => DataType.Row([.. row.Fields.Select(f => new RowField(f.Name.Name, Bind(f.Type), f.Comment))]),
        IntervalType interval => interval.Qualifier.IsYearMonth ? DataType.Interval(true, "MONTH") : DataType.Interval(false, "SECOND(3)"),
        NamedType named => throw new SqlException($"There is no type '{named.Name}'.", named.Span, NearestName.Hint(named.Name.ToString(), s_names)),
        RawType raw => throw new SqlException("The type RAW is not supported: its values are Java objects.", raw.Span, "Use BYTES, STRING or ROW instead."),
        _ => throw new SqlException("This type is not supported.", syntax.Span, "Use a ROW type for structured values."),
    };

    private static DataType Simple(SimpleType t)
    {
        switch (t.Name.ToUpperInvariant())
        {
            case "BOOLEAN":
                return DataType.Boolean;
            case "TINYINT":
                return DataType.TinyInt;
            case "SMALLINT":
                return DataType.SmallInt;
            case "INT" or "INTEGER":
                return DataType.Int;
            case "BIGINT":
                return DataType.BigInt;
            case "FLOAT" or "REAL":
                return DataType.Float;
            case "DOUBLE" or "DOUBLE PRECISION":
                return DataType.Double;
            case "DECIMAL" or "DEC" or "NUMERIC":
                return Decimal(t);
            case "CHAR" or "CHARACTER":
                return DataType.Char(Length(t, 1));
            case "VARCHAR" or "CHAR VARYING" or "CHARACTER VARYING":
                return DataType.VarChar(Length(t, t.Precision is null ? DataType.MaxLength : 1));
            case "STRING":
                return DataType.String;
            case "BINARY":
                return DataType.Binary(Length(t, 1));
            case "VARBINARY" or "BINARY VARYING":
                return DataType.VarBinary(Length(t, t.Precision is null ? DataType.MaxLength : 1));
            case "BYTES":
                return DataType.Bytes;
            case "DATE":
                return DataType.Date;
            case "TIME":
                return DataType.Time(Fraction(t, 0));
            case "TIMESTAMP":
                return DataType.Timestamp(Fraction(t, 6));
            case "TIMESTAMP_LTZ" or "TIMESTAMP WITH LOCAL TIME ZONE":
                return DataType.TimestampLtz(Fraction(t, 6));
            case "NULL":
                return DataType.Null;
            default:
                throw new SqlException($"The type {t.Name.ToUpperInvariant()} is not supported.", t.Span, NearestName.Hint(t.Name, s_names));
        }
    }

    private static DataType Decimal(SimpleType t)
    {
        int precision = t.Precision ?? 10;
        int scale = t.Scale ?? 0;
        return precision is < 1 or > DataType.MaxDecimalPrecision || scale < 0 || scale > precision
            ? throw new SqlException($"DECIMAL({precision}, {scale}): the precision must be 1 to 38 and the scale 0 to the precision.", t.Span)
            : DataType.Decimal(precision, scale);
    }

    private static int Length(SimpleType t, int otherwise) =>
        t.Precision is 0 ? throw new SqlException($"The length of {t.Name} must be at least 1.", t.Span) : t.Precision ?? otherwise;

    private static int Fraction(SimpleType t, int otherwise) =>
        t.Precision is < 0 or > 9 ? throw new SqlException($"The precision of {t.Name} must be 0 to 9, not {t.Precision}.", t.Span) : t.Precision ?? otherwise;
}
