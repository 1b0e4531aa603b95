using System.Text;

namespace Weir.Engine.Types;

public sealed partial class DataType
{
    /// <summary>The type as Flink's <c>asSummaryString</c> prints it, e.g. <c>DECIMAL(10, 2) NOT NULL</c> or <c>ROW&lt;`a` INT&gt;</c>.</summary>
    public override string ToString()
    {
        StringBuilder text = new();
        Write(text);
        return text.ToString();
    }

    private void Write(StringBuilder text)
    {
        switch (Root)
        {
            case TypeRoot.Decimal:
                text.Append("DECIMAL(").Append(Precision).Append(", ").Append(Scale).Append(')');
                break;
            case TypeRoot.VarChar when Precision == MaxLength:
                text.Append("STRING");
                break;
            case TypeRoot.VarBinary when Precision == MaxLength:
                text.Append("BYTES");
                break;
            case TypeRoot.IntervalDayTime or TypeRoot.IntervalYearMonth:
                text.Append("INTERVAL ").Append(IntervalQualifier);
                break;
            case TypeRoot.Array:
                WriteGeneric(text, "ARRAY");
                break;
            case TypeRoot.Map:
                WriteGeneric(text, "MAP");
                break;
            case TypeRoot.Multiset:
                WriteGeneric(text, "MULTISET");
                break;
            case TypeRoot.Row:
                WriteRow(text);
                break;
            default:
                text.Append(SimpleName(Root));
                if (Root is TypeRoot.Char or TypeRoot.VarChar or TypeRoot.Binary or TypeRoot.VarBinary or TypeRoot.Time or TypeRoot.Timestamp or TypeRoot.TimestampLtz)
                {
                    text.Append('(').Append(Precision).Append(')');
                }

                break;
        }

        if (!IsNullable)
        {
            text.Append(" NOT NULL");
        }
    }

    private void WriteGeneric(StringBuilder text, string name)
    {
        text.Append(name).Append('<');
        for (int i = 0; i < Children.Count; i++)
        {
            text.Append(i > 0 ? ", " : string.Empty);
            Children[i].Write(text);
        }

        text.Append('>');
    }

    private void WriteRow(StringBuilder text)
    {
        text.Append("ROW<");
        for (int i = 0; i < Fields.Count; i++)
        {
            text.Append(i > 0 ? ", " : string.Empty).Append('`').Append(Fields[i].Name.Replace("`", "``", StringComparison.Ordinal)).Append("` ");
            Fields[i].Type.Write(text);
            if (Fields[i].Description is { } description)
            {
                text.Append(" '").Append(description.Replace("'", "''", StringComparison.Ordinal)).Append('\'');
            }
        }

        text.Append('>');
    }

    private static string SimpleName(TypeRoot root) => root switch
    {
        TypeRoot.Null => "NULL",
        TypeRoot.Boolean => "BOOLEAN",
        TypeRoot.TinyInt => "TINYINT",
        TypeRoot.SmallInt => "SMALLINT",
        TypeRoot.Integer => "INT",
        TypeRoot.BigInt => "BIGINT",
        TypeRoot.Float => "FLOAT",
        TypeRoot.Double => "DOUBLE",
        TypeRoot.Char => "CHAR",
        TypeRoot.VarChar => "VARCHAR",
        TypeRoot.Binary => "BINARY",
        TypeRoot.VarBinary => "VARBINARY",
        TypeRoot.Date => "DATE",
        TypeRoot.Time => "TIME",
        TypeRoot.Timestamp => "TIMESTAMP",
        TypeRoot.TimestampLtz => "TIMESTAMP_LTZ",
        _ => root.ToString().ToUpperInvariant(),
    };
}
