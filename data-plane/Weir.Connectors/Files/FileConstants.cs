using System.Text;
using Weir.Connectors.Formats.Csv;
using Weir.Engine.Batches;
using Weir.Engine.Connectors;
using Weir.Engine.Types;

namespace Weir.Connectors.Files;

/// <summary>Columns that have one value for a whole file: metadata, and partition columns from the folders' names.</summary>
internal sealed class FileConstants
{
    private readonly (int Column, DataType Type, object? Value)[] _values;

    private FileConstants((int Column, DataType Type, object? Value)[] values) => _values = values;

    /// <summary>The constants of a file for the wanted columns.</summary>
    /// <exception cref="ConnectorException">The file's folders do not name a partition column, or not by a value of its type.</exception>
    public static FileConstants Of(TableSpec table, IReadOnlyList<int> wanted, string path, string defaultPartition)
    {
        List<(int Column, DataType Type, object? Value)> values = [];
        FileInfo info = new(path);
        for (int c = 0; c < wanted.Count; c++)
        {
            ColumnSpec column = table.Columns[wanted[c]];
            if (column.MetadataKey is { } key)
            {
                values.Add((c, column.Type, Metadata(table, column, key, info)));
            }
            else if (table.PartitionKeys.Contains(column.Name))
            {
                values.Add((c, column.Type, Partition(table, column, path, defaultPartition)));
            }
        }

        return new FileConstants([.. values]);
    }

    /// <summary>Gives all rows of the batch the values.</summary>
    public void Fill(SourceBatch batch)
    {
        foreach ((int column, DataType type, object? value) in _values)
        {
            ColumnValues.Fill(batch.Columns[column], type, batch.RowCount, value);
        }
    }

    private static object Metadata(TableSpec table, ColumnSpec column, string key, FileInfo info)
    {
        (object value, bool fits) = key switch
        {
            "file.path" => ((object)Encoding.UTF8.GetBytes(info.FullName), column.Type.IsCharacterString),
            "file.name" => (Encoding.UTF8.GetBytes(info.Name), column.Type.IsCharacterString),
            "file.size" => (info.Length, column.Type.Root == TypeRoot.BigInt),
            "file.modification-time" => (Time(info, column.Type), column.Type.Root == TypeRoot.TimestampLtz),
            _ => throw new ConnectorException($"Table '{table.Name}', column '{column.Name}': filesystem has no metadata '{key}'; it has file.path, file.name, file.size, file.modification-time."),
        };
        return fits ? value : throw new ConnectorException($"Table '{table.Name}', column '{column.Name}': the metadata '{key}' is not of type {column.Type}.");
    }

    private static object Time(FileInfo info, DataType type)
    {
        long ms = new DateTimeOffset(info.LastWriteTimeUtc).ToUnixTimeMilliseconds();
        return type.Physical == PhysicalType.Int64 ? (object)ms : (Int128)ms * 1_000_000;
    }

    private static object? Partition(TableSpec table, ColumnSpec column, string path, string defaultPartition)
    {
        string? folder = path.Split('/').LastOrDefault(f => f.StartsWith(column.Name + "=", StringComparison.Ordinal));
        if (folder is null)
        {
            throw new ConnectorException($"Table '{table.Name}': no folder of '{path}' names the partition column '{column.Name}' (as '{column.Name}=value').");
        }

        string value = FilePaths.Unescape(folder[(column.Name.Length + 1)..]);
        if (value == defaultPartition)
        {
            return null;
        }

        // A timestamp's folder has a T between date and time, and may lack the seconds.
        string text = column.Type.IsTimestamp ? value.Replace('T', ' ') : value;
        text = column.Type.Root == TypeRoot.Timestamp && text.Length == 16 ? text + ":00" : text;
        Column one = ColumnFactory.Create(column.Type, 1);
        if (!new CsvValueReader(new CsvOptions()).Read(Encoding.UTF8.GetBytes(text), one, column.Type, 0, out string expected))
        {
            throw new ConnectorException($"Table '{table.Name}': the folder '{folder}' of '{path}' is not a value for '{column.Name}': expected {expected}.");
        }

        object? parsed = ColumnValues.Get(one, column.Type, 0);
        return parsed is string s ? Encoding.UTF8.GetBytes(s) : parsed;
    }
}
