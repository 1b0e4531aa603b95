using Weir.Connectors.Formats;
using Weir.Engine.Batches;
using Weir.Engine.Connectors;
using Weir.Engine.Types;

namespace Weir.Connectors.Messages;

/// <summary>A metadata column of messages.</summary>
/// <param name="Key">What it stands for.</param>
/// <param name="Type">Its type.</param>
/// <param name="Column">Its place in the batches.</param>
internal sealed record MetadataColumn(string Key, DataType Type, int Column)
{
    /// <summary>Those of a table that are wanted.</summary>
    public static MetadataColumn[] ForSource(TableSpec table, IReadOnlyList<int> wanted)
    {
        List<MetadataColumn> found = [];
        for (int i = 0; i < wanted.Count; i++)
        {
            ColumnSpec column = table.Columns[wanted[i]];
            if (column.MetadataKey is { } key)
            {
                found.Add(Checked(table, column, key, i));
            }
        }

        return [.. found];
    }

    /// <summary>Those of a table that are written.</summary>
    public static MetadataColumn[] ForSink(TableSpec table)
    {
        List<MetadataColumn> found = [];
        int position = 0;
        foreach (ColumnSpec column in table.Columns)
        {
            if (column.MetadataKey is { } key && !column.IsVirtual)
            {
                found.Add(Checked(table, column, key, position));
            }

            position += column.IsVirtual ? 0 : 1;
        }

        return [.. found];
    }

    /// <summary>The place of a key among the columns; -1 where nobody has it.</summary>
    public static int Find(MetadataColumn[] columns, string key) => Array.Find(columns, c => c.Key == key)?.Column ?? -1;

    /// <summary>Writes a number.</summary>
    public void Set(Column column, int row, long value)
    {
        column.SetValid(row);
        if (column is FixedColumn<long> wide)
        {
            wide[row] = value;
        }
        else
        {
            ((FixedColumn<int>)column)[row] = (int)value;
        }
    }

    /// <summary>Writes a point in time, in milliseconds since 1970-01-01 UTC.</summary>
    public void SetTime(Column column, int row, long utcMs, TimeZoneInfo zone)
    {
        column.SetValid(row);
        long ms = Type.Root == TypeRoot.TimestampLtz ? utcMs : ZoneTime.ToLocalMs(zone, utcMs);
        TimestampColumn.Set(column, Type, row, (Int128)ms * 1_000_000);
    }

    /// <summary>A point in time that a row holds, in milliseconds since 1970-01-01 UTC.</summary>
    public long GetTime(Column column, int row, TimeZoneInfo zone)
    {
        long ms = ZoneTime.FloorMs(TimestampColumn.Get(column, row));
        return Type.Root == TypeRoot.TimestampLtz ? ms : ZoneTime.ToUtcMs(zone, ms);
    }

    private static MetadataColumn Checked(TableSpec table, ColumnSpec column, string key, int position)
    {
        DataType type = column.Type;
        (bool fits, string wanted) = key switch
        {
            "topic" or "timestamp-type" => (type.IsCharacterString, "STRING"),
            "partition" or "leader-epoch" => (type.Root is TypeRoot.Integer or TypeRoot.BigInt, "INT"),
            "offset" => (type.Root == TypeRoot.BigInt, "BIGINT"),
            "timestamp" => (type.IsTimestamp, "TIMESTAMP_LTZ(3)"),
            "headers" => (type.Root == TypeRoot.Map && type.Key.IsCharacterString && type.Value.IsBinaryString, "MAP<STRING, BYTES>"),
            _ => throw new ConnectorException($"Table '{table.Name}', column '{column.Name}': the connector '{table.Connector}' has no metadata '{key}'."),
        };
        return fits
            ? new MetadataColumn(key, type, position)
            : throw new ConnectorException($"Table '{table.Name}', column '{column.Name}': the metadata '{key}' is {wanted}, which does not go into {type}.");
    }
}
