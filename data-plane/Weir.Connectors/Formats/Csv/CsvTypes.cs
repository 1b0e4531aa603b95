using Weir.Engine.Connectors;
using Weir.Engine.Types;

namespace Weir.Connectors.Formats.Csv;

/// <summary>Which types CSV has a form for.</summary>
internal static class CsvTypes
{
    /// <exception cref="ConnectorException">One of the fields has a type that CSV has no form for.</exception>
    public static void Check(string table, IReadOnlyList<FormatField> fields)
    {
        foreach (FormatField field in fields)
        {
            if (Refuses(field.Type, 0) is { } reason)
            {
                throw new ConnectorException($"Table '{table}', column '{field.Name}' {field.Type}: the format 'csv' does not take it: {reason}.");
            }
        }
    }

    private static string? Refuses(DataType type, int depth) => type.Root switch
    {
        TypeRoot.Map or TypeRoot.Multiset => "CSV has no form for it",
        TypeRoot.Time when type.Precision > 3 => "CSV has times of at most three digits after the second",
        TypeRoot.Array or TypeRoot.Row when depth > 0 => "CSV has only one level of ARRAY or ROW",
        TypeRoot.Array => Refuses(type.Element, 1),
        TypeRoot.Row => type.Fields.Select(f => Refuses(f.Type, 1)).FirstOrDefault(r => r is not null),
        _ => null,
    };
}
