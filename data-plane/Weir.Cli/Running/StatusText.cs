using System.Globalization;
using System.Text;
using Weir.Engine.Runtime;

using Weir.Worker.Figures;
namespace Weir.Cli.Running;

/// <summary>How a job is doing, as text: rows per second in and out, lag, watermark, backpressure, late rows, rows that did not parse, and what stands in the way.</summary>
internal static class StatusText
{
    private const int NameWidth = 44;

    /// <summary>Event times outside of this (the end of time, when a source has ended) say nothing to people.</summary>
    private const long EarliestMs = -62_135_596_800_000;
    private const long LatestMs = 253_402_300_799_999;

    /// <summary>All in one line.</summary>
    public static string Line(string name, IReadOnlyList<OperatorRates> operators, long deadLetters, DateTimeOffset now)
    {
        StringBuilder line = new();
        line.Append(name).Append(": ");
        Summary(line, operators, deadLetters, now);
        double backpressure = operators.Max(o => o.BackpressuredMsPerSecond ?? 0);
        line.Append(CultureInfo.InvariantCulture, $"  backpressure {backpressure:F0} ms/s");
        foreach (string trouble in Troubles(operators))
        {
            line.Append("  ! ").Append(trouble);
        }

        return line.ToString();
    }

    /// <summary>A line for the job, one for each operator (as many as there is room for), and one for each thing that stands in the way.</summary>
    public static List<string> Block(string name, IReadOnlyList<OperatorRates> operators, long deadLetters, DateTimeOffset now, TimeSpan running, int height)
    {
        StringBuilder head = new();
        head.Append(name).Append("  ").Append(running.ToString(running.TotalHours >= 1 ? @"h\:mm\:ss" : @"m\:ss", CultureInfo.InvariantCulture)).Append("  ");
        Summary(head, operators, deadLetters, now);
        List<string> lines = [head.ToString()];
        string[] troubles = [.. Troubles(operators)];
        int room = height - lines.Count - 1 - troubles.Length;
        if (room > 0)
        {
            lines.Add($"  {"operator".PadRight(NameWidth)}{"in/s",9}{"out/s",9}{"busy",7}{"held up",9}");
            lines.AddRange(operators.Take(room < operators.Count ? room - 1 : room).Select(Row));
            if (room < operators.Count)
            {
                lines.Add($"  … {operators.Count - room + 1} more");
            }
        }

        lines.AddRange(troubles.Select(t => $"  ! {t}"));
        return lines;
    }

    /// <summary>What stands in the way of a job, each once.</summary>
    public static IEnumerable<string> Troubles(IReadOnlyList<OperatorRates> operators) => operators.Select(o => o.Figures.Trouble).OfType<string>().Distinct();

    private static void Summary(StringBuilder line, IReadOnlyList<OperatorRates> operators, long deadLetters, DateTimeOffset now)
    {
        OperatorRates[] sources = [.. operators.Where(o => o.Figures.IsSource)];
        OperatorRates[] sinks = [.. operators.Where(o => o.Figures.IsSink)];
        line.Append(CultureInfo.InvariantCulture, $"in {Rate(sources.Sum(o => o.RowsInPerSecond))}/s  out {Rate(sinks.Sum(o => o.RowsOutPerSecond))}/s  (total {sources.Sum(o => o.Figures.RowsIn)} in, {sinks.Sum(o => o.Figures.RowsOut)} out)");
        if (operators.Any(o => o.Figures.PendingRows is not null))
        {
            line.Append(CultureInfo.InvariantCulture, $"  lag {operators.Sum(o => o.Figures.PendingRows ?? 0)}");
        }

        if (sources.Select(o => o.Figures.Watermark).Where(w => w is not null).DefaultIfEmpty(null).Min() is { } watermark and > EarliestMs and < LatestMs)
        {
            DateTimeOffset time = DateTimeOffset.FromUnixTimeMilliseconds(watermark);
            line.Append(CultureInfo.InvariantCulture, $"  watermark {time:yyyy-MM-dd HH:mm:ss}");
            if (now - time is { TotalMinutes: > 0 and < 60 } behind)
            {
                line.Append(CultureInfo.InvariantCulture, $" ({behind.TotalSeconds:F0} s behind)");
            }
        }

        if (operators.Sum(o => o.Figures.LateRows) is > 0 and long late)
        {
            line.Append(CultureInfo.InvariantCulture, $"  late {late}");
        }

        if (deadLetters > 0)
        {
            line.Append(CultureInfo.InvariantCulture, $"  not parsed {deadLetters}");
        }
    }

    private static string Row(OperatorRates op)
    {
        string name = op.Figures.Name.Length <= NameWidth - 2 ? op.Figures.Name : string.Concat(op.Figures.Name.AsSpan(0, NameWidth - 3), "…");
        return $"  {name.PadRight(NameWidth)}{Rate(op.RowsInPerSecond),9}{Rate(op.RowsOutPerSecond),9}{Percent(op.BusyMsPerSecond),7}{Percent(op.BackpressuredMsPerSecond),9}";
    }

    private static string Percent(double? msPerSecond) => msPerSecond is { } ms ? string.Create(CultureInfo.InvariantCulture, $"{ms / 10:F0} %") : string.Empty;

    private static string Rate(double rate) => rate switch
    {
        >= 1e6 => (rate / 1e6).ToString("F1", CultureInfo.InvariantCulture) + "M",
        >= 1e4 => (rate / 1e3).ToString("F0", CultureInfo.InvariantCulture) + "k",
        _ => rate.ToString("F0", CultureInfo.InvariantCulture),
    };
}
