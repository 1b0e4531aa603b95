using System.Globalization;

namespace Weir.Sql;

/// <summary>Durations as Flink's configuration writes them: a number and a unit (ms when left out). Source: Flink's TimeUtils.</summary>
public static class Durations
{
    private static readonly Dictionary<string, double> s_unitsMs = new(StringComparer.OrdinalIgnoreCase)
    {
        [""] = 1,
        ["ms"] = 1,
        ["milli"] = 1,
        ["millis"] = 1,
        ["millisecond"] = 1,
        ["milliseconds"] = 1,
        ["s"] = 1000,
        ["sec"] = 1000,
        ["secs"] = 1000,
        ["second"] = 1000,
        ["seconds"] = 1000,
        ["m"] = 60_000,
        ["min"] = 60_000,
        ["mins"] = 60_000,
        ["minute"] = 60_000,
        ["minutes"] = 60_000,
        ["h"] = 3_600_000,
        ["hour"] = 3_600_000,
        ["hours"] = 3_600_000,
        ["d"] = 86_400_000,
        ["day"] = 86_400_000,
        ["days"] = 86_400_000,
        ["µs"] = 0.001,
        ["micro"] = 0.001,
        ["micros"] = 0.001,
        ["microsecond"] = 0.001,
        ["microseconds"] = 0.001,
        ["ns"] = 0.000001,
        ["nano"] = 0.000001,
        ["nanos"] = 0.000001,
        ["nanosecond"] = 0.000001,
        ["nanoseconds"] = 0.000001,
    };

    /// <summary>The duration in milliseconds.</summary>
    public static bool TryParseMs(string text, out long ms)
    {
        ReadOnlySpan<char> trimmed = text.AsSpan().Trim();
        int digits = 0;
        while (digits < trimmed.Length && char.IsAsciiDigit(trimmed[digits]))
        {
            digits++;
        }

        ms = 0;
        if (digits == 0 || !long.TryParse(trimmed[..digits], NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            || !s_unitsMs.TryGetValue(trimmed[digits..].Trim().ToString(), out double unit) || number * unit > long.MaxValue / 2)
        {
            return false;
        }

        ms = (long)(number * unit);
        return true;
    }
}
