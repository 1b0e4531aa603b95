using System.Text;
using Weir.Engine.Batches;
using Weir.Engine.Connectors;
using Weir.Engine.Text;
using Weir.Engine.Types;

namespace Weir.Connectors.Files;

/// <summary>The folder of each row by its partition columns: <c>a=1/b=x</c>. Nothing is made anew while the values repeat.</summary>
internal sealed class PartitionFolders
{
    private readonly (string Name, DataType Type, int Column)[] _keys;
    private readonly string _defaultName;
    private readonly TimeZoneInfo _zone;
    private readonly Utf8Writer _values = new();
    private readonly Dictionary<string, string> _folders = new(StringComparer.Ordinal);
    private byte[] _lastValues = [];
    private string _last = string.Empty;

    public PartitionFolders(TableSpec table, string defaultName)
    {
        ColumnSpec[] written = [.. table.Columns.Where(c => !c.IsVirtual)];
        _keys = [.. table.PartitionKeys.Select(key =>
        {
            int column = Array.FindIndex(written, c => c.Name == key);
            return column >= 0 ? (key, written[column].Type, column) : throw new ConnectorException($"Table '{table.Name}': the partition column '{key}' is not a column of the table.");
        })];
        _defaultName = defaultName;
        _zone = table.SessionTimeZone;
    }

    /// <summary>The folder of a row; empty without partition columns.</summary>
    public string Of(Batch batch, int row)
    {
        if (_keys.Length == 0)
        {
            return string.Empty;
        }

        _values.Clear();
        foreach ((_, DataType type, int column) in _keys)
        {
            if (!batch.Columns[column].IsNull(row))
            {
                ValueText.Write(_values, batch.Columns[column], type, row, TextStyle.Row, _zone);
            }

            _values.Write((byte)0);
        }

        if (_values.Written.SequenceEqual(_lastValues))
        {
            return _last;
        }

        _lastValues = _values.Written.ToArray();
        string values = Encoding.UTF8.GetString(_lastValues);
        if (!_folders.TryGetValue(values, out string? folder))
        {
            if (_folders.Count > 10_000)
            {
                _folders.Clear();
            }

            _folders[values] = folder = Name(values.Split('\0'));
        }

        return _last = folder;
    }

    private string Name(string[] values)
    {
        StringBuilder folder = new();
        for (int k = 0; k < _keys.Length; k++)
        {
            folder.Append(k > 0 ? "/" : string.Empty);
            FilePaths.AppendFolder(folder, _keys[k].Name, values[k].Length == 0 ? _defaultName : values[k]);
        }

        return folder.ToString();
    }
}
