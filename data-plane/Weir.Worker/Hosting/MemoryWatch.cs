using Weir.Engine.Runtime;
using Weir.Sql;

namespace Weir.Worker.Hosting;

/// <summary>A job takes more memory than it may. It is not restarted: its state would be the same.</summary>
public sealed class MemoryLimitException(string message) : Exception(message);

/// <summary>Stops a job whose state, with managed memory, has grown over a limit.</summary>
internal sealed class MemoryWatch : IDisposable
{
    private const double BytesOfMb = 1024 * 1024;
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(250);

    private readonly Job _job;
    private readonly long _limit;
    private readonly Timer? _timer;
    private MemoryLimitException? _excess;
    private int _looking;

    public MemoryWatch(Job job, long? limit)
    {
        _job = job;
        _limit = limit ?? long.MaxValue;
        _timer = limit is null ? null : new Timer(_ => Look(), null, s_look, s_look);
    }

    /// <summary>What was found when the job was stopped; null while all is well.</summary>
    public MemoryLimitException? Excess => Volatile.Read(ref _excess);

    /// <summary>The lower of the limit that is set and the one that is given.</summary>
    public static long? Limit(Session session, long? given) => session.MemoryLimitBytes is { } set ? Math.Min(set, given ?? set) : given;

    public void Dispose() => _timer?.Dispose();

    private void Look()
    {
        if (Interlocked.Exchange(ref _looking, 1) != 0)
        {
            return; // the look before takes long
        }

        IReadOnlyList<OperatorFigures> operators = _job.Figures();
        long state = operators.Sum(o => o.StateBytes);
        // Garbage does not count, but to find out how much there is takes a collection: only where it may matter.
        if (Excess is null && state + GC.GetTotalMemory(false) > _limit && GC.GetTotalMemory(true) is var managed && state + managed > _limit)
        {
            OperatorFigures largest = operators.MaxBy(o => o.StateBytes)!;
            Volatile.Write(ref _excess, new MemoryLimitException(
                $"The job takes {(state + managed) / BytesOfMb:F0} MB ({state / BytesOfMb:F0} MB of state, {managed / BytesOfMb:F0} MB managed) and may take {_limit / BytesOfMb:F0} MB. The largest state is that of '{largest.Name}', {largest.StateBytes / BytesOfMb:F1} MB. "
                + "Let state end sooner (SET 'table.exec.state.ttl', shorter windows, fewer keys), or raise the limit ('state.memory.limit', or 'memoryLimitMb' of a worker's specification)."));
            _job.Stop();
        }

        Volatile.Write(ref _looking, 0);
    }
}
