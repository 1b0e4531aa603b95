using Weir.Engine.Types;

namespace Weir.Engine.Text;

/// <summary>DATE, TIME and the timestamps as CAST(… AS STRING) writes them. Source: Flink's DateTimeUtils.</summary>
public static class TemporalText
{
    internal const long NanosPerDay = 86_400_000_000_000;

    /// <summary>Adds a DATE (days since 1970-01-01) as <c>yyyy-MM-dd</c>.</summary>
    public static void WriteDate(Utf8Writer to, long days)
    {
        CivilDate date = CivilDate.FromDays(days);
        Span<byte> room = to.Reserve(10);

        // Years beyond 9999 lose their first digits, as they do in Flink.
        room[0] = (byte)('0' + (date.Year / 1000 % 10));
        room[1] = (byte)('0' + (date.Year / 100 % 10));
        room[2] = (byte)('0' + (date.Year / 10 % 10));
        room[3] = (byte)('0' + (date.Year % 10));
        room[4] = (byte)'-';
        TwoDigits(room[5..], date.Month);
        room[7] = (byte)'-';
        TwoDigits(room[8..], date.Day);
        to.Advance(10);
    }

    /// <summary>
    /// Adds a TIME (milliseconds of the day) as <c>HH:mm:ss</c> and, if the precision is above 0, a fraction: at most as many digits as the precision, without zeros at its end
    /// but with at least one digit.
    /// </summary>
    public static void WriteTime(Utf8Writer to, int timeMs, int precision)
    {
        // TIME of a TIMESTAMP before 1970 is negative, as in Flink; the time that it stands for is shown.
        int time = timeMs < 0 ? (timeMs % 86_400_000) + 86_400_000 : timeMs;
        WriteClock(to, time / 1000);
        if (precision <= 0)
        {
            return;
        }

        int ms = time % 1000;
        to.Write((byte)'.');
        do
        {
            to.Write((byte)('0' + (ms / 100)));
            ms = ms % 100 * 10;
        }
        while (ms != 0 && --precision > 0);
    }

    /// <summary>Adds a TIMESTAMP (nanoseconds since 1970-01-01) as <c>yyyy-MM-dd HH:mm:ss</c> and as many digits of a fraction as the precision, or more if those are not zero.</summary>
    public static void WriteTimestamp(Utf8Writer to, Int128 nanos, int precision)
    {
        (long day, long nanoOfDay) = Split(nanos);
        WriteDate(to, day);
        to.Write((byte)' ');
        WriteClock(to, (int)(nanoOfDay / 1_000_000_000));
        int fraction = (int)(nanoOfDay % 1_000_000_000);
        int digits = 9;
        while (digits > precision && fraction % 10 == 0)
        {
            fraction /= 10;
            digits--;
        }

        if (digits > 0)
        {
            to.Write((byte)'.');
            to.WritePadded(fraction, digits);
        }
    }

    /// <summary>Adds <c>HH:mm:ss</c>.</summary>
    internal static void WriteClock(Utf8Writer to, int secondOfDay)
    {
        Span<byte> room = to.Reserve(8);
        TwoDigits(room, secondOfDay / 3600);
        room[2] = (byte)':';
        TwoDigits(room[3..], secondOfDay / 60 % 60);
        room[5] = (byte)':';
        TwoDigits(room[6..], secondOfDay % 60);
        to.Advance(8);
    }

    /// <summary>Nanoseconds since 1970-01-01 as a day and the nanoseconds of that day.</summary>
    internal static (long Day, long NanoOfDay) Split(Int128 nanos)
    {
        if (nanos >= long.MinValue && nanos <= long.MaxValue)
        {
            (long smallDay, long smallRest) = Math.DivRem((long)nanos, NanosPerDay);
            return smallRest < 0 ? (smallDay - 1, smallRest + NanosPerDay) : (smallDay, smallRest);
        }

        (Int128 day, Int128 rest) = Int128.DivRem(nanos, NanosPerDay);
        return rest < 0 ? ((long)day - 1, (long)(rest + NanosPerDay)) : ((long)day, (long)rest);
    }

    private static void TwoDigits(Span<byte> to, int value)
    {
        to[0] = (byte)('0' + (value / 10));
        to[1] = (byte)('0' + (value % 10));
    }
}
