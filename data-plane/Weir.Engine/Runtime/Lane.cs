using System.Diagnostics;

namespace Weir.Engine.Runtime;

/// <summary>
/// One thread with its share of every stage. It never waits on a queue: among the tasks that have room for their output, the one nearest the sink that has something to do goes first; when none may run, the lane
/// parks until another lane or a client wakes it.
/// </summary>
internal sealed class Lane(int number, TimeProvider clock) : IDisposable
{
    private const int LongestParkMs = 100;
    private readonly AutoResetEvent _signal = new(false);
    private StageTask[] _tasks = [];
    private int _parked;
    private int _stopping;

    public int Number { get; } = number;

    /// <summary>The tasks, the one nearest the sink first.</summary>
    public IReadOnlyList<StageTask> Tasks => _tasks;

    /// <summary>Ticks at which the lane last went through all of its tasks, to see one that hangs.</summary>
    public long LastTurn { get; private set; }

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

    /// <summary>Runs until all tasks have ended or the lane is told to stop.</summary>
    public void Run()
    {
        while (Volatile.Read(ref _stopping) == 0)
        {
            if (Turn())
            {
                continue;
            }

            if (AllEnded())
            {
                return;
            }

            Park();
        }
    }

    /// <summary>Lets one task do something; false when none could.</summary>
    public bool Turn()
    {
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
                task.Operators[0].Metrics.BusyTicks += Stopwatch.GetTimestamp() - start;
                return true;
            }
        }

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
        if (Turn())
        {
            Volatile.Write(ref _parked, 0);
            return;
        }

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
