using Weir.Engine.Batches;
using Weir.Engine.Expressions;

namespace Weir.Engine.Functions.Strings;

/// <summary>OVERLAY(text PLACING replacement FROM start [FOR length]); positions count UTF-16 units, as in Flink.</summary>
public static class StringOverlay
{
    /// <summary>
    /// A kernel. A start outside of the text leaves it as it is; the rest of the text follows the replacement only when the length is positive and
    /// ends within the text.
    /// </summary>
    public static ScalarKernel Overlay()
    {
        Utf16Text texts = new();
        Utf16Text replacements = new();
        char[] units = [];
        return (arguments, result, rows, _) =>
        {
            BytesColumn text = (BytesColumn)arguments[0];
            BytesColumn replacement = (BytesColumn)arguments[1];
            FixedColumn<long> starts = (FixedColumn<long>)arguments[2];
            FixedColumn<long>? lengths = arguments.Length > 3 ? (FixedColumn<long>)arguments[3] : null;
            BytesColumn target = (BytesColumn)result;
            foreach (int row in rows)
            {
                ReadOnlySpan<byte> value = text[row];
                ReadOnlySpan<byte> placed = replacement[row];
                long start = starts[row];
                if (System.Text.Ascii.IsValid(value) && System.Text.Ascii.IsValid(placed))
                {
                    Span<byte> room = target.Reserve(value.Length + placed.Length);
                    target.Commit(row, Place(value, placed, start, lengths is null ? placed.Length : lengths[row], room));
                    continue;
                }

                ReadOnlySpan<char> valueUnits = texts.Decode(value);
                ReadOnlySpan<char> placedUnits = replacements.Decode(placed);
                if (units.Length < valueUnits.Length + placedUnits.Length)
                {
                    units = new char[Math.Max(valueUnits.Length + placedUnits.Length, units.Length * 2)];
                }

                int written = Place(valueUnits, placedUnits, start, lengths is null ? placedUnits.Length : lengths[row], units);
                Utf16Text.Set(target, row, units.AsSpan(0, written));
            }
        };
    }

    private static int Place<T>(ReadOnlySpan<T> text, ReadOnlySpan<T> placed, long start, long length, Span<T> target)
    {
        if (start <= 0 || start > text.Length)
        {
            text.CopyTo(target);
            return text.Length;
        }

        int written = (int)start - 1;
        text[..written].CopyTo(target);
        placed.CopyTo(target[written..]);
        written += placed.Length;
        if (length > 0 && length <= text.Length - start)
        {
            ReadOnlySpan<T> rest = text[(int)(start - 1 + length)..];
            rest.CopyTo(target[written..]);
            written += rest.Length;
        }

        return written;
    }
}
