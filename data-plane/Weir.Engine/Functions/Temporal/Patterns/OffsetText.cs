using System.Text;

namespace Weir.Engine.Functions.Temporal.Patterns;

/// <summary>
/// Writes and reads offsets from UTC. Styles: 1 is +hh or +hhmm, 2 +hhmm, 3 +hh:mm, 4 +hhmm or +hhmmss, 5 +hh:mm or +hh:mm:ss (java.time's), 6 is +hh only (SimpleDateFormat's X).
/// </summary>
internal static class OffsetText
{
    /// <summary>Writes an offset; <paramref name="zero"/> stands for zero.</summary>
    public static int Write(Span<byte> target, int seconds, int style, byte[] zero)
    {
        if (seconds == 0)
        {
            zero.CopyTo(target);
            return zero.Length;
        }

        int all = Math.Abs(seconds);
        int at = 0;
        target[at++] = seconds < 0 ? (byte)'-' : (byte)'+';
        at = Two(target, at, all / 3600);
        int minutes = all / 60 % 60;
        bool colon = style is 3 or 5;
        if (style is not 6 && (style != 1 || minutes != 0))
        {
            at = Next(target, at, minutes, colon);
        }

        if (style is 4 or 5 && all % 60 != 0)
        {
            at = Next(target, at, all % 60, colon);
        }

        return at;
    }

    /// <summary>Writes GMT, GMT+1 or GMT+01:00.</summary>
    public static int WriteGmt(Span<byte> target, int seconds, bool full)
    {
        "GMT"u8.CopyTo(target);
        if (seconds == 0)
        {
            return 3;
        }

        int all = Math.Abs(seconds);
        target[3] = seconds < 0 ? (byte)'-' : (byte)'+';
        int at = 4;
        int hours = all / 3600;
        if (full || hours >= 10)
        {
            at = Two(target, at, hours);
        }
        else
        {
            target[at++] = (byte)('0' + hours);
        }

        return full || all / 60 % 60 != 0 ? Next(target, at, all / 60 % 60, true) : at;
    }

    /// <summary>Reads an offset as java.time does, and gives the position after it, or -1.</summary>
    public static int Read(ReadOnlySpan<byte> text, int at, int style, byte[] zero)
    {
        if (at < text.Length && text[at] is (byte)'+' or (byte)'-' && Pair(text, at + 1) is >= 0 and <= 18)
        {
            int end = at + 3;
            bool colon = style is 3 or 5;
            int minutesEnd = Part(text, end, colon);
            if (minutesEnd > 0)
            {
                int secondsEnd = style is 4 or 5 ? Part(text, minutesEnd, colon) : -1;
                return secondsEnd > 0 ? secondsEnd : minutesEnd;
            }

            if (style == 1)
            {
                return end;
            }
        }

        return text[Math.Min(at, text.Length)..].StartsWith(zero) ? at + zero.Length : -1;
    }

    /// <summary>Reads GMT, UTC, GMT+1, GMT+01:00 and gives the position after it, or -1.</summary>
    public static int ReadGmt(ReadOnlySpan<byte> text, int at, bool full)
    {
        ReadOnlySpan<byte> rest = text[Math.Min(at, text.Length)..];
        if (!rest.StartsWith("GMT"u8))
        {
            return -1;
        }

        at += 3;
        if (at >= text.Length || text[at] is not ((byte)'+' or (byte)'-'))
        {
            return at;
        }

        int hours = at + 1 < text.Length && char.IsAsciiDigit((char)text[at + 1]) ? (Pair(text, at + 1) >= 0 ? 2 : 1) : 0;
        if (hours == 0 || (full && hours == 1))
        {
            return -1;
        }

        int end = at + 1 + hours;
        int minutesEnd = Part(text, end, true);
        return minutesEnd > 0 ? minutesEnd : full ? -1 : end;
    }

    private static int Part(ReadOnlySpan<byte> text, int at, bool colon)
    {
        if (colon)
        {
            if (at >= text.Length || text[at] != ':')
            {
                return -1;
            }

            at++;
        }

        return Pair(text, at) is >= 0 and <= 59 ? at + 2 : -1;
    }

    private static int Pair(ReadOnlySpan<byte> text, int at) =>
        at + 2 <= text.Length && char.IsAsciiDigit((char)text[at]) && char.IsAsciiDigit((char)text[at + 1]) ? ((text[at] - '0') * 10) + text[at + 1] - '0' : -1;

    private static int Next(Span<byte> target, int at, int value, bool colon)
    {
        if (colon)
        {
            target[at++] = (byte)':';
        }

        return Two(target, at, value);
    }

    private static int Two(Span<byte> target, int at, int value)
    {
        target[at] = (byte)('0' + (value / 10 % 10));
        target[at + 1] = (byte)('0' + (value % 10));
        return at + 2;
    }

    /// <summary>The UTF-8 bytes of a text.</summary>
    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
