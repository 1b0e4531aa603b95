using Weir.Engine.Batches;
using Weir.Engine.Expressions;
using Weir.Engine.Functions.Temporal.Patterns;

namespace Weir.Engine.Functions.Temporal;

/// <summary>TO_TIMESTAMP, and TO_TIMESTAMP_LTZ of texts.</summary>
public static class ParseTimestamp
{
    /// <summary>
    /// TO_TIMESTAMP(STRING[, pattern]) to TIMESTAMP(3). NULL for a text that does not fit; with a pattern, texts as <c>2018-1-31[ 1:2:3[.5]]</c> are read as well, as in Flink.
    /// </summary>
    /// <param name="hasPattern">Whether there is a second argument.</param>
    /// <param name="pattern">It, if constant.</param>
    /// <exception cref="PatternException">The constant pattern cannot be used.</exception>
    public static ScalarKernel ToTimestamp(bool hasPattern, string? pattern)
    {
        TimestampText texts = new(hasPattern, pattern);
        return (arguments, result, rows, _) =>
        {
            BytesColumn sources = (BytesColumn)arguments[0];
            BytesColumn? patterns = hasPattern ? (BytesColumn)arguments[1] : null;
            FixedColumn<long> values = (FixedColumn<long>)result;
            foreach (int row in rows)
            {
                if (texts.TryRead(sources[row], patterns is null ? default : patterns[row], out long ms, out int _))
                {
                    values[row] = ms;
                }
                else
                {
                    result.SetNull(row);
                }
            }
        };
    }

    /// <summary>
    /// TO_TIMESTAMP_LTZ(STRING[, pattern[, zone]]) to TIMESTAMP_LTZ of the digits; the text is of UTC where no zone is given. Without a pattern a text that does not fit is an error, with one it is NULL.
    /// </summary>
    /// <param name="count">How many arguments.</param>
    /// <param name="pattern">The pattern, if constant.</param>
    /// <param name="zone">The zone, if constant.</param>
    /// <param name="digits">Digits of the fraction of a second in the result; 3 or more.</param>
    /// <exception cref="PatternException">A constant cannot be used.</exception>
    public static ScalarKernel ToTimestampLtz(int count, string? pattern, string? zone, int digits)
    {
        TimestampText texts = new(count > 1, pattern);
        Compiled<ZoneRules> zones = new(Zone, count > 2 ? zone : "UTC");
        int unit = (int)Math.Pow(10, 9 - Math.Max(digits, 3));
        return (arguments, result, rows, _) =>
        {
            BytesColumn sources = (BytesColumn)arguments[0];
            BytesColumn? patterns = count > 1 ? (BytesColumn)arguments[1] : null;
            BytesColumn? zoneNames = count > 2 ? (BytesColumn)arguments[2] : null;
            foreach (int row in rows)
            {
                if (!texts.TryRead(sources[row], patterns is null ? default : patterns[row], out long local, out int nanoOfMs))
                {
                    if (patterns is null)
                    {
                        throw new EvaluationException($"TO_TIMESTAMP_LTZ: '{System.Text.Encoding.UTF8.GetString(sources[row])}' is no timestamp. Write it as '2023-01-31 12:00:00', or give a pattern.");
                    }

                    result.SetNull(row);
                    continue;
                }

                long ms = zones.Get(zoneNames is null ? default : zoneNames[row]).ToUtc(local);
                if (result is FixedColumn<long> values)
                {
                    values[row] = ms;
                }
                else
                {
                    ((FixedColumn<Int128>)result)[row] = Nanos.Of(ms, nanoOfMs - (nanoOfMs % unit));
                }
            }
        };
    }

    private static ZoneRules Zone(string name) => new(ZoneNames.Find(name, bareOffset: true)
        ?? throw new PatternException($"'{name}' is no time zone. Write a name such as 'America/Los_Angeles', or an offset such as '-08:00'."));
}
