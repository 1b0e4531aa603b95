using System.Buffers.Text;
using Weir.Engine.Batches;
using Weir.Engine.Expressions;

namespace Weir.Engine.Functions.Strings;

/// <summary>TO_BASE64 and FROM_BASE64 with the basic alphabet of RFC 4648.</summary>
public static class Base64Text
{
    /// <summary>TO_BASE64(text or bytes), padded.</summary>
    public static void Encode(ReadOnlySpan<Column> arguments, Column result, Selection rows, EvaluationContext context)
    {
        BytesColumn values = (BytesColumn)arguments[0];
        BytesColumn target = (BytesColumn)result;
        foreach (int row in rows)
        {
            ReadOnlySpan<byte> value = values[row];
            Base64.EncodeToUtf8(value, target.Reserve(Base64.GetMaxEncodedToUtf8Length(value.Length)), out _, out int written);
            target.Commit(row, written);
        }
    }

    /// <summary>FROM_BASE64(text or bytes): padding may be missing; anything else that is not base64 (white space too) fails.</summary>
    public static void Decode(ReadOnlySpan<Column> arguments, Column result, Selection rows, EvaluationContext context)
    {
        BytesColumn values = (BytesColumn)arguments[0];
        BytesColumn target = (BytesColumn)result;
        foreach (int row in rows)
        {
            ReadOnlySpan<byte> value = values[row];
            target.Commit(row, Decode(value, target.Reserve((value.Length / 4 * 3) + 3)));
        }
    }

    private static int Decode(ReadOnlySpan<byte> text, Span<byte> target)
    {
        if (text.Length == 1)
        {
            throw new EvaluationException("FROM_BASE64: one character alone is not base64.");
        }

        int written = 0;
        int bits = 0;
        int pending = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '=')
            {
                // Two characters take two signs of padding, three take one, and nothing may follow.
                bool complete = pending == 3 || (pending == 2 && i + 1 < text.Length && text[i + 1] == '=');
                int end = i + (pending == 2 ? 2 : 1);
                if (!complete || end != text.Length)
                {
                    throw new EvaluationException($"FROM_BASE64: the padding at position {i + 1} is not where it may be.");
                }

                break;
            }

            bits = (bits << 6) | Sextet(text[i], i);
            if (++pending == 4)
            {
                target[written++] = (byte)(bits >> 16);
                target[written++] = (byte)(bits >> 8);
                target[written++] = (byte)bits;
                bits = 0;
                pending = 0;
            }
        }

        switch (pending)
        {
            case 1:
                throw new EvaluationException("FROM_BASE64: the last character has too few bits for a byte.");
            case 2:
                target[written++] = (byte)(bits >> 4);
                break;
            case 3:
                target[written++] = (byte)(bits >> 10);
                target[written++] = (byte)(bits >> 2);
                break;
        }

        return written;
    }

    private static int Sextet(byte character, int position) => character switch
    {
        >= (byte)'A' and <= (byte)'Z' => character - 'A',
        >= (byte)'a' and <= (byte)'z' => character - 'a' + 26,
        >= (byte)'0' and <= (byte)'9' => character - '0' + 52,
        (byte)'+' => 62,
        (byte)'/' => 63,
        _ => throw new EvaluationException($"FROM_BASE64: byte 0x{character:x2} at position {position + 1} is not of the base64 alphabet."),
    };
}
