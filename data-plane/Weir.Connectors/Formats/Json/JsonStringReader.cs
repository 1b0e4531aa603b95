using Weir.Engine.Batches;
using Weir.Engine.Text;

namespace Weir.Connectors.Formats.Json;

/// <summary>CHAR and VARCHAR. A number, true or false is taken by its text, an object or array as compact JSON.</summary>
internal sealed class JsonStringReader : JsonValueReader
{
    private readonly Utf8Writer _compact = new();

    protected override bool ReadValue(ref JsonCursor cursor, Column column, int row, int depth)
    {
        BytesColumn bytes = (BytesColumn)column;
        int start = cursor.At;
        switch (cursor.PeekToken())
        {
            case JsonToken.String:
                if (!cursor.ReadString(out ReadOnlySpan<byte> text))
                {
                    return false;
                }

                bytes.Set(row, text);
                return true;
            case JsonToken.Object or JsonToken.Array:
                if (!cursor.Skip(depth))
                {
                    return false;
                }

                _compact.Clear();
                JsonCompactor.Write(_compact, cursor.Text[start..cursor.At]);
                bytes.Set(row, _compact.Written);
                return true;
            case JsonToken.Number or JsonToken.True or JsonToken.False:
                if (!cursor.Skip(depth))
                {
                    return false;
                }

                bytes.Set(row, cursor.Text[start..cursor.At]);
                return true;
            default:
                return JsonText.WrongKind(ref cursor, "a string");
        }
    }
}
