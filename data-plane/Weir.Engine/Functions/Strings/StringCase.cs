using System.Text;
using Weir.Engine.Batches;
using Weir.Engine.Expressions;

namespace Weir.Engine.Functions.Strings;

/// <summary>UPPER, LOWER and INITCAP.</summary>
public static class StringCase
{
    /// <summary>UPPER(text): ASCII at once, other text by the full mappings of Unicode (ß becomes SS).</summary>
    public static void Upper(ReadOnlySpan<Column> arguments, Column result, Selection rows, EvaluationContext context)
    {
        BytesColumn text = (BytesColumn)arguments[0];
        BytesColumn target = (BytesColumn)result;
        if (TryWhole(text, target, rows, toUpper: true))
        {
            return;
        }

        foreach (int row in rows)
        {
            ReadOnlySpan<byte> value = text[row];
            Span<byte> room = target.Reserve(value.Length);
            if (Ascii.ToUpper(value, room, out int written) == System.Buffers.OperationStatus.Done)
            {
                target.Commit(row, written);
            }
            else
            {
                UpperFully(value, target, row);
            }
        }
    }

    /// <summary>LOWER(text): ASCII at once, other text by the full mappings of Unicode (a sigma that ends a word becomes ς).</summary>
    public static void Lower(ReadOnlySpan<Column> arguments, Column result, Selection rows, EvaluationContext context)
    {
        BytesColumn text = (BytesColumn)arguments[0];
        BytesColumn target = (BytesColumn)result;
        if (TryWhole(text, target, rows, toUpper: false))
        {
            return;
        }

        foreach (int row in rows)
        {
            ReadOnlySpan<byte> value = text[row];
            Span<byte> room = target.Reserve(value.Length);
            if (Ascii.ToLower(value, room, out int written) == System.Buffers.OperationStatus.Done)
            {
                target.Commit(row, written);
            }
            else
            {
                LowerFully(value, target, row);
            }
        }
    }

    /// <summary>
    /// INITCAP(text): the first ASCII letter or digit of each word in upper case, the others in lower case. As in Calcite, a word ends at
    /// anything that is not an ASCII letter or digit, and nothing else changes.
    /// </summary>
    public static void Initcap(ReadOnlySpan<Column> arguments, Column result, Selection rows, EvaluationContext context)
    {
        BytesColumn text = (BytesColumn)arguments[0];
        BytesColumn target = (BytesColumn)result;
        foreach (int row in rows)
        {
            ReadOnlySpan<byte> value = text[row];
            Span<byte> room = target.Reserve(value.Length);
            bool startsWord = true;
            for (int i = 0; i < value.Length; i++)
            {
                byte c = value[i];
                bool isLower = (uint)(c - 'a') < 26;
                bool isUpper = (uint)(c - 'A') < 26;
                room[i] = startsWord && isLower ? (byte)(c - 32) : !startsWord && isUpper ? (byte)(c + 32) : c;
                startsWord = !isLower && !isUpper && (uint)(c - '0') >= 10;
            }

            target.Commit(row, value.Length);
        }
    }

    /// <summary>
    /// All texts at once, where they lie close together and are ASCII: their bytes are one run, which is converted in vectors, and each text is at the same place in it as before. False when nothing has been done.
    /// </summary>
    private static bool TryWhole(BytesColumn text, BytesColumn target, Selection rows, bool toUpper)
    {
        int from = int.MaxValue;
        int to = 0;
        long used = 0;
        ReadOnlySpan<int> starts = text.Starts;
        ReadOnlySpan<int> lengths = text.Lengths;
        foreach (int row in rows)
        {
            from = Math.Min(from, starts[row]);
            to = Math.Max(to, starts[row] + lengths[row]);
            used += lengths[row];
        }

        if (used == 0 || to - from > used * 2)
        {
            return false;
        }

        ReadOnlySpan<byte> run = text.Data.AsSpan(from, to - from);
        int begin = target.UsedBytes;
        Span<byte> room = target.Reserve(run.Length);
        System.Buffers.OperationStatus status = toUpper ? Ascii.ToUpper(run, room, out _) : Ascii.ToLower(run, room, out _);
        if (status != System.Buffers.OperationStatus.Done)
        {
            return false;
        }

        target.Append(room[..run.Length]); // the bytes are in their place already; this makes them count
        foreach (int row in rows)
        {
            target.SetRange(row, lengths[row] == 0 ? 0 : begin + starts[row] - from, lengths[row]);
        }

        return true;
    }

    private static void UpperFully(ReadOnlySpan<byte> value, BytesColumn target, int row)
    {
        // No mapping makes more than three code points of three bytes from one of two.
        Span<byte> room = target.Reserve(value.Length * 5);
        int written = 0;
        while (!value.IsEmpty)
        {
            Rune.DecodeFromUtf8(value, out Rune rune, out int consumed);
            value = value[consumed..];
            if (SpecialCasing.TryGetUpper(rune.Value, out ReadOnlySpan<char> several))
            {
                written += Utf16Text.Encode(several, room[written..]);
            }
            else
            {
                written += SpecialCasing.SimpleUpper(rune).EncodeToUtf8(room[written..]);
            }
        }

        target.Commit(row, written);
    }

    private static void LowerFully(ReadOnlySpan<byte> value, BytesColumn target, int row)
    {
        Span<byte> room = target.Reserve(value.Length * 3);
        int written = 0;
        int offset = 0;
        while (offset < value.Length)
        {
            Rune.DecodeFromUtf8(value[offset..], out Rune rune, out int consumed);
            switch (rune.Value)
            {
                case 0x130:
                    "i\u0307"u8.CopyTo(room[written..]);
                    written += 3;
                    break;
                case 0x3A3:
                    (SpecialCasing.EndsWord(value, offset, consumed) ? "ς"u8 : "σ"u8).CopyTo(room[written..]);
                    written += 2;
                    break;
                default:
                    written += SpecialCasing.SimpleLower(rune).EncodeToUtf8(room[written..]);
                    break;
            }

            offset += consumed;
        }

        target.Commit(row, written);
    }
}
