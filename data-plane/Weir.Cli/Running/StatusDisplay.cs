using Weir.Worker.Figures;
namespace Weir.Cli.Running;

/// <summary>Tells how the jobs of a script are doing until they have ended: drawn over and over on a terminal, a plain line for each now and then elsewhere, and at once when something comes into the way.</summary>
internal sealed class StatusDisplay(Func<IReadOnlyList<RunningJob>> jobs, LiveArea area, TimeProvider clock)
{
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan s_firstLine = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_lines = TimeSpan.FromSeconds(5);

    private readonly Dictionary<RunningJob, JobRates> _rates = [];
    private readonly Dictionary<RunningJob, (long At, TimeSpan Wait, string Troubles)> _told = [];

    public async Task RunAsync(CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            await Task.Delay(s_look, clock, end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Show(isLast: end.IsCancellationRequested);
        }

        area.Keep();
    }

    private void Show(bool isLast)
    {
        if (area.IsTerminal)
        {
            RunningJob[] shown = [.. jobs().Where(j => isLast || !j.Job.Completion.IsCompleted)];
            int height = area.Height / Math.Max(1, shown.Length);
            area.Draw([.. shown.SelectMany(j => StatusText.Block(j.Name, Rates(j), j.DeadLetters.Count, clock.GetUtcNow(), clock.GetElapsedTime(j.StartedAt), height))]);
            return;
        }

        foreach (RunningJob job in jobs().Where(j => !isLast && !j.Job.Completion.IsCompleted))
        {
            IReadOnlyList<OperatorRates> rates = Rates(job);
            string troubles = string.Join('\n', StatusText.Troubles(rates));
            (long at, TimeSpan wait, string before) = _told.GetValueOrDefault(job, (job.StartedAt, s_firstLine, string.Empty));
            if (clock.GetElapsedTime(at) >= wait || (troubles.Length > 0) != (before.Length > 0))
            {
                area.Say(StatusText.Line(job.Name, rates, job.DeadLetters.Count, clock.GetUtcNow()));
                _told[job] = (clock.GetTimestamp(), s_lines, troubles);
            }
        }
    }

    private IReadOnlyList<OperatorRates> Rates(RunningJob job)
    {
        if (!_rates.TryGetValue(job, out JobRates? rates))
        {
            _rates[job] = rates = new JobRates(() => job.Job.Figures(), clock, job.StartedAt);
        }

        return rates.Take();
    }
}
