using System.Text;
using Weir.Engine.Text;
using Weir.Engine.Types;

namespace Weir.Cli.Testing.Format;

/// <summary>Times of a case: <c>2026-01-01 00:00:01.500</c> or <c>2026-01-01T00:00:01.5Z</c>, in UTC.</summary>
internal static class CaseTime
{
    /// <summary>Milliseconds since 1970 in which event time is counted: a TIMESTAMP as if it were in UTC.</summary>
    public static long WatermarkMs(string text, string where)
    {
        string local = (text.EndsWith('Z') ? text[..^1] : text).Replace('T', ' ');
        return TemporalParser.TryParseTimestamp(Encoding.UTF8.GetBytes(local), 9, out Int128 nanos)
            ? ZoneTime.FloorMs(nanos)
            : throw new CaseException($"{where}: '{text}' is no time; write e.g. 2026-01-01 00:00:01.000");
    }

    /// <summary>A moment of processing time.</summary>
    public static DateTimeOffset Instant(string text, string where) => DateTimeOffset.FromUnixTimeMilliseconds(WatermarkMs(text, where));
}
