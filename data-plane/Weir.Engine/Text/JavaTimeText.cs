using Weir.Engine.Types;

namespace Weir.Engine.Text;

/// <summary>Dates, times and spans as the toString methods of java.time write them.</summary>
public static class JavaTimeText
{
    /// <summary>Adds a date as LocalDate.toString does: years beyond 9999 with a plus, years before 0 with a minus.</summary>
    public static void WriteDate(Utf8Writer to, long days)
    {
        CivilDate date = CivilDate.FromDays(days);
        if (date.Year < 0)
        {
            to.Write((byte)'-');
        }
        else if (date.Year > 9999)
        {
            to.Write((byte)'+');
        }

        to.WritePadded(Math.Abs((long)date.Year), 4);
        to.Write((byte)'-');
        to.WritePadded(date.Month, 2);
        to.Write((byte)'-');
        to.WritePadded(date.Day, 2);
    }

    /// <summary>Adds a time of day as LocalTime.toString does: <c>HH:mm</c>, seconds if not zero, 3, 6 or 9 digits of a fraction if not zero.</summary>
    public static void WriteTime(Utf8Writer to, long nanoOfDay)
    {
        if (nanoOfDay < 0)
        {
            nanoOfDay += TemporalText.NanosPerDay;
        }

        int second = (int)(nanoOfDay / 1_000_000_000);
        int fraction = (int)(nanoOfDay % 1_000_000_000);
        int start = to.Length;
        TemporalText.WriteClock(to, second);
        if (second % 60 == 0 && fraction == 0)
        {
            to.Truncate(start + 5);
        }

        WriteFraction(to, fraction);
    }

    /// <summary>Adds a TIMESTAMP as LocalDateTime.toString does.</summary>
    public static void WriteTimestamp(Utf8Writer to, Int128 nanos)
    {
        (long day, long nanoOfDay) = TemporalText.Split(nanos);
        WriteDate(to, day);
        to.Write((byte)'T');
        WriteTime(to, nanoOfDay);
    }

    /// <summary>Adds a TIMESTAMP_LTZ as Instant.toString does: in UTC, with seconds always.</summary>
    public static void WriteInstant(Utf8Writer to, Int128 nanos)
    {
        (long day, long nanoOfDay) = TemporalText.Split(nanos);
        WriteDate(to, day);
        to.Write((byte)'T');
        TemporalText.WriteClock(to, (int)(nanoOfDay / 1_000_000_000));
        WriteFraction(to, (int)(nanoOfDay % 1_000_000_000));
        to.Write((byte)'Z');
    }

    /// <summary>Adds years and months as Period.toString does, e.g. <c>P1Y2M</c>.</summary>
    public static void WritePeriod(Utf8Writer to, int years, int months)
    {
        to.Write((byte)'P');
        if (years != 0)
        {
            to.Write(years);
            to.Write((byte)'Y');
        }

        if (months != 0)
        {
            to.Write(months);
            to.Write((byte)'M');
        }

        if (years == 0 && months == 0)
        {
            to.Write("0D"u8);
        }
    }

    /// <summary>Adds milliseconds as Duration.toString does, e.g. <c>PT26H3M0.5S</c>.</summary>
    public static void WriteDuration(Utf8Writer to, long durationMs)
    {
        to.Write("PT"u8);
        if (durationMs == 0)
        {
            to.Write("0S"u8);
            return;
        }

        long seconds = durationMs / 1000;
        int fraction = (int)(durationMs % 1000);
        long hours = seconds / 3600;
        long minutes = seconds % 3600 / 60;
        long rest = seconds % 60;
        if (hours != 0)
        {
            to.Write(hours);
            to.Write((byte)'H');
        }

        if (minutes != 0)
        {
            to.Write(minutes);
            to.Write((byte)'M');
        }

        if (rest == 0 && fraction == 0)
        {
            return;
        }

        if (rest == 0 && fraction < 0)
        {
            to.Write((byte)'-');
        }

        to.Write(rest);
        if (fraction != 0)
        {
            int digits = 3;
            for (fraction = Math.Abs(fraction); fraction % 10 == 0; fraction /= 10)
            {
                digits--;
            }

            to.Write((byte)'.');
            to.WritePadded(fraction, digits);
        }

        to.Write((byte)'S');
    }

    private static void WriteFraction(Utf8Writer to, int nanos)
    {
        if (nanos == 0)
        {
            return;
        }

        to.Write((byte)'.');
        if (nanos % 1_000_000 == 0)
        {
            to.WritePadded(nanos / 1_000_000, 3);
        }
        else if (nanos % 1000 == 0)
        {
            to.WritePadded(nanos / 1000, 6);
        }
        else
        {
            to.WritePadded(nanos, 9);
        }
    }
}
