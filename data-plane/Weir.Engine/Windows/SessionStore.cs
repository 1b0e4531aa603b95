using System.Runtime.CompilerServices;
using Weir.Engine.Checkpoints;
using Weir.Engine.State;
using Weir.Engine.Types;

namespace Weir.Engine.Windows;

/// <summary>
/// The open sessions of each key, in native memory. A key's sessions are a list, the latest first; they never touch each other, so a row touches at most two of them, and most rows only the first.
/// Each session is a small number, used again when it is freed, by which others keep what belongs to it. Times are wall time. Source of the rules: Flink's SessionWindowAssigner, MergingWindowSet and TimeWindow.
/// <code>
///   key -> [ 40 .. 55 ) -> [ 20 .. 31 ) -> [ 1 .. 9 )      gap 8, a row at 12: [ 12 .. 20 ) touches 20, which becomes [ 12 .. 31 )
/// </code>
/// A session has one timer. Extending a session leaves the timer as it is; when it is due, it is set anew if the session's end has moved on. Not thread-safe.
/// </summary>
internal sealed class SessionStore(IReadOnlyList<DataType> keyTypes, long gapMs, WindowClock clock, bool dropsLate) : IDisposable
{
    private const string SessionsState = "sessions";
    private const string TimeState = "time";

    private readonly NativeBuffer<int> _heads = new(64);
    private readonly NativeBuffer<Session> _sessions = new(64);
    private readonly SessionTimers _timers = new(gapMs);
    private int _free;

    /// <summary>The keys; slots are what <see cref="Assign"/> takes.</summary>
    public KeyIndex Keys { get; } = KeyIndex.Create(keyTypes);

    /// <summary>One more than the highest session given out.</summary>
    public int SlotCount { get; private set; }

    /// <summary>How far time has come.</summary>
    public long ProgressMs { get; set; } = long.MinValue;

    /// <summary>When the next session may end.</summary>
    public long NextTimerMs => _timers.NextMs;

    /// <summary>Whether a timer is due.</summary>
    public bool HasDue => !_timers.IsEmpty && _timers.NextMs <= ProgressMs;

    public long SizeBytes => Keys.SizeBytes + _heads.SizeBytes + _sessions.SizeBytes + _timers.SizeBytes;

    /// <summary>Makes room for the keys given out.</summary>
    public void EnsureKeys() => _heads.EnsureLength(Keys.SlotCount);

    public long StartOf(int session) => _sessions[session].Start;

    public long EndOf(int session) => _sessions[session].End;

    public int KeyOf(int session) => _sessions[session].Key;

    /// <summary>
    /// As <see cref="Assign"/> for the first rows that are within the latest sessions of their keys, as nearly all are, and returns how many these are; the one after them is to be given to <see cref="Assign"/>.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public unsafe int AssignFirst(ReadOnlySpan<int> keys, ReadOnlySpan<long> timesMs, Span<int> sessions)
    {
        int* heads = _heads.Pointer;
        Session* all = _sessions.Pointer;
        long gap = gapMs;
        timesMs = timesMs[..keys.Length];
        sessions = sessions[..keys.Length];
        for (int k = 0; k < keys.Length; k++)
        {
            int head = heads[keys[k]] - 1;
            if (head < 0)
            {
                return k;
            }

            long time = timesMs[k];
            Session* session = all + head;
            if (time < session->Start || time > session->End)
            {
                return k;
            }

            // Most rows find the end where the row before them has put it. Not to write it again spares the next row of the same session the wait for the write.
            if (time + gap > session->End)
            {
                session->End = time + gap;
            }

            sessions[k] = head;
        }

        return keys.Length;
    }

    /// <summary>
    /// The session that a row of the key is in, made or extended by the row; -1 when the row is late. When the row joins two sessions, <paramref name="absorbed"/> is the one that is no more (else -1): what belongs to it
    /// is to be taken over before it is given to <see cref="Free"/>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Assign(int key, long timeMs, out int absorbed)
    {
        int head = _heads[key] - 1;
        if (head >= 0)
        {
            ref Session session = ref _sessions[head];
            if (timeMs >= session.Start && timeMs <= session.End)
            {
                session.End = Math.Max(session.End, timeMs + gapMs);
                absorbed = -1;
                return head;
            }
        }

        return AssignSlowly(key, timeMs, out absorbed);
    }

    /// <summary>Gives the next session that has ended by now, in the order of their ends. It stays until <see cref="Remove"/>.</summary>
    public bool TryTakeDue(out int session)
    {
        while (HasDue)
        {
            if (_timers.IsWaiting)
            {
                foreach (SessionTimer waiting in _timers.TakeBucket())
                {
                    Holds(waiting, pushes: true);
                }

                continue;
            }

            SessionTimer timer = _timers.Pop();
            if (Holds(timer, pushes: false))
            {
                session = timer.Session;
                return true;
            }
        }

        session = -1;
        return false;
    }

    /// <summary>Takes a session out, and its key when it was the last one.</summary>
    public void Remove(int session)
    {
        int key = _sessions[session].Key;
        int next = _sessions[session].Next;
        if (_heads[key] == session + 1)
        {
            _heads[key] = next;
        }
        else
        {
            int at = _heads[key] - 1;
            while (_sessions[at].Next != session + 1)
            {
                at = _sessions[at].Next - 1;
            }

            _sessions[at].Next = next;
        }

        Free(session);
        RemoveKeyIfEmpty(key);
    }

    /// <summary>Makes the number of an absorbed session free.</summary>
    public void Free(int session)
    {
        _sessions[session] = new Session { Version = _sessions[session].Version + 1, Next = _free };
        _free = session + 1;
    }

    /// <summary>Takes out a key that has no session, as one whose only row was late.</summary>
    public void RemoveKeyIfEmpty(int key)
    {
        if (Keys.IsLive(key) && _heads[key] == 0)
        {
            Keys.Remove(key);
        }
    }

    /// <summary>Writes all sessions: under the key and the start, the end and what is kept by session.</summary>
    public void Save(StateSaver saver, IReadOnlyList<SlotState> columns)
    {
        StateBlock block = saver.WriteWhole(SessionsState);
        SessionImages images = new(Keys, columns);
        for (int key = 0; key < Keys.SlotCount; key++)
        {
            if (!Keys.IsLive(key))
            {
                continue;
            }

            for (int session = _heads[key] - 1; session >= 0; session = _sessions[session].Next - 1)
            {
                images.Add(key, session, StartOf(session), EndOf(session));
                if (images.IsFull)
                {
                    images.WriteTo(block, saver.KeyGroups);
                }
            }
        }

        images.WriteTo(block, saver.KeyGroups);
        saver.WriteWhole(TimeState).Put(StateBlock.NoGroup, default, BitConverter.GetBytes(ProgressMs));
    }

    /// <summary>Takes all sessions that were saved; nothing is late while they come.</summary>
    public void Load(StateLoader loader, IReadOnlyList<SlotState> columns)
    {
        using (StateReader reader = loader.Read(SessionsState))
        {
            SessionImages.Read(reader, Keys, columns, Restore);
        }

        using StateReader time = loader.Read(TimeState);
        bool isFirst = true;
        while (time.MoveNext())
        {
            long progress = BitConverter.ToInt64(time.Value);
            ProgressMs = isFirst ? progress : Math.Min(ProgressMs, progress);
            isFirst = false;
        }
    }

    public void Dispose()
    {
        Keys.Dispose();
        _heads.Dispose();
        _sessions.Dispose();
        _timers.Dispose();
    }

    /// <summary>Whether a session ends when its timer fires. The timer of one that has grown is set anew; one that holds is pushed to the due ones when <paramref name="pushes"/>.</summary>
    private bool Holds(in SessionTimer timer, bool pushes)
    {
        ref Session session = ref _sessions[timer.Session];
        if (session.Version != timer.Version)
        {
            return false;
        }

        long fireMs = clock.ToTimer(session.End - 1);
        if (fireMs != timer.FireMs)
        {
            _timers.Push(timer with { FireMs = fireMs });
            return false;
        }

        if (pushes)
        {
            _timers.PushDue(timer);
        }

        return true;
    }

    private int AssignSlowly(int key, long timeMs, out int absorbed)
    {
        absorbed = -1;
        long end = timeMs + gapMs;
        int previous = -1;
        int at = _heads[key] - 1;
        while (at >= 0 && _sessions[at].Start > end)
        {
            previous = at;
            at = _sessions[at].Next - 1;
        }

        if (at < 0 || _sessions[at].End < timeMs)
        {
            return dropsLate && clock.ToTimer(end - 1) <= ProgressMs ? -1 : Open(key, timeMs, previous, at);
        }

        ref Session session = ref _sessions[at];
        session.Start = Math.Min(session.Start, timeMs);
        session.End = Math.Max(session.End, end);
        int older = session.Next - 1;
        if (older >= 0 && _sessions[older].End >= session.Start)
        {
            session.Start = _sessions[older].Start;
            session.Next = _sessions[older].Next;
            absorbed = older;
        }

        return at;
    }

    /// <summary>Puts a session in its place among its key's.</summary>
    private int Restore(int key, long start, long end)
    {
        EnsureKeys();
        int later = -1;
        int at = _heads[key] - 1;
        while (at >= 0 && _sessions[at].Start > start)
        {
            later = at;
            at = _sessions[at].Next - 1;
        }

        int session = Open(key, end - gapMs, later, at);
        _sessions[session].Start = start;
        return session;
    }

    /// <summary>Puts a new session between two of its key's (-1: none).</summary>
    private int Open(int key, long timeMs, int later, int earlier)
    {
        int session;
        if (_free > 0)
        {
            session = _free - 1;
            _free = _sessions[session].Next;
        }
        else
        {
            session = SlotCount++;
            _sessions.EnsureLength(SlotCount);
        }

        int version = _sessions[session].Version;
        _sessions[session] = new Session { Start = timeMs, End = timeMs + gapMs, Key = key, Next = earlier + 1, Version = version };
        if (later < 0)
        {
            _heads[key] = session + 1;
        }
        else
        {
            _sessions[later].Next = session + 1;
        }

        _timers.Push(new SessionTimer(clock.ToTimer(timeMs + gapMs - 1), session, version));
        return session;
    }

    private struct Session
    {
        public long Start;
        public long End;
        public int Key;

        /// <summary>The next earlier session of the key (or the next free one), plus one.</summary>
        public int Next;
        public int Version;
    }
}
