using System.Numerics;
using System.Runtime.Intrinsics;
using System.Text;
using Weir.Engine.Batches;
using Weir.Engine.Expressions;

namespace Weir.Engine.Functions.Strings;

/// <summary>SPLIT and SPLIT_INDEX. An empty text has no parts.</summary>
public static class StringSplit
{
    /// <summary>SPLIT(text, separator): an empty separator gives each UTF-16 unit apart, so '?' for each half of a character beyond U+FFFF.</summary>
    public static void Split(ReadOnlySpan<Column> arguments, Column result, Selection rows, EvaluationContext context)
    {
        BytesColumn text = (BytesColumn)arguments[0];
        BytesColumn separators = (BytesColumn)arguments[1];
        ArrayColumn target = (ArrayColumn)result;
        BytesColumn parts = (BytesColumn)target.Elements;
        foreach (int row in rows)
        {
            int start = target.ElementCount;
            ReadOnlySpan<byte> value = text[row];
            ReadOnlySpan<byte> separator = separators[row];
            if (separator.IsEmpty)
            {
                AddUnits(value, target, parts);
            }
            else if (!value.IsEmpty)
            {
                for (int found = value.IndexOf(separator); found >= 0; found = value.IndexOf(separator))
                {
                    parts.Set(target.AddElement(), value[..found]);
                    value = value[(found + separator.Length)..];
                }

                parts.Set(target.AddElement(), value);
            }

            target.Commit(row, start);
        }
    }

    /// <summary>SPLIT_INDEX(text, separator, index): the part at an index from 0, or NULL; an empty separator splits at white space.</summary>
    public static void SplitIndex(ReadOnlySpan<Column> arguments, Column result, Selection rows, EvaluationContext context)
    {
        BytesColumn text = (BytesColumn)arguments[0];
        BytesColumn separators = (BytesColumn)arguments[1];
        FixedColumn<int> indexes = (FixedColumn<int>)arguments[2];
        foreach (int row in rows)
        {
            SetPart(text[row], separators[row], indexes[row], (BytesColumn)result, row);
        }
    }

    /// <summary>SPLIT_INDEX(text, character, index): the separator is the character of a code from 1 to 255; NULL for any other.</summary>
    public static void SplitIndexByCode(ReadOnlySpan<Column> arguments, Column result, Selection rows, EvaluationContext context)
    {
        BytesColumn text = (BytesColumn)arguments[0];
        FixedColumn<int> codes = (FixedColumn<int>)arguments[1];
        FixedColumn<int> indexes = (FixedColumn<int>)arguments[2];
        Span<byte> separator = stackalloc byte[4];
        foreach (int row in rows)
        {
            if (codes[row] is < 1 or > 255)
            {
                result.SetNull(row);
                continue;
            }

            int length = new Rune(codes[row]).EncodeToUtf8(separator);
            SetPart(text[row], separator[..length], indexes[row], (BytesColumn)result, row);
        }
    }

    private static void SetPart(ReadOnlySpan<byte> text, ReadOnlySpan<byte> separator, int index, BytesColumn target, int row)
    {
        if (index < 0 || text.IsEmpty)
        {
            target.SetNull(row);
            return;
        }

        if (separator.Length == 1)
        {
            SetPartOf(text, separator[0], index, target, row);
            return;
        }

        while (true)
        {
            int length = separator.Length;
            int found = separator.IsEmpty ? IndexOfWhiteSpace(text, out length) : text.IndexOf(separator);
            if (index == 0)
            {
                target.Set(row, found < 0 ? text : text[..found]);
                return;
            }

            if (found < 0)
            {
                target.SetNull(row);
                return;
            }

            text = text[(found + length)..];
            index--;
        }
    }

    /// <summary>The same for a separator of one byte: 32 bytes at a time, as a search of its own for each separator costs more than the few bytes between two.</summary>
    private static void SetPartOf(ReadOnlySpan<byte> text, byte separator, int index, BytesColumn target, int row)
    {
        int start = 0;
        int at = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            Vector256<byte> wanted = Vector256.Create(separator);
            for (; at <= text.Length - Vector256<byte>.Count; at += Vector256<byte>.Count)
            {
                for (uint found = Vector256.Equals(Vector256.Create(text[at..]), wanted).ExtractMostSignificantBits(); found != 0; found &= found - 1)
                {
                    int end = at + BitOperations.TrailingZeroCount(found);
                    if (index-- == 0)
                    {
                        target.Set(row, text[start..end]);
                        return;
                    }

                    start = end + 1;
                }
            }
        }

        for (; at < text.Length; at++)
        {
            if (text[at] == separator)
            {
                if (index-- == 0)
                {
                    target.Set(row, text[start..at]);
                    return;
                }

                start = at + 1;
            }
        }

        if (index == 0)
        {
            target.Set(row, text[start..]);
        }
        else
        {
            target.SetNull(row);
        }
    }

    /// <summary>White space as Java has it: no-break spaces are none.</summary>
    private static int IndexOfWhiteSpace(ReadOnlySpan<byte> text, out int length)
    {
        for (int offset = 0; offset < text.Length; offset += length)
        {
            Rune.DecodeFromUtf8(text[offset..], out Rune rune, out length);
            if (rune.Value is (>= 9 and <= 13) or (>= 28 and <= 32) or 0x1680 or (>= 0x2000 and <= 0x2006) or (>= 0x2008 and <= 0x200A) or 0x2028 or 0x2029 or 0x205F or 0x3000)
            {
                return offset;
            }
        }

        length = 0;
        return -1;
    }

    private static void AddUnits(ReadOnlySpan<byte> text, ArrayColumn target, BytesColumn parts)
    {
        for (int offset = 0; offset < text.Length;)
        {
            int length = CodePoints.LengthAt(text, offset);
            if (length == 4)
            {
                parts.Set(target.AddElement(), "?"u8);
                parts.Set(target.AddElement(), "?"u8);
            }
            else
            {
                parts.Set(target.AddElement(), text.Slice(offset, length));
            }

            offset += length;
        }
    }
}
