using System.Globalization;

namespace Weir.Engine.Connectors;

/// <summary>Values of options as Flink writes them. Shared by the planner, which checks them, and the connectors, which use them.</summary>
public static class OptionText
{
    /// <summary>The units of a duration with their nanoseconds.</summary>
    private static readonly (string[] Labels, long Nanos)[] s_durations =
    [
        (["d", "day", "days"], 86_400_000_000_000),
        (["h", "hour", "hours"], 3_600_000_000_000),
        (["min", "m", "minute", "minutes"], 60_000_000_000),
        (["s", "sec", "secs", "second", "seconds"], 1_000_000_000),
        (["ms", "milli", "millis", "millisecond", "milliseconds"], 1_000_000),
        (["µs", "micro", "micros", "microsecond", "microseconds"], 1_000),
        (["ns", "nano", "nanos", "nanosecond", "nanoseconds"], 1),
    ];

    private static readonly (string[] Labels, long Bytes)[] s_sizes =
    [
        (["b", "bytes"], 1),
        (["k", "kb", "kibibytes"], 1L << 10),
        (["m", "mb", "mebibytes"], 1L << 20),
        (["g", "gb", "gibibytes"], 1L << 30),
        (["t", "tb", "tebibytes"], 1L << 40),
    ];

    /// <summary>What a duration looks like, for messages.</summary>
    public const string DurationForm = "a duration such as 10 s, 500 ms, 1 min, 2 h or 1 d";

    /// <summary>What a size looks like, for messages.</summary>
    public const string SizeForm = "a size such as 512 kb, 64 mb or 1 gb";

    /// <summary>A duration: a whole number and a unit (none: milliseconds). Fractions of 100 ns are cut off.</summary>
    public static bool TryParseDuration(string text, out TimeSpan value)
    {
        value = default;
        if (!TrySplit(text, out long number, out string unit))
        {
            return false;
        }

        long nanos = unit.Length == 0 ? 1_000_000 : Find(s_durations, unit);
        if (nanos == 0)
        {
            return false;
        }

        Int128 ticks = (Int128)number * nanos / 100;
        if (ticks > long.MaxValue)
        {
            return false;
        }

        value = new TimeSpan((long)ticks);
        return true;
    }

    /// <summary>A size in bytes: a whole number and a unit (none: bytes), each step 1,024.</summary>
    public static bool TryParseSize(string text, out long bytes)
    {
        bytes = 0;
        if (!TrySplit(text, out long number, out string unit))
        {
            return false;
        }

        long factor = unit.Length == 0 ? 1 : Find(s_sizes, unit);
        if (factor == 0 || number > long.MaxValue / factor)
        {
            return false;
        }

        bytes = number * factor;
        return true;
    }

    /// <summary>true or false, in any case.</summary>
    public static bool TryParseBoolean(string text, out bool value) => bool.TryParse(text, out value);

    private static bool TrySplit(string text, out long number, out string unit)
    {
        text = text.Trim();
        int digits = 0;
        while (digits < text.Length && char.IsAsciiDigit(text[digits]))
        {
            digits++;
        }

        unit = text[digits..].Trim().ToLowerInvariant();
        return long.TryParse(text.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    private static long Find((string[] Labels, long Factor)[] units, string unit)
    {
        foreach ((string[] labels, long factor) in units)
        {
            if (labels.Contains(unit))
            {
                return factor;
            }
        }

        return 0;
    }
}
