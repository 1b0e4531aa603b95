using System.Text.Unicode;
using Weir.Engine.Connectors;
using Weir.Engine.Formats;

namespace Weir.Connectors.Formats.Json;

/// <summary>A JSON object for each row, from its bytes straight into columns.</summary>
internal sealed class JsonRowDecoder(JsonOptions options, IReadOnlyList<FormatField> fields) : RowDecoder
{
    private readonly JsonRowReader _row = new(fields, options) { IgnoreErrors = options.IgnoreParseErrors };
    private readonly JsonScratch _scratch = new();

    public override bool TryDecode(ReadOnlySpan<byte> message, SourceBatch batch)
    {
        IsSkipped = message.Length == 0;
        if (IsSkipped)
        {
            return true;
        }

        if (!Utf8.IsValid(message))
        {
            return Fail("the message is not valid UTF-8");
        }

        JsonCursor cursor = new(message, _scratch);
        if (cursor.Peek() != '{')
        {
            cursor.Malformed("expected a JSON object");
        }
        else if (_row.ReadObject(ref cursor, batch.Columns, batch.RowCount, 0))
        {
            if (cursor.Peek() == 0)
            {
                return true;
            }

            cursor.Malformed("expected the end of the message behind the object");
        }

        return Fail(cursor.Path.Length == 0 ? cursor.Error! : $"field '{cursor.Path}': {cursor.Error}");
    }

    private bool Fail(string reason)
    {
        if (options.IgnoreParseErrors)
        {
            IsSkipped = true;
            return true;
        }

        Error = reason;
        return false;
    }
}
