using System.Numerics;
using Weir.Engine.State;

namespace Weir.Engine.Windows;

/// <summary>A session that is to be looked at when time has come to <paramref name="FireMs"/>; it is another session by then if its version differs.</summary>
internal readonly record struct SessionTimer(long FireMs, int Session, int Version);

/// <summary>
/// Timers of sessions, the earliest first. Those that are due soon are in a heap in native memory; the others lie unordered in a wheel, a bucket for each slice of time, until the bucket's turn comes. Nearly all timers are set for
/// about a gap ahead, and most of them are to be set anew by then: that takes no search, and only those that still hold come to the heap, which stays small (q11 takes a quarter less time than with a heap alone). What
/// the wheel does not reach goes to the heap at once.
/// <code>
///   heap: fires before bucket 3      wheel: | 3 | 4 | 5 | ... | 258 |      heap: fires later than bucket 258
/// </code>
/// In the heap a node has four children, which lie side by side: half the levels of two, and a level is a cache line or two. Timers are never taken out before their time; who pops one that no longer holds drops it. Not thread-safe.
/// </summary>
internal sealed class SessionTimers : IDisposable
{
    private const int Children = 4;
    private const int Buckets = 256;

    /// <summary>A gap is so many buckets, or up to twice as many; of one shorter than that in ms a bucket is a millisecond.</summary>
    private const int BucketsOfGap = 64;
    private readonly NativeBuffer<SessionTimer> _heap = new(64);
    private readonly NativeBuffer<Waiting> _waiting = new(64);
    private readonly NativeBuffer<SessionTimer> _taken = new(64);
    private readonly int[] _firsts = new int[Buckets];
    private readonly long[] _earliest = new long[Buckets];
    private readonly int _bucketBits;
    private int _count;
    private int _waitingCount;
    private int _used;
    private int _free;

    /// <summary>The number of the first bucket of the wheel; a bucket's number is its time divided by its length.</summary>
    private long _firstBucket;

    /// <summary>When the earliest timer in the wheel fires; the end of time when there is none.</summary>
    private long _earliestWaitingMs = long.MaxValue;

    public SessionTimers(long gapMs)
    {
        _bucketBits = BitOperations.Log2((ulong)Math.Max(1, gapMs / BucketsOfGap));
        Array.Fill(_earliest, long.MaxValue);
    }

    /// <summary>When the earliest fires; the end of time when there is none.</summary>
    public long NextMs => Math.Min(_count == 0 ? long.MaxValue : _heap[0].FireMs, _earliestWaitingMs);

    public bool IsEmpty => _count + _waitingCount == 0;

    /// <summary>Whether the earliest is in the wheel: <see cref="TakeBucket"/> is to be called before <see cref="Pop"/>.</summary>
    public bool IsWaiting => _waitingCount > 0 && (_count == 0 || _earliestWaitingMs <= _heap[0].FireMs);

    public long SizeBytes => _heap.SizeBytes + _waiting.SizeBytes + _taken.SizeBytes;

    /// <summary>Sets a timer for any time.</summary>
    public void Push(in SessionTimer timer)
    {
        long bucket = timer.FireMs >> _bucketBits;
        if (_waitingCount == 0)
        {
            // Rows out of order may bring earlier ones yet.
            _firstBucket = bucket - (Buckets / 4);
        }

        if ((ulong)(bucket - _firstBucket) >= Buckets)
        {
            PushDue(timer);
            return;
        }

        int node;
        if (_free > 0)
        {
            node = _free - 1;
            _free = _waiting[node].Next;
        }
        else
        {
            node = _used++;
            _waiting.EnsureLength(_used);
        }

        int at = (int)bucket & (Buckets - 1);
        _waiting[node] = new Waiting { Timer = timer, Next = _firsts[at] };
        _firsts[at] = node + 1;
        _earliest[at] = Math.Min(_earliest[at], timer.FireMs);
        _earliestWaitingMs = Math.Min(_earliestWaitingMs, timer.FireMs);
        _waitingCount++;
    }

    /// <summary>Takes the earliest out of the heap; there must be one, and none earlier in the wheel.</summary>
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

    /// <summary>Takes out the timers of the first bucket that has any, in no order, for the caller to push those anew that still hold. Valid until it is called again.</summary>
    public ReadOnlySpan<SessionTimer> TakeBucket()
    {
        long bucket = _earliestWaitingMs >> _bucketBits;
        int at = (int)bucket & (Buckets - 1);
        int count = 0;
        for (int next = _firsts[at]; next > 0;)
        {
            ref Waiting waiting = ref _waiting[next - 1];
            _taken.EnsureLength(count + 1);
            _taken[count++] = waiting.Timer;
            (next, waiting.Next, _free) = (waiting.Next, _free, next);
        }

        _waitingCount -= count;
        _firsts[at] = 0;
        _earliest[at] = long.MaxValue;
        _firstBucket = bucket + 1;
        _earliestWaitingMs = long.MaxValue;
        for (long later = _firstBucket; _waitingCount > 0 && _earliestWaitingMs == long.MaxValue; later++)
        {
            _earliestWaitingMs = _earliest[(int)later & (Buckets - 1)];
        }

        return _taken.Span(0, count);
    }

    public void Dispose()
    {
        _heap.Dispose();
        _waiting.Dispose();
        _taken.Dispose();
    }

    /// <summary>Puts a timer into the heap, as is to be done with one of a bucket that was taken out and that still holds.</summary>
    public unsafe void PushDue(in SessionTimer timer)
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

    private static bool Precedes(in SessionTimer a, in SessionTimer b) => a.FireMs < b.FireMs || (a.FireMs == b.FireMs && a.Session < b.Session);

    /// <summary>A timer in the wheel, and the next one of its bucket (or the next free one), plus one.</summary>
    private struct Waiting
    {
        public SessionTimer Timer;
        public int Next;
    }
}
