using System.Text;
using Weir.Engine.Batches;
using Weir.Engine.Connectors;
using Weir.Engine.Text;
using Weir.Engine.Types;
using Weir.Sql.Compilation;

namespace Weir.Cli.Running;

/// <summary>How rows of a query are printed.</summary>
internal enum RowFormat
{
    /// <summary>Columns side by side.</summary>
    Table,

    /// <summary>An object a line; changes carry their kind in <c>op</c>.</summary>
    Json,

    /// <summary>RFC 4180.</summary>
    Csv,
}

/// <summary>Prints the rows of a query as they come.</summary>
internal sealed class RowPrinter(CompiledJob job, Stream to, RowFormat format) : TableSink
{
    private readonly RowField[] _columns = [.. job.ResultColumns!];
    private readonly bool _showsKind = job.Explain.Changelog != ChangelogMode.InsertOnly;
    private readonly Utf8Writer _text = new();
    private readonly StreamWriter _writer = new(to, new UTF8Encoding(false)) { AutoFlush = false };
    private int[] _widths = [];

    public override SinkGuarantee Guarantee => SinkGuarantee.None;

    public override ChangelogMode Accepts(ChangelogMode query) => ChangelogMode.All;

    public override void Open(SinkContext context)
    {
        _widths = [.. _columns.Select(c => Math.Max(c.Name.Length, Width(c.Type)))];
        try
        {
            WriteHead();
            _writer.Flush();
        }
        catch (IOException e)
        {
            throw Lost(e);
        }
    }

    private void WriteHead()
    {
        if (format == RowFormat.Table)
        {
            string[] names = [.. _columns.Select((c, i) => c.Name.PadRight(_widths[i]))];
            _writer.WriteLine((_showsKind ? "op | " : string.Empty) + string.Join(" | ", names).TrimEnd());
            _writer.WriteLine((_showsKind ? "---+-" : string.Empty) + string.Join("-+-", _widths.Select(w => new string('-', w))));
        }
        else if (format == RowFormat.Csv)
        {
            _writer.WriteLine(string.Join(',', (_showsKind ? new[] { "op" } : []).Concat(_columns.Select(c => Quote(c.Name)))));
        }
    }

    public override void Write(Batch batch)
    {
        try
        {
            WriteRows(batch);
            _writer.Flush();
        }
        catch (IOException e)
        {
            throw Lost(e);
        }
    }

    private static ConnectorException Lost(IOException e) => new($"The rows cannot be written to standard output: {e.Message}", e);

    private void WriteRows(Batch batch)
    {
        foreach (int row in batch.Rows)
        {
            string kind = batch.KindOf(row).Symbol();
            string?[] cells = [.. _columns.Select((c, i) => Cell(batch.Columns[i], c.Type, row))];
            switch (format)
            {
                case RowFormat.Table:
                    _writer.WriteLine((_showsKind ? kind + " | " : string.Empty) + string.Join(" | ", cells.Select((c, i) => (c ?? "NULL").PadRight(_widths[i]))).TrimEnd());
                    break;
                case RowFormat.Csv:
                    _writer.WriteLine(string.Join(',', (_showsKind ? new[] { kind } : []).Concat(cells.Select(c => c is null ? string.Empty : Quote(c)))));
                    break;
                default:
                    WriteJson(batch, row, kind);
                    break;
            }
        }
    }

    private static int Width(DataType type) => type.Root switch
    {
        TypeRoot.Boolean => 5,
        TypeRoot.TinyInt or TypeRoot.SmallInt => 6,
        TypeRoot.Integer => 11,
        TypeRoot.Date => 10,
        TypeRoot.BigInt or TypeRoot.Decimal or TypeRoot.Double or TypeRoot.Float => 12,
        TypeRoot.Timestamp or TypeRoot.TimestampLtz => 23,
        TypeRoot.VarChar or TypeRoot.Char => Math.Min(type.Length, 16),
        _ => 12,
    };

    private static string Quote(string text) =>
        text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private string? Cell(Column column, DataType type, int row)
    {
        if (column.IsNull(row))
        {
            return null;
        }

        _text.Clear();
        ValueText.Write(_text, column, type, row, TextStyle.Sql, job.Session.TimeZone);
        return Encoding.UTF8.GetString(_text.Written);
    }

    private void WriteJson(Batch batch, int row, string kind)
    {
        StringBuilder line = new("{");
        if (_showsKind)
        {
            line.Append("\"op\":\"").Append(kind).Append('"');
        }

        for (int i = 0; i < _columns.Length; i++)
        {
            line.Append(line.Length > 1 ? "," : string.Empty).Append(System.Text.Json.JsonSerializer.Serialize(_columns[i].Name, JsonText.Default.String)).Append(':');
            string? cell = Cell(batch.Columns[i], _columns[i].Type, row);
            bool bare = _columns[i].Type.IsNumeric && cell is not ("NaN" or "Infinity" or "-Infinity");
            line.Append(cell is null ? "null" : _columns[i].Type.Root == TypeRoot.Boolean ? cell.ToLowerInvariant() : bare ? cell : System.Text.Json.JsonSerializer.Serialize(cell, JsonText.Default.String));
        }

        _writer.WriteLine(line.Append('}'));
    }
}

[System.Text.Json.Serialization.JsonSerializable(typeof(string))]
internal sealed partial class JsonText : System.Text.Json.Serialization.JsonSerializerContext
{
}
