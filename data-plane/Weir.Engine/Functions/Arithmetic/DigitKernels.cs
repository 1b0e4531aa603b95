using System.Globalization;
using System.Numerics;
using Weir.Engine.Batches;
using Weir.Engine.Expressions;

namespace Weir.Engine.Functions.Arithmetic;

/// <summary>BIN, HEX and UNHEX.</summary>
public static class DigitKernels
{
    /// <summary>A BIGINT in binary, two's complement when negative, without leading zeros.</summary>
    public static void Binary(ReadOnlySpan<Column> arguments, Column result, Selection rows, EvaluationContext context)
    {
        BytesColumn to = (BytesColumn)result;
        foreach (int row in rows)
        {
            ulong value = (ulong)((FixedColumn<long>)arguments[0])[row];
            int length = Math.Max(1, 64 - BitOperations.LeadingZeroCount(value));
            Span<byte> text = to.Reserve(length);
            for (int i = 0; i < length; i++)
            {
                text[i] = (byte)('0' + (int)((value >> (length - 1 - i)) & 1));
            }

            to.Commit(row, length);
        }
    }

    /// <summary>A BIGINT in hexadecimal, two's complement when negative, without leading zeros.</summary>
    public static void HexOfNumber(ReadOnlySpan<Column> arguments, Column result, Selection rows, EvaluationContext context)
    {
        BytesColumn to = (BytesColumn)result;
        foreach (int row in rows)
        {
            ulong value = (ulong)((FixedColumn<long>)arguments[0])[row];
            _ = value.TryFormat(to.Reserve(16), out int length, "X", CultureInfo.InvariantCulture);
            to.Commit(row, length);
        }
    }

    /// <summary>The bytes of a string in hexadecimal, upper case.</summary>
    public static void HexOfText(ReadOnlySpan<Column> arguments, Column result, Selection rows, EvaluationContext context)
    {
        BytesColumn from = (BytesColumn)arguments[0];
        BytesColumn to = (BytesColumn)result;
        foreach (int row in rows)
        {
            ReadOnlySpan<byte> bytes = from[row];
            Span<byte> text = to.Reserve(bytes.Length * 2);
            for (int i = 0; i < bytes.Length; i++)
            {
                text[2 * i] = "0123456789ABCDEF"u8[bytes[i] >> 4];
                text[(2 * i) + 1] = "0123456789ABCDEF"u8[bytes[i] & 15];
            }

            to.Commit(row, bytes.Length * 2);
        }
    }

    /// <summary>The bytes that hexadecimal text stands for; an odd number of digits has a zero put before it, other text gives NULL.</summary>
    public static void Unhex(ReadOnlySpan<Column> arguments, Column result, Selection rows, EvaluationContext context)
    {
        BytesColumn from = (BytesColumn)arguments[0];
        BytesColumn to = (BytesColumn)result;
        foreach (int row in rows)
        {
            ReadOnlySpan<byte> text = from[row];
            int length = (text.Length + 1) / 2;
            Span<byte> bytes = to.Reserve(length)[..length];
            if (TryDecode(text, bytes))
            {
                to.Commit(row, length);
            }
            else
            {
                to.SetNull(row);
            }
        }
    }

    private static bool TryDecode(ReadOnlySpan<byte> text, Span<byte> bytes)
    {
        bytes.Clear();
        int shift = bytes.Length * 2 - text.Length;
        for (int i = 0; i < text.Length; i++)
        {
            int digit = text[i] switch
            {
                >= (byte)'0' and <= (byte)'9' => text[i] - '0',
                >= (byte)'a' and <= (byte)'f' => text[i] - 'a' + 10,
                >= (byte)'A' and <= (byte)'F' => text[i] - 'A' + 10,
                _ => -1,
            };
            if (digit < 0)
            {
                return false;
            }

            int at = i + shift;
            bytes[at / 2] |= (byte)(at % 2 == 0 ? digit << 4 : digit);
        }

        if (shift == 1)
        {
            // Of an odd number of digits the first counts for nothing, as in Flink: there is a byte 0 in its place.
            bytes[0] = 0;
        }

        return true;
    }
}
