using Weir.Engine.Batches;

namespace Weir.Connectors.Formats.Json;

/// <summary>ARRAY.</summary>
internal sealed class JsonArrayReader(JsonValueReader element) : JsonValueReader
{
    protected override bool ReadValue(ref JsonCursor cursor, Column column, int row, int depth)
    {
        if (cursor.Peek() != '[')
        {
            return JsonText.WrongKind(ref cursor, "an array");
        }

        ArrayColumn array = (ArrayColumn)column;
        int start = array.ElementCount;
        cursor.At++;
        if (cursor.Peek() == ']')
        {
            cursor.At++;
            array.Commit(row, start);
            return true;
        }

        while (true)
        {
            int at = array.AddElement();
            if (!element.Read(ref cursor, array.Elements, at, depth + 1))
            {
                cursor.Within($"[{at - start}]");
                return false;
            }

            byte c = cursor.Peek();
            cursor.At++;
            if (c == ']')
            {
                array.Commit(row, start);
                return true;
            }

            if (c != ',')
            {
                cursor.At--;
                return cursor.Malformed("expected ',' or ']'");
            }
        }
    }
}

/// <summary>MAP with string keys, and MULTISET with counts; of a key that comes twice the last value holds.</summary>
internal sealed class JsonMapReader(JsonValueReader value) : JsonValueReader
{
    private readonly MapKeys _keys = new();

    protected override bool ReadValue(ref JsonCursor cursor, Column column, int row, int depth)
    {
        if (cursor.Peek() != '{')
        {
            return JsonText.WrongKind(ref cursor, "an object");
        }

        MapColumn map = (MapColumn)column;
        BytesColumn keys = (BytesColumn)map.Keys;
        int start = map.EntryCount;
        _keys.Clear(start);
        cursor.At++;
        if (cursor.Peek() == '}')
        {
            cursor.At++;
            map.Commit(row, start);
            return true;
        }

        while (true)
        {
            if (cursor.Peek() != '"')
            {
                return cursor.Malformed("expected a key");
            }

            if (!cursor.ReadString(out ReadOnlySpan<byte> key))
            {
                return false;
            }

            int at = _keys.Find(keys, map.EntryCount, key);
            if (at < 0)
            {
                at = map.AddEntry();
                keys.SetValid(at);
                keys.Set(at, key);
                _keys.Added(keys, at);
            }

            if (!cursor.Expect((byte)':'))
            {
                return false;
            }

            if (!value.Read(ref cursor, map.Values, at, depth + 1))
            {
                cursor.Within($"['{System.Text.Encoding.UTF8.GetString(keys[at])}']");
                return false;
            }

            byte c = cursor.Peek();
            cursor.At++;
            if (c == '}')
            {
                map.Commit(row, start);
                return true;
            }

            if (c != ',')
            {
                cursor.At--;
                return cursor.Malformed("expected ',' or '}'");
            }
        }
    }
}
