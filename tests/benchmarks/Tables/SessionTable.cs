using System.Numerics;
using System.Runtime.CompilerServices;
using Weir.Benchmarks.Data;

namespace Weir.Benchmarks.Tables;

/// <summary>
/// Counts by key and session. Sessions are structs in one array; the latest of a key is found by an index of open addressing, earlier ones that are still open hang behind it. When a session may have ended is
/// kept in a wheel of seconds: a session is looked at when the second of its end has passed, and put further on if it has grown meanwhile.
/// </summary>
internal sealed class SessionTable(long gapMs)
{
    private const int SecondMs = 1000;
    private const int None = -1;
    private Session[] _sessions = new Session[1 << 12];
    private int[] _index = new int[1 << 13];
    private int _shift = 64 - 13;
    private int _indexUsed;
    private int _count;
    private int _free = None;
    private readonly SortedList<long, List<int>> _wheel = [];
    private readonly Stack<List<int>> _lists = new();
    private long _lastSecond = long.MinValue;
    private List<int>? _lastList;

    /// <summary>Counts a row; a row whose session would have ended by the watermark is late.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(long key, long time, long watermark)
    {
        int place = Hashing.Place(key, _shift);
        while (true)
        {
            int at = _index[place] - 1;
            if (at < 0)
            {
                AddNew(key, time, watermark, place);
                return;
            }

            ref Session session = ref _sessions[at];
            if (session.Key == key)
            {
                if (time >= session.Start && time <= session.End)
                {
                    session.Count++;
                    session.End = Math.Max(session.End, time + gapMs);
                    return;
                }

                AddSlowly(key, time, watermark, place);
                return;
            }

            place = (place + 1) & (_index.Length - 1);
        }
    }

    /// <summary>Tells the sessions that have ended by the watermark.</summary>
    public void Fire(ref Checksum sum, long watermark)
    {
        while (_wheel.Count > 0 && _wheel.GetKeyAtIndex(0) * SecondMs <= watermark)
        {
            List<int> due = _wheel.GetValueAtIndex(0);
            _wheel.RemoveAt(0);
            _lastSecond = long.MinValue;
            foreach (int at in due)
            {
                ref Session session = ref _sessions[at];
                if (session.Count == 0)
                {
                    // It was joined to another; now nobody knows its number any more.
                    Free(at);
                }
                else if (session.End - 1 > watermark)
                {
                    Plan(at, session.End);
                }
                else
                {
                    sum.Columns[0] += session.Key;
                    sum.Columns[1] += session.Count;
                    sum.Columns[2] += session.Start;
                    sum.Columns[3] += session.End;
                    sum.Ties += session.Key * session.Count;
                    sum.Rows++;
                    sum.Kinds++;
                    Unlink(at);
                    Free(at);
                }
            }

            due.Clear();
            _lists.Push(due);
        }
    }

    private void AddNew(long key, long time, long watermark, int place)
    {
        if (time + gapMs - 1 <= watermark)
        {
            return;
        }

        int at = Open(key, time, None);
        _index[place] = at + 1;
        if (++_indexUsed > _index.Length / 2)
        {
            Rehash();
        }
    }

    private void AddSlowly(long key, long time, long watermark, int place)
    {
        int previous = None;
        int at = _index[place] - 1;
        while (at != None && _sessions[at].Start > time + gapMs)
        {
            previous = at;
            at = _sessions[at].Earlier;
        }

        if (at == None || _sessions[at].End < time)
        {
            if (time + gapMs - 1 <= watermark)
            {
                return;
            }

            int opened = Open(key, time, at);
            if (previous == None)
            {
                _index[place] = opened + 1;
            }
            else
            {
                _sessions[previous].Earlier = opened;
            }

            return;
        }

        ref Session session = ref _sessions[at];
        session.Start = Math.Min(session.Start, time);
        session.End = Math.Max(session.End, time + gapMs);
        session.Count++;
        if (session.Earlier != None && _sessions[session.Earlier].End >= session.Start)
        {
            ref Session joined = ref _sessions[session.Earlier];
            session.Start = joined.Start;
            session.Count += joined.Count;
            session.Earlier = joined.Earlier;
            joined.Count = 0;
        }
    }

    private int Open(long key, long time, int earlier)
    {
        int at = _free;
        if (at != None)
        {
            _free = _sessions[at].Earlier;
        }
        else
        {
            at = _count++;
            if (at == _sessions.Length)
            {
                Array.Resize(ref _sessions, at * 2);
            }
        }

        _sessions[at] = new Session { Key = key, Start = time, End = time + gapMs, Count = 1, Earlier = earlier };
        Plan(at, time + gapMs);
        return at;
    }

    private void Plan(int at, long end)
    {
        long second = (end - 1 + SecondMs - 1) / SecondMs;
        if (second != _lastSecond)
        {
            if (!_wheel.TryGetValue(second, out _lastList))
            {
                _lastList = _lists.TryPop(out List<int>? list) ? list : [];
                _wheel.Add(second, _lastList);
            }

            _lastSecond = second;
        }

        _lastList!.Add(at);
    }

    private void Free(int at)
    {
        _sessions[at].Count = 0;
        _sessions[at].Earlier = _free;
        _free = at;
    }

    /// <summary>Takes a session out of its key's list, and the key out of the index when it was the only one.</summary>
    private void Unlink(int at)
    {
        long key = _sessions[at].Key;
        int place = Hashing.Place(key, _shift);
        while (_sessions[_index[place] - 1].Key != key)
        {
            place = (place + 1) & (_index.Length - 1);
        }

        int first = _index[place] - 1;
        if (first == at)
        {
            if (_sessions[at].Earlier != None)
            {
                _index[place] = _sessions[at].Earlier + 1;
                return;
            }

            RemovePlace(place);
            return;
        }

        while (_sessions[first].Earlier != at)
        {
            first = _sessions[first].Earlier;
        }

        _sessions[first].Earlier = _sessions[at].Earlier;
    }

    /// <summary>Frees a place of the index and moves up those behind it that would not be found any more.</summary>
    private void RemovePlace(int place)
    {
        int mask = _index.Length - 1;
        int hole = place;
        for (int next = (hole + 1) & mask; _index[next] != 0; next = (next + 1) & mask)
        {
            int home = Hashing.Place(_sessions[_index[next] - 1].Key, _shift);
            if (((next - home) & mask) >= ((next - hole) & mask))
            {
                _index[hole] = _index[next];
                hole = next;
            }
        }

        _index[hole] = 0;
        _indexUsed--;
    }

    private void Rehash()
    {
        int[] old = _index;
        _index = new int[old.Length * 2];
        _shift = 64 - BitOperations.Log2((uint)_index.Length);
        foreach (int entry in old)
        {
            if (entry != 0)
            {
                int place = Hashing.Place(_sessions[entry - 1].Key, _shift);
                while (_index[place] != 0)
                {
                    place = (place + 1) & (_index.Length - 1);
                }

                _index[place] = entry;
            }
        }
    }

    private struct Session
    {
        public long Key;
        public long Start;
        public long End;
        public int Count;

        /// <summary>The next earlier session of the key, or the next free one.</summary>
        public int Earlier;
    }
}
