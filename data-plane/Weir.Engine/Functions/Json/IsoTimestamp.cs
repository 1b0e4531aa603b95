using System.Buffers;
using System.Globalization;

namespace Weir.Engine.Functions.Json;

/// <summary>Timestamps as Java's ISO_LOCAL_DATE_TIME prints them.</summary>
internal static class IsoTimestamp
{
    private const long NanosPerDay = 86_400_000_000_000;

    /// <summary>Writes <c>2026-01-01T00:00:00</c> with as many digits of the second's fraction as there are. Years beyond 9999 have a sign.</summary>
    public static void Write(ArrayBufferWriter<byte> output, Int128 nanos)
    {
        long days = (long)(nanos / NanosPerDay);
        long ofDay = (long)(nanos % NanosPerDay);
        if (ofDay < 0)
        {
            ofDay += NanosPerDay;
            days--;
        }

        (long year, int month, int day) = CivilDate(days);
        Span<byte> text = stackalloc byte[48];
        int at = 0;
        if (year is < 0 or > 9999)
        {
            text[at++] = year < 0 ? (byte)'-' : (byte)'+';
        }

        Math.Abs(year).TryFormat(text[at..], out int written, "D4", CultureInfo.InvariantCulture);
        at += written;
        at = Two(text, at, (byte)'-', month);
        at = Two(text, at, (byte)'-', day);
        int seconds = (int)(ofDay / 1_000_000_000);
        at = Two(text, at, (byte)'T', seconds / 3600);
        at = Two(text, at, (byte)':', seconds / 60 % 60);
        at = Two(text, at, (byte)':', seconds % 60);
        int fraction = (int)(ofDay % 1_000_000_000);
        if (fraction > 0)
        {
            text[at++] = (byte)'.';
            for (int unit = 100_000_000; fraction > 0; unit /= 10)
            {
                text[at++] = (byte)('0' + (fraction / unit));
                fraction %= unit;
            }
        }

        output.Write(text[..at]);
    }

    private static int Two(Span<byte> text, int at, byte separator, int value)
    {
        text[at] = separator;
        text[at + 1] = (byte)('0' + (value / 10));
        text[at + 2] = (byte)('0' + (value % 10));
        return at + 3;
    }

    // Days to the proleptic Gregorian calendar, in eras of 400 years that start on the first of March. DateOnly ends at 9999.
    private static (long Year, int Month, int Day) CivilDate(long days)
    {
        long shifted = days + 719_468;
        long era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097;
        long ofEra = shifted - (era * 146_097);
        long yearOfEra = (ofEra - (ofEra / 1460) + (ofEra / 36_524) - (ofEra / 146_096)) / 365;
        long ofYear = ofEra - ((365 * yearOfEra) + (yearOfEra / 4) - (yearOfEra / 100));
        int shiftedMonth = (int)(((5 * ofYear) + 2) / 153);
        int day = (int)(ofYear - (((153 * shiftedMonth) + 2) / 5) + 1);
        int month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
        return (yearOfEra + (era * 400) + (month <= 2 ? 1 : 0), month, day);
    }
}
