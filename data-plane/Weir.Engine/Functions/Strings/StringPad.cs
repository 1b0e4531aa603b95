using Weir.Engine.Batches;
using Weir.Engine.Expressions;

namespace Weir.Engine.Functions.Strings;

/// <summary>LPAD, RPAD and REPEAT. LPAD and RPAD count UTF-16 units, as Flink does: a character beyond U+FFFF is two, and half of one is '?'.</summary>
public static class StringPad
{
    /// <summary>LPAD(text, length, pad): NULL for a negative length or an empty pad.</summary>
    public static ScalarKernel Left() => Create(left: true);

    /// <summary>RPAD(text, length, pad): NULL for a negative length or an empty pad.</summary>
    public static ScalarKernel Right() => Create(left: false);

    /// <summary>REPEAT(text, count): empty when the count is not positive.</summary>
    public static void Repeat(ReadOnlySpan<Column> arguments, Column result, Selection rows, EvaluationContext context)
    {
        BytesColumn text = (BytesColumn)arguments[0];
        FixedColumn<int> counts = (FixedColumn<int>)arguments[1];
        BytesColumn target = (BytesColumn)result;
        foreach (int row in rows)
        {
            ReadOnlySpan<byte> value = text[row];
            int bytes = Bounded("REPEAT", (long)value.Length * Math.Max(0, counts[row]));
            Span<byte> room = target.Reserve(bytes)[..bytes];
            for (int written = 0; written < bytes; written += value.Length)
            {
                value.CopyTo(room[written..]);
            }

            target.Commit(row, bytes);
        }
    }

    private static ScalarKernel Create(bool left)
    {
        Utf16Text text = new();
        Utf16Text pad = new();
        char[] units = [];
        return (arguments, result, rows, _) =>
        {
            BytesColumn texts = (BytesColumn)arguments[0];
            FixedColumn<int> lengths = (FixedColumn<int>)arguments[1];
            BytesColumn pads = (BytesColumn)arguments[2];
            BytesColumn target = (BytesColumn)result;
            foreach (int row in rows)
            {
                int length = lengths[row];
                ReadOnlySpan<byte> value = texts[row];
                ReadOnlySpan<byte> padding = pads[row];
                if (length < 0 || padding.IsEmpty)
                {
                    target.SetNull(row);
                    continue;
                }

                Bounded(left ? "LPAD" : "RPAD", length * 3L);
                if (System.Text.Ascii.IsValid(value) && System.Text.Ascii.IsValid(padding))
                {
                    Fill(value, padding, target.Reserve(length)[..length], left);
                    target.Commit(row, length);
                    continue;
                }

                if (units.Length < length)
                {
                    units = new char[Math.Max(length, units.Length * 2)];
                }

                Span<char> filled = units.AsSpan(0, length);
                Fill(text.Decode(value), pad.Decode(padding), filled, left);
                Utf16Text.Set(target, row, filled);
            }
        };
    }

    /// <summary>Fills the target with the text, cut if it is too long, and as much padding as that leaves room for.</summary>
    private static void Fill<T>(ReadOnlySpan<T> text, ReadOnlySpan<T> pad, Span<T> target, bool left)
    {
        text = text[..Math.Min(text.Length, target.Length)];
        int missing = target.Length - text.Length;
        text.CopyTo(left ? target[missing..] : target);
        Span<T> padded = left ? target[..missing] : target[text.Length..];
        while (!padded.IsEmpty)
        {
            int taken = Math.Min(pad.Length, padded.Length);
            pad[..taken].CopyTo(padded);
            padded = padded[taken..];
        }
    }

    private static int Bounded(string function, long bytes) => bytes <= Utf16Text.MaxValueBytes
        ? (int)bytes
        : throw new EvaluationException($"{function}: the result would have {bytes} bytes; a value has at most {Utf16Text.MaxValueBytes}.");
}
