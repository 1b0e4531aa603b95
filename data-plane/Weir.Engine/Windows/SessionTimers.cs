using Weir.Engine.State;

namespace Weir.Engine.Windows;

/// <summary>A session that is to be looked at when time has come to <paramref name="FireMs"/>; it is another session by then if its version differs.</summary>
internal readonly record struct SessionTimer(long FireMs, int Session, int Version);

/// <summary>Timers of sessions, the earliest first: a binary heap in native memory. Timers are never taken out before their time; who pops one that no longer holds drops it. Not thread-safe.</summary>
internal sealed class SessionTimers : IDisposable
{
    private readonly NativeBuffer<SessionTimer> _heap = new(64);
    private int _count;

    /// <summary>When the earliest fires; the end of time when there is none.</summary>
    public long NextMs => _count == 0 ? long.MaxValue : _heap[0].FireMs;

    public bool IsEmpty => _count == 0;

    public long SizeBytes => _heap.SizeBytes;

    public void Push(in SessionTimer timer)
    {
        _heap.EnsureLength(_count + 1);
        int at = _count++;
        while (at > 0)
        {
            int parent = (at - 1) / 2;
            if (!Precedes(timer, _heap[parent]))
            {
                break;
            }

            _heap[at] = _heap[parent];
            at = parent;
        }

        _heap[at] = timer;
    }

    /// <summary>Takes the earliest out; there must be one.</summary>
    public SessionTimer Pop()
    {
        SessionTimer first = _heap[0];
        SessionTimer last = _heap[--_count];
        int at = 0;
        while (true)
        {
            int child = (at * 2) + 1;
            if (child >= _count)
            {
                break;
            }

            child += child + 1 < _count && Precedes(_heap[child + 1], _heap[child]) ? 1 : 0;
            if (!Precedes(_heap[child], last))
            {
                break;
            }

            _heap[at] = _heap[child];
            at = child;
        }

        if (_count > 0)
        {
            _heap[at] = last;
        }

        return first;
    }

    public void Dispose() => _heap.Dispose();

    private static bool Precedes(in SessionTimer a, in SessionTimer b) => a.FireMs < b.FireMs || (a.FireMs == b.FireMs && a.Session < b.Session);
}
