using Weir.Engine.Connectors;
using Weir.Engine.Types;

namespace Weir.Connectors.Formats.Raw;

/// <summary>Which tables raw can have.</summary>
internal static class RawTypes
{
    /// <summary>The one field.</summary>
    /// <exception cref="ConnectorException">There is not exactly one, or it has a type that raw does not take.</exception>
    public static FormatField Single(string table, IReadOnlyList<FormatField> fields)
    {
        if (fields.Count != 1)
        {
            throw new ConnectorException($"Table '{table}': the format 'raw' takes exactly one column, here are {fields.Count}.");
        }

        DataType type = fields[0].Type;
        return type.IsCharacterString || type.IsBinaryString || Width(type) > 0
            ? fields[0]
            : throw new ConnectorException($"Table '{table}', column '{fields[0].Name}': the format 'raw' takes strings, bytes, numbers and BOOLEAN, not {type}.");
    }

    /// <summary>The bytes of a number; 0 for other types.</summary>
    public static int Width(DataType type) => type.Root switch
    {
        TypeRoot.Boolean or TypeRoot.TinyInt => 1,
        TypeRoot.SmallInt => 2,
        TypeRoot.Integer or TypeRoot.Float => 4,
        TypeRoot.BigInt or TypeRoot.Double => 8,
        _ => 0,
    };
}
