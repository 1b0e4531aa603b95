namespace Weir.Engine.Text;

/// <summary>INTERVALs as CAST(… AS STRING) writes them. Source: Flink's DateTimeUtils.</summary>
public static class IntervalText
{
    /// <summary>Adds months as <c>+years-months</c>, e.g. <c>+1-00</c>.</summary>
    public static void WriteYearMonth(Utf8Writer to, int months)
    {
        long magnitude = Sign(to, months);
        to.Write(magnitude / 12);
        to.Write((byte)'-');
        to.WritePadded(magnitude % 12, 2);
    }

    /// <summary>Adds milliseconds as <c>+days HH:mm:ss.fff</c>, e.g. <c>+10 00:00:00.000</c>.</summary>
    public static void WriteDayTime(Utf8Writer to, long ms)
    {
        Int128 magnitude = ms < 0 ? -(Int128)ms : ms;
        to.Write(ms < 0 ? (byte)'-' : (byte)'+');
        to.Write((long)(magnitude / 86_400_000));
        to.Write((byte)' ');
        int ofDay = (int)(magnitude % 86_400_000);
        TemporalText.WriteClock(to, ofDay / 1000);
        to.Write((byte)'.');
        to.WritePadded(ofDay % 1000, 3);
    }

    private static long Sign(Utf8Writer to, int value)
    {
        to.Write(value < 0 ? (byte)'-' : (byte)'+');
        return Math.Abs((long)value);
    }
}
