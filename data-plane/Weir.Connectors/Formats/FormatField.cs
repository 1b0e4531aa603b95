using Weir.Engine.Connectors;
using Weir.Engine.Types;

namespace Weir.Connectors.Formats;

/// <summary>A field of a message.</summary>
/// <param name="Name">Its name in the message.</param>
/// <param name="Type">Its type.</param>
/// <param name="Column">The position of its column in the batch; -1 when nobody wants it (a positional format still passes over it).</param>
public sealed record FormatField(string Name, DataType Type, int Column)
{
    /// <summary>The physical columns of a table as fields to decode: all but metadata and partition columns, each with its place among the wanted columns (see <see cref="SourceContext.Columns"/>).</summary>
    public static IReadOnlyList<FormatField> ForSource(TableSpec table, IReadOnlyList<int> wanted)
    {
        List<FormatField> fields = [];
        for (int c = 0; c < table.Columns.Count; c++)
        {
            ColumnSpec column = table.Columns[c];
            if (column.MetadataKey is null && !table.PartitionKeys.Contains(column.Name))
            {
                fields.Add(new FormatField(column.Name, column.Type, IndexOf(wanted, c)));
            }
        }

        return fields;
    }

    /// <summary>The physical columns of a table as fields to encode, each with its place in a sink's batches (which have no virtual columns).</summary>
    public static IReadOnlyList<FormatField> ForSink(TableSpec table)
    {
        List<FormatField> fields = [];
        int position = 0;
        foreach (ColumnSpec column in table.Columns)
        {
            if (column.MetadataKey is null && !table.PartitionKeys.Contains(column.Name))
            {
                fields.Add(new FormatField(column.Name, column.Type, position));
            }

            position += column.IsVirtual ? 0 : 1;
        }

        return fields;
    }

    private static int IndexOf(IReadOnlyList<int> wanted, int column)
    {
        for (int i = 0; i < wanted.Count; i++)
        {
            if (wanted[i] == column)
            {
                return i;
            }
        }

        return -1;
    }
}
