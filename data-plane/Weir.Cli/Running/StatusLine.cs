using System.Diagnostics;
using System.Globalization;
using System.Text;
using Weir.Engine.Runtime;

namespace Weir.Cli.Running;

/// <summary>
/// Tells on standard error how a job is doing: one line rewritten in place on a terminal, a plain line now and then elsewhere. Rows per second in and out, lag, watermark, backpressure, late rows, dead letters, trouble.
/// </summary>
internal sealed class StatusLine(string name, Job job, TextWriter to, bool isTerminal)
{
    private static readonly TimeSpan s_terminalInterval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan s_plainInterval = TimeSpan.FromSeconds(5);
    private long _lastIn;
    private long _lastOut;
    private double _lastBackpressure;
    private long _lastTicks = Stopwatch.GetTimestamp();

    public async Task RunAsync(CancellationToken cancellation)
    {
        try
        {
            while (!job.Completion.IsCompleted)
            {
                await Task.WhenAny(job.Completion, Task.Delay(isTerminal ? s_terminalInterval : s_plainInterval, cancellation));
                if (cancellation.IsCancellationRequested)
                {
                    break;
                }

                await WriteAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // Asked to stop: nothing is left to tell.
        }

        if (isTerminal)
        {
            await to.WriteLineAsync();
        }
    }

    private async Task WriteAsync()
    {
        string line = Line(job.Figures());
        await to.WriteAsync(isTerminal ? $"\r\u001b[2K{line}" : line + Environment.NewLine);
        await to.FlushAsync();
    }

    private string Line(IReadOnlyList<OperatorFigures> figures)
    {
        long ticks = Stopwatch.GetTimestamp();
        double seconds = Math.Max(0.001, (ticks - _lastTicks) / (double)Stopwatch.Frequency);
        long rowsIn = figures.Where(f => f.IsSource).Sum(f => f.RowsIn);
        long rowsOut = figures.Where(f => f.IsSink).Sum(f => f.RowsOut);
        double backpressure = figures.Sum(f => f.BackpressuredMs);
        StringBuilder line = new();
        line.Append(CultureInfo.InvariantCulture, $"{name}: in {Rate((rowsIn - _lastIn) / seconds)}/s out {Rate((rowsOut - _lastOut) / seconds)}/s (total {rowsIn} in, {rowsOut} out)");
        long? lag = figures.Any(f => f.PendingRows is not null) ? figures.Sum(f => f.PendingRows ?? 0) : null;
        if (lag is not null)
        {
            line.Append(CultureInfo.InvariantCulture, $" lag {lag}");
        }

        long? watermark = figures.Where(f => f.IsSource).Select(f => f.Watermark).Where(w => w is not null).DefaultIfEmpty(null).Min();
        if (watermark is { } w and < 253402300799999 and > -62135596800000)
        {
            line.Append(CultureInfo.InvariantCulture, $" watermark {DateTimeOffset.FromUnixTimeMilliseconds(w):yyyy-MM-dd HH:mm:ss}");
        }

        line.Append(CultureInfo.InvariantCulture, $" backpressure {Math.Min(1000, (backpressure - _lastBackpressure) / seconds):F0} ms/s");
        if (figures.Sum(f => f.LateRows) is > 0 and long late)
        {
            line.Append(CultureInfo.InvariantCulture, $" late {late}");
        }

        foreach (string trouble in figures.Select(f => f.Trouble).OfType<string>().Distinct())
        {
            line.Append("  ! ").Append(trouble);
        }

        (_lastIn, _lastOut, _lastBackpressure, _lastTicks) = (rowsIn, rowsOut, backpressure, ticks);
        return line.ToString();
    }

    private static string Rate(double rate) => rate switch
    {
        >= 1e6 => (rate / 1e6).ToString("F1", CultureInfo.InvariantCulture) + "M",
        >= 1e4 => (rate / 1e3).ToString("F0", CultureInfo.InvariantCulture) + "k",
        _ => rate.ToString("F0", CultureInfo.InvariantCulture),
    };
}
