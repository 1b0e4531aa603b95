using Weir.Engine.Batches;
using Weir.Engine.Expressions;

namespace Weir.Engine.Functions.Strings;

/// <summary>CHAR_LENGTH, POSITION, LOCATE, INSTR, STARTSWITH, ENDSWITH and ASCII: functions that look into a text. UTF-8 may be searched byte by byte: no code point is a part of another.</summary>
public static class StringSearch
{
    /// <summary>CHAR_LENGTH(text).</summary>
    public static void CharLength(ReadOnlySpan<Column> arguments, Column result, Selection rows, EvaluationContext context)
    {
        BytesColumn text = (BytesColumn)arguments[0];
        Span<int> values = ((FixedColumn<int>)result).Values;
        foreach (int row in rows)
        {
            values[row] = CodePoints.Count(text[row]);
        }
    }

    /// <summary>ASCII(text): the first byte as a signed number, as in Flink; 0 for an empty text.</summary>
    public static void AsciiCode(ReadOnlySpan<Column> arguments, Column result, Selection rows, EvaluationContext context)
    {
        BytesColumn text = (BytesColumn)arguments[0];
        Span<int> values = ((FixedColumn<int>)result).Values;
        foreach (int row in rows)
        {
            ReadOnlySpan<byte> value = text[row];
            values[row] = value.IsEmpty ? 0 : (sbyte)value[0];
        }
    }

    /// <summary>POSITION(sought IN text [FROM start]) and LOCATE(sought, text [, start]).</summary>
    public static void Position(ReadOnlySpan<Column> arguments, Column result, Selection rows, EvaluationContext context)
    {
        BytesColumn sought = (BytesColumn)arguments[0];
        BytesColumn text = (BytesColumn)arguments[1];
        FixedColumn<int>? start = arguments.Length > 2 ? (FixedColumn<int>)arguments[2] : null;
        Span<int> values = ((FixedColumn<int>)result).Values;
        foreach (int row in rows)
        {
            values[row] = PositionOf(sought[row], text[row], start is null ? 1 : start[row]);
        }
    }

    /// <summary>INSTR(text, sought [, start [, nth]]).</summary>
    public static void Instr(ReadOnlySpan<Column> arguments, Column result, Selection rows, EvaluationContext context)
    {
        BytesColumn text = (BytesColumn)arguments[0];
        BytesColumn sought = (BytesColumn)arguments[1];
        FixedColumn<int>? starts = arguments.Length > 2 ? (FixedColumn<int>)arguments[2] : null;
        FixedColumn<int>? nths = arguments.Length > 3 ? (FixedColumn<int>)arguments[3] : null;
        Span<int> values = ((FixedColumn<int>)result).Values;
        foreach (int row in rows)
        {
            int start = starts is null ? 1 : starts[row];
            int nth = nths is null ? 1 : nths[row];
            if (nth <= 0)
            {
                throw new EvaluationException($"INSTR: the occurrence to look for must be positive, but is {nth}.");
            }

            values[row] = start == 0 ? 0 : start > 0 ? Forward(text[row], sought[row], start, nth) : Backward(text[row], sought[row], start, nth);
        }
    }

    /// <summary>STARTSWITH(text, start), of texts or of bytes.</summary>
    public static void StartsWith(ReadOnlySpan<Column> arguments, Column result, Selection rows, EvaluationContext context)
    {
        BytesColumn text = (BytesColumn)arguments[0];
        BytesColumn start = (BytesColumn)arguments[1];
        Span<byte> values = ((FixedColumn<byte>)result).Values;
        foreach (int row in rows)
        {
            values[row] = text[row].StartsWith(start[row]) ? (byte)1 : (byte)0;
        }
    }

    /// <summary>ENDSWITH(text, end), of texts or of bytes.</summary>
    public static void EndsWith(ReadOnlySpan<Column> arguments, Column result, Selection rows, EvaluationContext context)
    {
        BytesColumn text = (BytesColumn)arguments[0];
        BytesColumn end = (BytesColumn)arguments[1];
        Span<byte> values = ((FixedColumn<byte>)result).Values;
        foreach (int row in rows)
        {
            values[row] = text[row].EndsWith(end[row]) ? (byte)1 : (byte)0;
        }
    }

    /// <summary>The position, from 1, of the first occurrence that starts at <paramref name="start"/> or later; 0 if there is none. Nothing is found at once, at 1.</summary>
    private static int PositionOf(ReadOnlySpan<byte> sought, ReadOnlySpan<byte> text, int start)
    {
        if (sought.IsEmpty)
        {
            return 1;
        }

        int from = start <= 1 ? 0 : CodePoints.OffsetOf(text, start - 1);
        int found = text[from..].IndexOf(sought);
        return found < 0 ? 0 : CodePoints.Count(text[..(from + found)]) + 1;
    }

    private static int Forward(ReadOnlySpan<byte> text, ReadOnlySpan<byte> sought, int start, int nth)
    {
        if (sought.IsEmpty)
        {
            return 1;
        }

        int from = CodePoints.OffsetOf(text, start - 1);
        while (true)
        {
            int found = text[from..].IndexOf(sought);
            if (found < 0)
            {
                return 0;
            }

            found += from;
            if (--nth == 0)
            {
                return CodePoints.Count(text[..found]) + 1;
            }

            from = found + CodePoints.LengthAt(text, found);
        }
    }

    /// <summary>From the end: the occurrence must end so many code points before it, and the next one at least one code point further.</summary>
    private static int Backward(ReadOnlySpan<byte> text, ReadOnlySpan<byte> sought, int start, int nth)
    {
        int count = CodePoints.Count(text);
        if (sought.IsEmpty)
        {
            return count + 1;
        }

        long skipped = -(long)start - 1;
        if (skipped > count)
        {
            return 0;
        }

        int end = CodePoints.OffsetOf(text, (int)(count - skipped));
        while (true)
        {
            int found = text[..end].LastIndexOf(sought);
            if (found < 0)
            {
                return 0;
            }

            if (--nth == 0)
            {
                return CodePoints.Count(text[..found]) + 1;
            }

            end = CodePoints.StartBefore(text, found + sought.Length);
        }
    }
}
