using System.Globalization;
using Weir.Engine.Types;

namespace Weir.Sql.Functions.Values;

/// <summary>Types written out in full, as a catalog keeps them. Source: the <c>asSerializableString</c> of Flink's types.</summary>
internal static class SerializableType
{
    /// <summary>The type's text.</summary>
    public static string TextOf(DataType type)
    {
        string text = type.Root switch
        {
            TypeRoot.VarChar => string.Create(CultureInfo.InvariantCulture, $"VARCHAR({type.Length})"),
            TypeRoot.VarBinary => string.Create(CultureInfo.InvariantCulture, $"VARBINARY({type.Length})"),
            TypeRoot.TimestampLtz => string.Create(CultureInfo.InvariantCulture, $"TIMESTAMP({type.Precision}) WITH LOCAL TIME ZONE"),
            TypeRoot.Array => $"ARRAY<{TextOf(type.Element)}>",
            TypeRoot.Multiset => $"MULTISET<{TextOf(type.Element)}>",
            TypeRoot.Map => $"MAP<{TextOf(type.Key)}, {TextOf(type.Value)}>",
            TypeRoot.Row => "ROW<" + string.Join(", ", type.Fields.Select(FieldText)) + ">",
            _ => type.Nullable().ToString(),
        };
        return type.IsNullable ? text : text + " NOT NULL";
    }

    private static string FieldText(RowField field)
    {
        string text = "`" + field.Name.Replace("`", "``", StringComparison.Ordinal) + "` " + TextOf(field.Type);
        return field.Description is { } description ? text + " '" + description.Replace("'", "''", StringComparison.Ordinal) + "'" : text;
    }
}
