using System.Diagnostics;

namespace Weir.Engine.Runtime;

/// <summary>
/// One thread with its share of every stage. It never waits on a queue: among the tasks that have room for their output, the one nearest the sink that has something to do goes first; when none may run, the lane
/// parks until another lane or a client wakes it.
/// </summary>
internal sealed class Lane(int number, TimeProvider clock, LaneGate? gate) : IDisposable
{
    private const int LongestParkMs = 100;
    private readonly AutoResetEvent _signal = new(false);
    private StageTask[] _tasks = [];
    private int _parked;
    private int _stopping;
    private int _ended;
    private int _quiet;
    private long _turns;
    private StageTask? _atWork;

    public int Number { get; } = number;

    /// <summary>The tasks, the one nearest the sink first.</summary>
    public IReadOnlyList<StageTask> Tasks => _tasks;

    /// <summary>How often the lane has looked for something to do; with <see cref="IsQuiet"/> it tells whether anything has happened in between.</summary>
    public long Turns => Volatile.Read(ref _turns);

    /// <summary>Ticks at which the lane last went through all of its tasks, to see one that hangs.</summary>
    public long LastTurn { get; private set; }

    /// <summary>The task that is at work; null while none is. Read by anyone.</summary>
    public StageTask? AtWork => Volatile.Read(ref _atWork);

    public void SetTasks(StageTask[] tasks) => _tasks = tasks;

    public void Wake()
    {
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _parked) != 0 && Interlocked.Exchange(ref _parked, 0) != 0)
        {
            _signal.Set();
        }
    }

    public void Stop()
    {
        Volatile.Write(ref _stopping, 1);
        Wake();
        _signal.Set();
    }

    /// <summary>Whether all of its tasks have ended; read by anyone.</summary>
    public bool HasEnded => Volatile.Read(ref _ended) != 0;

    /// <summary>Called on the lane when all of its tasks have ended.</summary>
    public Action? Ended { get; set; }

    /// <summary>Whether nothing waits on this lane, as it was when it last parked.</summary>
    public bool IsQuiet => Volatile.Read(ref _quiet) != 0;

    /// <summary>Runs until all tasks have ended or the lane is told to stop. Where checkpoints are made it stays for the last one, until it is told to stop.</summary>
    public void Run()
    {
        while (Volatile.Read(ref _stopping) == 0)
        {
            if (gate?.IsAsked == true)
            {
                gate.Pass(this, clock.GetUtcNow().ToUnixTimeMilliseconds());
            }

            if (Turn())
            {
                continue;
            }

            if (AllEnded())
            {
                if (!HasEnded)
                {
                    Volatile.Write(ref _ended, 1);
                    Ended?.Invoke();
                }

                if (gate is null)
                {
                    return;
                }
            }

            Park();
        }
    }

    /// <summary>Lets one task do something; false when none could.</summary>
    public bool Turn()
    {
        Volatile.Write(ref _quiet, 0);
        long start = Stopwatch.GetTimestamp();
        LastTurn = start;
        long nowMs = clock.GetUtcNow().ToUnixTimeMilliseconds();
        foreach (StageTask task in _tasks)
        {
            if (!task.MayRun)
            {
                continue;
            }

            bool did = false;
            Volatile.Write(ref _atWork, task);
            for (int i = 0; i < StepsPerTurn && task.Step(nowMs); i++)
            {
                did = true;
                if (!task.MayRun)
                {
                    break;
                }
            }

            if (did)
            {
                Volatile.Write(ref _turns, _turns + 1);
                task.Operators[0].Metrics.BusyTicks += Stopwatch.GetTimestamp() - start;
                return true;
            }
        }

        Volatile.Write(ref _atWork, null);
        return false;
    }

    public void Dispose() => _signal.Dispose();

    /// <summary>How many steps a task takes before those nearer the sink are looked at again.</summary>
    private const int StepsPerTurn = 4;

    private bool AllEnded()
    {
        foreach (StageTask task in _tasks)
        {
            if (!task.IsEnded)
            {
                return false;
            }
        }

        return true;
    }

    private void Park()
    {
        Volatile.Write(ref _parked, 1);
        Interlocked.MemoryBarrier();
        if (gate?.IsAsked == true || Turn())
        {
            Volatile.Write(ref _parked, 0);
            return;
        }

        Volatile.Write(ref _quiet, Array.TrueForAll(_tasks, t => t.IsQuiet) ? 1 : 0);
        long nowMs = clock.GetUtcNow().ToUnixTimeMilliseconds();
        long wait = LongestParkMs;
        long start = Stopwatch.GetTimestamp();
        foreach (StageTask task in _tasks)
        {
            wait = Math.Min(wait, Math.Max(0, task.NextTimerMs == long.MaxValue ? LongestParkMs : task.NextTimerMs - nowMs));
        }

        _signal.WaitOne((int)Math.Max(wait, 1));
        Volatile.Write(ref _parked, 0);
        long waited = Stopwatch.GetTimestamp() - start;
        foreach (StageTask task in _tasks)
        {
            if (!task.MayRun && task.HasWork(nowMs))
            {
                task.Operators[0].Metrics.BackpressuredTicks += waited;
            }
        }
    }
}
