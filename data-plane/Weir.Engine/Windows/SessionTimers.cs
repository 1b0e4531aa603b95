using Weir.Engine.State;

namespace Weir.Engine.Windows;

/// <summary>A session that is to be looked at when time has come to <paramref name="FireMs"/>; it is another session by then if its version differs.</summary>
internal readonly record struct SessionTimer(long FireMs, int Session, int Version);

/// <summary>
/// Timers of sessions, the earliest first: a heap in native memory. A node has four children, which lie side by side: half the levels of two, and a level is a cache line or two. Timers are never taken out before their time; who
/// pops one that no longer holds drops it. Not thread-safe.
/// </summary>
internal sealed class SessionTimers : IDisposable
{
    private const int Children = 4;
    private readonly NativeBuffer<SessionTimer> _heap = new(64);
    private int _count;

    /// <summary>When the earliest fires; the end of time when there is none.</summary>
    public long NextMs => _count == 0 ? long.MaxValue : _heap[0].FireMs;

    public bool IsEmpty => _count == 0;

    public long SizeBytes => _heap.SizeBytes;

    public unsafe void Push(in SessionTimer timer)
    {
        _heap.EnsureLength(_count + 1);
        SessionTimer* heap = _heap.Pointer;
        int at = _count++;
        while (at > 0)
        {
            int parent = (at - 1) / Children;
            if (!Precedes(timer, heap[parent]))
            {
                break;
            }

            heap[at] = heap[parent];
            at = parent;
        }

        heap[at] = timer;
    }

    /// <summary>Takes the earliest out; there must be one.</summary>
    public unsafe SessionTimer Pop()
    {
        SessionTimer* heap = _heap.Pointer;
        SessionTimer first = heap[0];
        SessionTimer last = heap[--_count];
        int at = 0;
        while (true)
        {
            int child = (at * Children) + 1;
            if (child >= _count)
            {
                break;
            }

            int end = Math.Min(child + Children, _count);
            for (int other = child + 1; other < end; other++)
            {
                child = Precedes(heap[other], heap[child]) ? other : child;
            }

            if (!Precedes(heap[child], last))
            {
                break;
            }

            heap[at] = heap[child];
            at = child;
        }

        if (_count > 0)
        {
            heap[at] = last;
        }

        return first;
    }

    public void Dispose() => _heap.Dispose();

    private static bool Precedes(in SessionTimer a, in SessionTimer b) => a.FireMs < b.FireMs || (a.FireMs == b.FireMs && a.Session < b.Session);
}
