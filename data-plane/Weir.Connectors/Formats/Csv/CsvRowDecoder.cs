using System.Text;
using System.Text.Unicode;
using Weir.Engine.Batches;
using Weir.Engine.Connectors;
using Weir.Engine.Formats;

namespace Weir.Connectors.Formats.Csv;

/// <summary>A line of fields for each row.</summary>
internal sealed class CsvRowDecoder : RowDecoder
{
    private readonly CsvOptions _options;
    private readonly FormatField[] _fields;
    private readonly CsvFieldSplitter _splitter;
    private readonly CsvValueReader _values;

    public CsvRowDecoder(CsvOptions options, string table, IReadOnlyList<FormatField> fields)
    {
        _options = options;
        _fields = [.. fields];
        _splitter = new CsvFieldSplitter(options);
        _values = new CsvValueReader(options);
        CsvTypes.Check(table, fields);
    }

    public override bool TryDecode(ReadOnlySpan<byte> message, SourceBatch batch)
    {
        if (message.Length > 0 && message[^1] == '\n')
        {
            message = message[..^1];
        }

        if (message.Length > 0 && message[^1] == '\r')
        {
            message = message[..^1];
        }

        IsSkipped = message.Length == 0 || (_options.AllowComments && message[0] == '#');
        if (IsSkipped)
        {
            return true;
        }

        if (!Utf8.IsValid(message))
        {
            return Fail("the line is not valid UTF-8");
        }

        if (_splitter.Split(message) is { } error)
        {
            return Fail(error);
        }

        int count = _splitter.Count;
        if (count == _fields.Length + 1 && _splitter[message, count - 1].Length == 0)
        {
            count--; // a delimiter behind the last field is taken
        }

        if (count > _fields.Length || (count < _fields.Length && !_options.IgnoreParseErrors))
        {
            return Fail($"expected {_fields.Length} fields, found {count}");
        }

        return Decode(message, count, batch);
    }

    private bool Decode(ReadOnlySpan<byte> message, int count, SourceBatch batch)
    {
        int row = batch.RowCount;
        for (int f = 0; f < _fields.Length; f++)
        {
            FormatField field = _fields[f];
            if (field.Column < 0)
            {
                continue;
            }

            Column column = batch.Columns[field.Column];
            if (f >= count)
            {
                column.SetNull(row);
                continue;
            }

            ReadOnlySpan<byte> text = _splitter[message, f];
            if (_values.Read(text, column, field.Type, row, out string expected))
            {
                continue;
            }

            if (!_options.IgnoreParseErrors)
            {
                return Fail($"field '{field.Name}': expected {expected}, found '{Encoding.UTF8.GetString(text[..Math.Min(text.Length, 40)])}'");
            }

            column.SetNull(row);
        }

        return true;
    }

    private bool Fail(string reason)
    {
        if (_options.IgnoreParseErrors)
        {
            IsSkipped = true;
            return true;
        }

        Error = reason;
        return false;
    }
}
