using Weir.Engine.Text;

namespace Weir.Connectors.Formats;

/// <summary>Dates and times as the formats write them: a fraction only as long as it must be.</summary>
internal static class RowTimeText
{
    private const long NanosPerSecond = 1_000_000_000;
    private const long SecondsPerDay = 86_400;

    /// <summary>Adds yyyy-MM-dd.</summary>
    public static void WriteDate(Utf8Writer to, int days) => JavaTimeText.WriteDate(to, days);

    /// <summary>Adds HH:mm:ss.</summary>
    public static void WriteSecondOfDay(Utf8Writer to, long second)
    {
        to.WritePadded(second / 3600, 2);
        to.Write((byte)':');
        to.WritePadded(second / 60 % 60, 2);
        to.Write((byte)':');
        to.WritePadded(second % 60, 2);
    }

    /// <summary>Adds yyyy-MM-dd, the separator, HH:mm:ss and as much of a fraction as there is.</summary>
    public static void WriteTimestamp(Utf8Writer to, Int128 nanos, byte separator)
    {
        Int128 second = nanos / NanosPerSecond;
        long fraction = (long)(nanos - (second * NanosPerSecond));
        if (fraction < 0)
        {
            second--;
            fraction += NanosPerSecond;
        }

        long days = (long)second / SecondsPerDay;
        long ofDay = (long)second - (days * SecondsPerDay);
        if (ofDay < 0)
        {
            days--;
            ofDay += SecondsPerDay;
        }

        JavaTimeText.WriteDate(to, days);
        to.Write(separator);
        WriteSecondOfDay(to, ofDay);
        WriteFraction(to, fraction);
    }

    /// <summary>Adds a point and the digits of a fraction of a second up to the last that is not zero; nothing for zero.</summary>
    public static void WriteFraction(Utf8Writer to, long nanos)
    {
        if (nanos == 0)
        {
            return;
        }

        int digits = 9;
        while (nanos % 10 == 0)
        {
            nanos /= 10;
            digits--;
        }

        to.Write((byte)'.');
        to.WritePadded(nanos, digits);
    }
}
