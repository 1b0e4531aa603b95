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

    /// <summary>Reads an offset as java.time does (what stands for zero comes first), and gives the position after it, or -1.</summary>
    public static int Read(ReadOnlySpan<byte> text, int at, int style, byte[] zero, out int seconds)
    {
        seconds = 0;
        if (text[at..].StartsWith(zero))
        {
            return at + zero.Length;
        }

        if (at >= text.Length || text[at] is not ((byte)'+' or (byte)'-'))
        {
            return -1;
        }

        int hours = Pair(text, at + 1);
        if (hours is < 0 or > 23)
        {
            return -1;
        }

        bool negative = text[at] == '-';
        at += 3;
        seconds = hours * 3600;
        int parts = ReadParts(text, ref at, style is 3 or 5, style is 4 or 5 ? 2 : 1, 59, ref seconds);
        seconds = negative ? -seconds : seconds;
        return parts == 0 && style != 1 ? -1 : at;
    }

    /// <summary>Reads GMT, GMT+1, GMT+01:00 or GMT+01:00:00 and gives the position after it, or -1.</summary>
    public static int ReadGmt(ReadOnlySpan<byte> text, int at, bool full, out int seconds)
    {
        seconds = 0;
        if (!text[at..].StartsWith("GMT"u8))
        {
            return -1;
        }

        at += 3;
        if (at >= text.Length || text[at] is not ((byte)'+' or (byte)'-'))
        {
            return at;
        }

        bool negative = text[at++] == '-';
        int hours = Pair(text, at);
        int digits = 2;
        if (hours < 0 && !full && at < text.Length && char.IsAsciiDigit((char)text[at]))
        {
            hours = text[at] - '0';
            digits = 1;
        }

        if (hours < 0)
        {
            return -1;
        }

        at += digits;
        seconds = hours * 3600;
        int parts = ReadParts(text, ref at, true, 2, 99, ref seconds);
        seconds = negative ? -seconds : seconds;
        return parts == 0 && full ? -1 : at;
    }

    /// <summary>Reads minutes and, if two parts are wanted, seconds; gives how many there were.</summary>
    private static int ReadParts(ReadOnlySpan<byte> text, ref int at, bool colon, int most, int largest, ref int seconds)
    {
        int parts = 0;
        for (; parts < most; parts++)
        {
            int end = Part(text, at, colon, largest);
            if (end < 0)
            {
                break;
            }

            seconds += Pair(text, end - 2) * (parts == 0 ? 60 : 1);
            at = end;
        }

        return parts;
    }

    private static int Part(ReadOnlySpan<byte> text, int at, bool colon, int largest)
    {
        if (colon)
        {
            if (at >= text.Length || text[at] != ':')
            {
                return -1;
            }

            at++;
        }

        int value = Pair(text, at);
        return value >= 0 && value <= largest ? at + 2 : -1;
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
