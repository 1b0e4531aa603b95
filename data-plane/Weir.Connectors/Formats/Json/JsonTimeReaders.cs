using Weir.Engine.Batches;
using Weir.Engine.Types;

namespace Weir.Connectors.Formats.Json;

/// <summary>DATE as yyyy-MM-dd.</summary>
internal sealed class JsonDateReader : JsonValueReader
{
    protected override bool ReadValue(ref JsonCursor cursor, Column column, int row, int depth)
    {
        const string Expected = "a date as \"yyyy-MM-dd\"";
        int start = cursor.At;
        if (cursor.PeekToken() != JsonToken.String)
        {
            return JsonText.WrongKind(ref cursor, Expected);
        }

        if (!cursor.ReadString(out ReadOnlySpan<byte> text))
        {
            return false;
        }

        if (!TimeText.TryDate(text, out int days))
        {
            return cursor.Mismatch(Expected, start);
        }

        ((FixedColumn<int>)column)[row] = days;
        return true;
    }
}

/// <summary>TIME as HH:mm:ss.fff, kept to the millisecond.</summary>
internal sealed class JsonTimeReader : JsonValueReader
{
    protected override bool ReadValue(ref JsonCursor cursor, Column column, int row, int depth)
    {
        const string Expected = "a time as \"HH:mm:ss\"";
        int start = cursor.At;
        if (cursor.PeekToken() != JsonToken.String)
        {
            return JsonText.WrongKind(ref cursor, Expected);
        }

        if (!cursor.ReadString(out ReadOnlySpan<byte> text))
        {
            return false;
        }

        if (!TimeText.TryTime(text, secondsOptional: false, out long nanos))
        {
            return cursor.Mismatch(Expected, start);
        }

        ((FixedColumn<int>)column)[row] = (int)(nanos / 1_000_000);
        return true;
    }
}

/// <summary>TIMESTAMP, and TIMESTAMP_LTZ with a Z behind it.</summary>
internal sealed class JsonTimestampReader(DataType type, bool iso) : JsonValueReader
{
    private readonly bool _isInstant = type.Root == TypeRoot.TimestampLtz;
    private readonly string _expected = $"a timestamp as \"yyyy-MM-dd{(iso ? 'T' : ' ')}HH:mm:ss.fff{(type.Root == TypeRoot.TimestampLtz ? "Z" : string.Empty)}\"";

    protected override bool ReadValue(ref JsonCursor cursor, Column column, int row, int depth)
    {
        int start = cursor.At;
        if (cursor.PeekToken() != JsonToken.String)
        {
            return JsonText.WrongKind(ref cursor, _expected);
        }

        if (!cursor.ReadString(out ReadOnlySpan<byte> text))
        {
            return false;
        }

        if (_isInstant)
        {
            if (text.Length == 0 || text[^1] != 'Z')
            {
                return cursor.Mismatch(_expected, start);
            }

            text = text[..^1];
        }

        if (!TimeText.TryTimestamp(text, iso ? (byte)'T' : (byte)' ', secondsOptional: iso, out Int128 nanos))
        {
            return cursor.Mismatch(_expected, start);
        }

        TimestampColumn.Set(column, type, row, nanos);
        return true;
    }
}
