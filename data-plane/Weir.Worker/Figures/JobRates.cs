using Weir.Engine.Runtime;

namespace Weir.Worker.Figures;

/// <summary>Makes rates of a job's figures: over the time since they were last asked for, which counts as a second where it is less. Thread-safe.</summary>
/// <param name="read">The figures.</param>
/// <param name="clock">Tells how much time has passed.</param>
/// <param name="startedAt">The clock's timestamp when all figures were zero.</param>
internal sealed class JobRates(Func<IReadOnlyList<OperatorFigures>> read, TimeProvider clock, long startedAt)
{
    private static readonly TimeSpan s_shortest = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private Dictionary<int, OperatorFigures> _before = [];
    private Dictionary<int, OperatorRates> _rates = [];
    private long _since = startedAt;

    /// <summary>The present figures with their rates.</summary>
    public IReadOnlyList<OperatorRates> Take()
    {
        lock (_lock)
        {
            IReadOnlyList<OperatorFigures> figures = read();
            TimeSpan elapsed = clock.GetElapsedTime(_since);
            if (elapsed < s_shortest && _rates.Count > 0)
            {
                return [.. figures.Select(f => _rates[f.Id] with { Figures = f })];
            }

            double seconds = Math.Max(elapsed.TotalSeconds, s_shortest.TotalSeconds);
            OperatorRates[] rates = [.. figures.Select(f => Rates(f, _before.GetValueOrDefault(f.Id), seconds))];
            _rates = rates.ToDictionary(r => r.Figures.Id);
            _before = figures.ToDictionary(f => f.Id);
            _since = clock.GetTimestamp();
            return rates;
        }
    }

    private static OperatorRates Rates(OperatorFigures now, OperatorFigures? before, double seconds)
    {
        bool isHead = now.Id == now.TaskId;
        return new OperatorRates(
            now,
            (now.RowsIn - (before?.RowsIn ?? 0)) / seconds,
            (now.RowsOut - (before?.RowsOut ?? 0)) / seconds,
            isHead ? PerSecond(now.BusyMs - (before?.BusyMs ?? 0)) : null,
            isHead ? PerSecond(now.BackpressuredMs - (before?.BackpressuredMs ?? 0)) : null);

        double PerSecond(double ms) => Math.Clamp(ms / seconds, 0, 1000);
    }
}
