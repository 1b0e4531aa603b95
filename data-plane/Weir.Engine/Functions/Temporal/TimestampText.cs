using Weir.Engine.Functions.Temporal.Patterns;

namespace Weir.Engine.Functions.Temporal;

/// <summary>Reads the texts of TO_TIMESTAMP: the common form at once, others by the pattern. Keeps scratch memory; not thread-safe.</summary>
internal sealed class TimestampText
{
    private readonly JavaTimeReader? _default;
    private readonly Compiled<JavaTimeReader>? _readers;

    /// <summary>Prepares a constant pattern.</summary>
    /// <exception cref="PatternException">It cannot be used.</exception>
    public TimestampText(bool hasPattern, string? pattern)
    {
        if (hasPattern)
        {
            _readers = new Compiled<JavaTimeReader>(JavaTimeReader.Create, pattern);
        }
        else
        {
            _default = JavaTimeReader.CreateDefault();
        }
    }

    /// <summary>Reads a local time.</summary>
    public bool TryRead(ReadOnlySpan<byte> text, ReadOnlySpan<byte> pattern, out long localMs, out int nanoOfMs)
    {
        if (_default is not null)
        {
            return TryIso(text, out localMs, out nanoOfMs) || _default.TryRead(text, out localMs, out nanoOfMs);
        }

        return _readers!.Get(pattern).TryRead(text, out localMs, out nanoOfMs) || TryJdbc(text.Trim((byte)' '), out localMs, out nanoOfMs);
    }

    /// <summary>Exactly <c>yyyy-MM-dd HH:mm:ss</c> with a fraction of any length up to 9; anything else is left to the pattern, which says no to what is wrong.</summary>
    private static bool TryIso(ReadOnlySpan<byte> text, out long localMs, out int nanoOfMs)
    {
        localMs = 0;
        nanoOfMs = 0;
        if (text.Length is < 19 or > 29 || text[4] != '-' || text[7] != '-' || text[10] != ' ' || text[13] != ':' || text[16] != ':')
        {
            return false;
        }

        int year = (Two(text, 0) * 100) + Two(text, 2);
        int month = Two(text, 5);
        int day = Two(text, 8);
        int hour = Two(text, 11);
        int minute = Two(text, 14);
        int second = Two(text, 17);
        if (year < 1 || Two(text, 0) < 0 || Two(text, 2) < 0 || month is < 1 or > 12 || day < 1 || day > Calendar.DaysInMonth(year, month) || hour is < 0 or > 23 || minute is < 0 or > 59 || second is < 0 or > 59)
        {
            return false;
        }

        if (text.Length > 19 && (text[19] != '.' || !TryFraction(text[20..], out nanoOfMs)))
        {
            return false;
        }

        int nanos = nanoOfMs;
        localMs = (Calendar.ToDays(year, month, day) * Calendar.MsPerDay) + (hour * Calendar.MsPerHour) + (minute * Calendar.MsPerMinute) + (second * Calendar.MsPerSecond)
            + (nanos / Calendar.NanosPerMs);
        nanoOfMs = nanos % Calendar.NanosPerMs;
        return true;
    }

    /// <summary>
    /// What java.sql.Timestamp.valueOf and java.sql.Date.valueOf take, Flink's second try: <c>yyyy-[M]M-[d]d[ h:m:s[.fraction]]</c>; days and times beyond their range are counted on.
    /// </summary>
    private static bool TryJdbc(ReadOnlySpan<byte> text, out long localMs, out int nanoOfMs)
    {
        localMs = 0;
        nanoOfMs = 0;
        int blank = text.IndexOf((byte)' ');
        ReadOnlySpan<byte> date = blank < 0 ? text : text[..blank];
        if (date.Length < 8 || date[4] != '-' || !TryNumber(date[..4], 4, out int year))
        {
            return false;
        }

        date = date[5..];
        int hyphen = date.IndexOf((byte)'-');
        if (hyphen < 0 || !TryNumber(date[..hyphen], 2, out int month) || !TryNumber(date[(hyphen + 1)..], 2, out int day) || month is < 1 or > 12 || day is < 1 or > 31)
        {
            return false;
        }

        localMs = Calendar.ToDays(year, month, day) * Calendar.MsPerDay;
        return blank < 0 || TryJdbcTime(text[(blank + 1)..], ref localMs, out nanoOfMs);
    }

    private static bool TryJdbcTime(ReadOnlySpan<byte> time, ref long localMs, out int nanoOfMs)
    {
        nanoOfMs = 0;
        int first = time.IndexOf((byte)':');
        int second = first < 0 ? -1 : time[(first + 1)..].IndexOf((byte)':') + first + 1;
        if (first < 0 || second == first)
        {
            return false;
        }

        ReadOnlySpan<byte> seconds = time[(second + 1)..];
        int point = seconds.IndexOf((byte)'.');
        if (point >= 0 && (point == seconds.Length - 1 || !TryFraction(seconds[(point + 1)..], out nanoOfMs)))
        {
            return false;
        }

        if (!TryNumber(time[..first], 9, out int h) || !TryNumber(time[(first + 1)..second], 9, out int m) || !TryNumber(point < 0 ? seconds : seconds[..point], 9, out int s))
        {
            return false;
        }

        localMs += (h * Calendar.MsPerHour) + (m * Calendar.MsPerMinute) + (s * Calendar.MsPerSecond) + (nanoOfMs / Calendar.NanosPerMs);
        nanoOfMs %= Calendar.NanosPerMs;
        return true;
    }

    private static bool TryFraction(ReadOnlySpan<byte> digits, out int nanos)
    {
        nanos = 0;
        if (digits.Length > 9)
        {
            return false;
        }

        for (int i = 0; i < 9; i++)
        {
            int digit = i < digits.Length ? digits[i] - '0' : 0;
            if ((uint)digit > 9)
            {
                return false;
            }

            nanos = (nanos * 10) + digit;
        }

        return true;
    }

    private static bool TryNumber(ReadOnlySpan<byte> digits, int most, out int value)
    {
        value = 0;
        foreach (byte b in digits)
        {
            if (b is < (byte)'0' or > (byte)'9')
            {
                return false;
            }

            value = (value * 10) + b - '0';
        }

        return digits.Length > 0 && digits.Length <= most;
    }

    private static int Two(ReadOnlySpan<byte> text, int at)
    {
        uint tens = (uint)(text[at] - '0');
        uint ones = (uint)(text[at + 1] - '0');
        return tens > 9 || ones > 9 ? -10_000 : (int)((tens * 10) + ones);
    }
}
