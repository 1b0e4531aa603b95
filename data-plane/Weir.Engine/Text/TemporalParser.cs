using Weir.Engine.Types;

namespace Weir.Engine.Text;

/// <summary>DATE and TIME from text, by the rules of Flink's CAST from STRING. Source: Flink's DateTimeUtils.</summary>
public static partial class TemporalParser
{
    private const int MsPerSecond = 1000;
    private const int MsPerMinute = 60_000;
    private const int MsPerHour = 3_600_000;

    /// <summary>A DATE (days since 1970-01-01) of <c>2026-01-31</c>, <c>2026-1</c> or <c>2026</c>; what follows a space is passed over. Years are 0 to 9999.</summary>
    public static bool TryParseDate(ReadOnlySpan<byte> text, out int days)
    {
        days = 0;
        int space = text.IndexOf((byte)' ');
        if (space > 0)
        {
            text = text[..space];
        }

        int month = 1;
        int day = 1;
        int hyphen = text.IndexOf((byte)'-');
        if (!TryParseNatural(hyphen < 0 ? text : text[..hyphen], out int year))
        {
            return false;
        }

        if (hyphen >= 0)
        {
            ReadOnlySpan<byte> rest = text[(hyphen + 1)..];
            int second = rest.IndexOf((byte)'-');
            if (!TryParseNatural(second < 0 ? rest : rest[..second], out month) || (second >= 0 && !TryParseNatural(rest[(second + 1)..], out day)))
            {
                return false;
            }
        }

        if (year > 9999 || month is < 1 or > 12 || day < 1 || day > CivilDate.DaysInMonth(year, month))
        {
            return false;
        }

        days = (int)new CivilDate(year, month, day).ToDays();
        return true;
    }

    /// <summary>
    /// A TIME (milliseconds of the day, cut to the precision) of <c>12</c>, <c>12:34</c>, <c>12:34:56</c> or <c>12:34:56.789</c>. After <c>+</c> or <c>-</c>, hours and minutes may follow,
    /// which Flink adds or takes away; the result may then be beyond the day.
    /// </summary>
    public static bool TryParseTime(ReadOnlySpan<byte> text, int precision, out int timeMs)
    {
        timeMs = 0;
        int sign = -1;
        int zone = text.IndexOf((byte)'-');
        if (zone < 0)
        {
            zone = text.IndexOf((byte)'+');
            sign = 1;
        }

        int zoneHour = 0;
        int zoneMinute = 0;
        if (zone >= 0)
        {
            ReadOnlySpan<byte> offset = text[(zone + 1)..];
            int colon = offset.IndexOf((byte)':');
            if (!TryParseNatural(colon < 0 ? offset : offset[..colon], out zoneHour) || (colon >= 0 && !TryParseNatural(offset[(colon + 1)..], out zoneMinute)))
            {
                return false;
            }

            // Flink looks for the clock's colons beyond its end; so only a clock with seconds may be followed by an offset with minutes.
            text = text[..zone];
            if (colon >= 0 && text.Count((byte)':') < 2)
            {
                return false;
            }
        }

        if (!TryParseClock(text, out int hour, out int minute, out int second, out int ms))
        {
            return false;
        }

        long time = ((hour + ((long)sign * zoneHour)) * MsPerHour) + ((minute + ((long)sign * zoneMinute)) * MsPerMinute) + (second * MsPerSecond) + ms;
        if (time is < int.MinValue or > int.MaxValue)
        {
            return false;
        }

        timeMs = CutTime((int)time, precision);
        return true;
    }

    /// <summary>A TIME with the digits of its fraction beyond the precision set to zero.</summary>
    public static int CutTime(int timeMs, int precision) => precision switch
    {
        0 => timeMs - (timeMs % 1000),
        1 => timeMs - (timeMs % 100),
        2 => timeMs - (timeMs % 10),
        _ => timeMs,
    };

    private static bool TryParseClock(ReadOnlySpan<byte> text, out int hour, out int minute, out int second, out int ms)
    {
        minute = 0;
        second = 0;
        ms = 0;
        int colon = text.IndexOf((byte)':');
        if (!TryParseNatural(colon < 0 ? text : text[..colon], out hour) || hour > 23)
        {
            return false;
        }

        if (colon < 0)
        {
            return true;
        }

        ReadOnlySpan<byte> rest = text[(colon + 1)..];
        colon = rest.IndexOf((byte)':');
        if (!TryParseNatural(colon < 0 ? rest : rest[..colon], out minute) || minute > 59)
        {
            return false;
        }

        if (colon < 0)
        {
            return true;
        }

        rest = rest[(colon + 1)..];
        int dot = rest.IndexOf((byte)'.');
        if (!TryParseNatural(dot < 0 ? rest : rest[..dot], out second) || second > 59)
        {
            return false;
        }

        ms = dot < 0 ? 0 : Fraction(rest[(dot + 1)..].Trim((byte)' '));
        return true;
    }

    /// <summary>Three digits of a fraction, rounded by the fourth; other characters than digits count as 0, as they do in Flink.</summary>
    private static int Fraction(ReadOnlySpan<byte> text)
    {
        int result = 0;
        int unit = 100;
        for (int i = 0; i < text.Length; i++)
        {
            result += text[i] is >= (byte)'0' and <= (byte)'9' ? unit * (text[i] - '0') : 0;
            if (unit < 10)
            {
                return result + (i + 1 < text.Length && text[i + 1] >= '5' ? 1 : 0);
            }

            unit /= 10;
        }

        return result;
    }

    /// <summary>A number of digits alone, spaces around them passed over.</summary>
    private static bool TryParseNatural(ReadOnlySpan<byte> text, out int value)
    {
        value = 0;
        text = text.Trim((byte)' ');
        if (text.IsEmpty)
        {
            return false;
        }

        long result = 0;
        foreach (byte c in text)
        {
            if (c is < (byte)'0' or > (byte)'9')
            {
                return false;
            }

            result = (result * 10) + (c - '0');
            if (result > int.MaxValue)
            {
                return false;
            }
        }

        value = (int)result;
        return true;
    }
}
