using System.Buffers;
using System.Buffers.Text;
using System.Numerics;
using System.Text;
using Weir.Engine.Batches;
using Weir.Engine.Types;

namespace Weir.Connectors.Formats.Json;

/// <summary>NULL is its only value.</summary>
internal sealed class JsonNullReader : JsonValueReader
{
    protected override bool ReadValue(ref JsonCursor cursor, Column column, int row, int depth)
    {
        column.SetNull(row);
        return cursor.Skip(depth);
    }
}

/// <summary>true and false; of other scalars, as in Flink, the text "true" is true and all else false.</summary>
internal sealed class JsonBooleanReader : JsonValueReader
{
    protected override bool ReadValue(ref JsonCursor cursor, Column column, int row, int depth)
    {
        int start = cursor.At;
        switch (cursor.PeekToken())
        {
            case JsonToken.True:
                ((FixedColumn<byte>)column)[row] = 1;
                return cursor.ReadWord("true"u8);
            case JsonToken.False:
                ((FixedColumn<byte>)column)[row] = 0;
                return cursor.ReadWord("false"u8);
            case JsonToken.String:
                if (!cursor.ReadString(out ReadOnlySpan<byte> text))
                {
                    return false;
                }

                text = text.Trim(" \t\r\n"u8);
                bool isTrue = Ascii.EqualsIgnoreCase(text, "true"u8);
                if (!isTrue && !Ascii.EqualsIgnoreCase(text, "false"u8))
                {
                    return cursor.Mismatch("true or false", start);
                }

                ((FixedColumn<byte>)column)[row] = isTrue ? (byte)1 : (byte)0;
                return true;
            default:
                return JsonText.WrongKind(ref cursor, "true or false");
        }
    }
}

/// <summary>Whole numbers.</summary>
/// <param name="min">The least value.</param>
/// <param name="max">The greatest value.</param>
/// <param name="expected">What it is, for messages.</param>
/// <param name="truncates">Whether a number with a fraction or exponent is cut off to a whole one, as Flink does for INT and BIGINT.</param>
internal sealed class JsonIntegerReader<T>(long min, long max, string expected, bool truncates) : JsonValueReader
    where T : unmanaged, INumberBase<T>
{
    protected override bool ReadValue(ref JsonCursor cursor, Column column, int row, int depth)
    {
        int start = cursor.At;
        ReadOnlySpan<byte> text = cursor.Text;
        int at = start;
        bool negative = at < text.Length && text[at] == '-';
        at += negative ? 1 : 0;
        int first = at;
        long magnitude = 0;
        while (at < text.Length && (uint)(text[at] - '0') <= 9 && at - first < 18)
        {
            magnitude = (magnitude * 10) + (text[at] - '0');
            at++;
        }

        // Up to 18 digits with a comma, bracket or blank behind them: nearly all there are.
        if (at > first && at < text.Length && (text[first] != '0' || at == first + 1) && text[at] is (byte)',' or (byte)'}' or (byte)' ' or (byte)']')
        {
            long small = negative ? -magnitude : magnitude;
            if (small < min || small > max)
            {
                return cursor.Mismatch($"{expected} ({min} to {max})", start);
            }

            ((FixedColumn<T>)column)[row] = T.CreateTruncating(small);
            cursor.At = at;
            return true;
        }

        return ReadSlowly(ref cursor, column, row, start);
    }

    private bool ReadSlowly(ref JsonCursor cursor, Column column, int row, int start)
    {
        if (!JsonText.ReadNumberOrString(ref cursor, expected, out ReadOnlySpan<byte> text, out bool isWhole))
        {
            return false;
        }

        NumberOutcome outcome = !isWhole && truncates ? NumberText.ParseTruncated(text, min, max, out long value) : NumberText.ParseInteger(text, min, max, out value);
        if (outcome != NumberOutcome.Ok)
        {
            return cursor.Mismatch(outcome == NumberOutcome.OutOfRange ? $"{expected} ({min} to {max})" : expected, start);
        }

        ((FixedColumn<T>)column)[row] = T.CreateTruncating(value);
        return true;
    }
}

/// <summary>DOUBLE.</summary>
internal sealed class JsonDoubleReader : JsonValueReader
{
    protected override bool ReadValue(ref JsonCursor cursor, Column column, int row, int depth)
    {
        int start = cursor.At;
        if (!JsonText.ReadNumberOrString(ref cursor, "a DOUBLE", out ReadOnlySpan<byte> text, out _))
        {
            return false;
        }

        if (NumberText.ParseDouble(text, out double value) != NumberOutcome.Ok)
        {
            return cursor.Mismatch("a DOUBLE", start);
        }

        ((FixedColumn<double>)column)[row] = value;
        return true;
    }
}

/// <summary>FLOAT.</summary>
internal sealed class JsonFloatReader : JsonValueReader
{
    protected override bool ReadValue(ref JsonCursor cursor, Column column, int row, int depth)
    {
        int start = cursor.At;
        if (!JsonText.ReadNumberOrString(ref cursor, "a FLOAT", out ReadOnlySpan<byte> text, out _))
        {
            return false;
        }

        if (NumberText.ParseFloat(text, out float value) != NumberOutcome.Ok)
        {
            return cursor.Mismatch("a FLOAT", start);
        }

        ((FixedColumn<float>)column)[row] = value;
        return true;
    }
}

/// <summary>DECIMAL. One with too many digits before its point does not parse; Flink would make it NULL without a word.</summary>
internal sealed class JsonDecimalReader(DataType type) : JsonValueReader
{
    protected override bool ReadValue(ref JsonCursor cursor, Column column, int row, int depth)
    {
        int start = cursor.At;
        if (!JsonText.ReadNumberOrString(ref cursor, "a DECIMAL", out ReadOnlySpan<byte> text, out _))
        {
            return false;
        }

        if (NumberText.ParseDecimal(text, type.Precision, type.Scale, out Int128 value) != NumberOutcome.Ok)
        {
            return cursor.Mismatch($"a DECIMAL({type.Precision}, {type.Scale})", start);
        }

        ((FixedColumn<Int128>)column)[row] = value;
        return true;
    }
}

/// <summary>BINARY and VARBINARY, in Base64.</summary>
internal sealed class JsonBytesReader : JsonValueReader
{
    protected override bool ReadValue(ref JsonCursor cursor, Column column, int row, int depth)
    {
        int start = cursor.At;
        if (cursor.PeekToken() != JsonToken.String)
        {
            return JsonText.WrongKind(ref cursor, "bytes in Base64");
        }

        if (!cursor.ReadString(out ReadOnlySpan<byte> text))
        {
            return false;
        }

        BytesColumn bytes = (BytesColumn)column;
        Span<byte> to = bytes.Reserve(Base64.GetMaxDecodedFromUtf8Length(text.Length));
        if (Base64.DecodeFromUtf8(text, to, out _, out int written) != OperationStatus.Done)
        {
            return cursor.Mismatch("bytes in Base64", start);
        }

        bytes.Commit(row, written);
        return true;
    }
}
