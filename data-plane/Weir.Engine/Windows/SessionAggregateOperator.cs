using Weir.Engine.Aggregates;
using Weir.Engine.Batches;
using Weir.Engine.Checkpoints;
using Weir.Engine.Expressions;
using Weir.Engine.Runtime;
using Weir.Engine.State;
using Weir.Engine.Types;

namespace Weir.Engine.Windows;

/// <summary>
/// Aggregates by sessions: a row opens [time, time + gap) and joins all sessions of its key that this touches; a session is emitted when time has passed its end. A row whose session would already have ended is dropped and
/// counted as late. Emits keys, aggregates, window_start, window_end (wall time) and window_time, once per session.
/// <para>
/// A batch is first assigned to sessions row by row, then aggregated column by column with the sessions as slots; where a row joins two sessions, what came before it is aggregated first.
/// </para>
/// </summary>
public sealed class SessionAggregateOperator(SessionAggregateSpec spec) : Operator
{
    private readonly KeyEncoder _encoder = new(spec.Keys, spec.KeyTypes);
    private readonly KeyBatch _keys = new();
    private readonly AggregateTable _table = new([], spec.Calls, spec.Retracts);

    /// <summary>One slot, by way of which a session's accumulators are taken into another's: states need not bear to be merged with themselves.</summary>
    private readonly AggregateTable _passage = new([], spec.Calls, spec.Retracts);
    private WindowClock _clock = null!;
    private SessionStore _sessions = null!;
    private TimeZoneInfo? _zone;
    private DataType[] _types = null!;
    private int[] _keySlots = [];
    private int[] _rows = [];
    private int[] _slots = [];
    private long[] _wallTimes = [];
    private int[] _lateKeys = [];
    private int[] _lateRows = [];
    private int[] _due = [];
    private int[] _dueKeys = [];

    /// <inheritdoc/>
    public override bool HasPending => _sessions.HasDue;

    /// <inheritdoc/>
    public override long NextTimerMs => IsProcessingTime ? _sessions.NextTimerMs : long.MaxValue;

    private bool IsProcessingTime => spec.TimeColumn is null;

    /// <inheritdoc/>
    public override void Process(Batch batch, int input)
    {
        Selection rows = batch.Rows;
        EnsureScratch(rows.Count);
        _encoder.Encode(batch.Columns, rows, _keys);
        _sessions.Keys.FindOrAdd(_keys, _keySlots.AsSpan(0, rows.Count));
        _sessions.EnsureKeys();
        int late = Assign(batch, rows);
        for (int i = 0; i < late; i++)
        {
            _sessions.RemoveKeyIfEmpty(_lateKeys[i]);
        }

        Metrics.LateRows += late;
        if (late > 0 && KeepsLateRows)
        {
            EmitLate(LateRows.OfSessions(batch, _lateRows.AsSpan(0, late), spec.TimeColumn!.Value, spec.GapMs, _clock, _sessions.ProgressMs, Context.Pool));
        }

        batch.Release();
        TellSize();
    }

    /// <inheritdoc/>
    public override void OnWatermark(long watermark)
    {
        if (!IsProcessingTime)
        {
            Advance(watermark);
        }
    }

    /// <inheritdoc/>
    public override void OnProcessingTime(long nowMs) => Advance(nowMs);

    /// <inheritdoc/>
    public override void Continue()
    {
        int count = 0;
        while (count < _due.Length && _sessions.TryTakeDue(out int session))
        {
            if (_table.RowCounts is not null && _table.RowCounts[session] == 0)
            {
                // All of its rows have been taken back.
                _table.Reset(session);
                _sessions.Remove(session);
                continue;
            }

            _due[count] = session;
            _dueKeys[count++] = _sessions.KeyOf(session);
        }

        if (count == 0)
        {
            return;
        }

        Batch batch = Output(_due.AsSpan(0, count), _dueKeys.AsSpan(0, count));
        for (int k = 0; k < count; k++)
        {
            _table.Reset(_due[k]);
            _sessions.Remove(_due[k]);
        }

        TellSize();
        Emit(batch);
    }

    /// <summary>What is due is found again by the sessions' ends.</summary>
    public override bool SavesPending => true;

    /// <inheritdoc/>
    public override void Save(StateSaver saver) => _sessions.Save(saver, _table.Columns);

    /// <inheritdoc/>
    public override void Load(StateLoader loader) => _sessions.Load(loader, _table.Columns);

    /// <inheritdoc/>
    public override void Dispose()
    {
        _table.Dispose();
        _passage.Dispose();
        _sessions?.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override void OnOpen()
    {
        _clock = new WindowClock(spec.IsLocalTime ? Context.Evaluation.SessionTimeZone : null);
        _zone = _clock.IsIdentity ? null : Context.Evaluation.SessionTimeZone;
        _sessions = new SessionStore(spec.KeyTypes, spec.GapMs, _clock, !IsProcessingTime);
        _types = [.. spec.KeyTypes, .. spec.Calls.Select(c => c.Aggregate.ResultType), .. WindowTime.Types];
        _due = new int[Context.Pool.BatchRows];
        _dueKeys = new int[Context.Pool.BatchRows];
    }

    private void Advance(long progressMs)
    {
        _sessions.ProgressMs = Math.Max(_sessions.ProgressMs, progressMs);
        if (HasPending)
        {
            Continue();
        }
    }

    /// <summary>Takes the rows into their sessions, and returns how many were late (their keys are in <see cref="_lateKeys"/>).</summary>
    private int Assign(Batch batch, Selection rows)
    {
        ReadOnlySpan<int> keys = _keySlots.AsSpan(0, rows.Count);
        ReadOnlySpan<long> times = WallTimes(batch, rows);
        int count = 0;
        int late = 0;
        for (int k = 0; k < keys.Length; k++)
        {
            int known = _sessions.AssignFirst(keys[k..], times[k..], _slots.AsSpan(count));
            for (int end = k + known; k < end; k++)
            {
                _rows[count++] = rows[k];
            }

            if (k == keys.Length)
            {
                break;
            }

            int session = _sessions.Assign(keys[k], times[k], out int absorbed);
            if (session < 0)
            {
                _lateRows[late] = rows[k];
                _lateKeys[late++] = keys[k];
                continue;
            }

            if (absorbed >= 0)
            {
                Accumulate(batch, count);
                count = 0;
                Absorb(session, absorbed);
            }

            _rows[count] = rows[k];
            _slots[count++] = session;
        }

        Accumulate(batch, count);
        return late;
    }

    /// <summary>The time of each row as wall time.</summary>
    private ReadOnlySpan<long> WallTimes(Batch batch, Selection rows)
    {
        Span<long> wall = _wallTimes.AsSpan(0, rows.Count);
        if (spec.TimeColumn is not { } column)
        {
            wall.Fill(_clock.ToWall(Context.Evaluation.NowMs));
            return wall;
        }

        FixedColumn<long> times = (FixedColumn<long>)batch.Columns[column];
        bool nulls = times.HasNulls;
        if (!nulls && rows.IsDense && _clock.IsIdentity)
        {
            return times.Values[..rows.Count];
        }

        for (int k = 0; k < wall.Length; k++)
        {
            int row = rows[k];
            if (nulls && times.IsNull(row))
            {
                throw new EvaluationException("rowtimeIndex should not be null, please convert it to a non-null long value.");
            }

            wall[k] = _clock.ToWall(times[row]);
        }

        return wall;
    }

    private void Accumulate(Batch batch, int count)
    {
        _table.EnsureSlots(_sessions.SlotCount);
        if (count > 0)
        {
            Selection rows = count == batch.RowCount ? new Selection(count) : new Selection(_rows.AsSpan(0, count));
            _table.Accumulate(batch, rows, _slots.AsSpan(0, count));
        }
    }

    private void Absorb(int session, int absorbed)
    {
        int passage = 0;
        ReadOnlySpan<int> by = new(in passage);
        _passage.Merge(by, _table, new ReadOnlySpan<int>(in absorbed));
        _table.Merge(new ReadOnlySpan<int>(in session), _passage, by);
        _passage.Reset(passage);
        _table.Reset(absorbed);
        _sessions.Free(absorbed);
    }

    private Batch Output(ReadOnlySpan<int> sessions, ReadOnlySpan<int> keySlots)
    {
        int keys = spec.KeyTypes.Count;
        Batch batch = Context.Pool.Rent(_types, sessions.Length);
        if (keys > 0)
        {
            _sessions.Keys.ReadKeys(keySlots, batch.Columns[..keys], 0);
        }

        _table.Emit(sessions, batch.Columns.Slice(keys, spec.Calls.Count), 0);
        for (int k = 0; k < sessions.Length; k++)
        {
            WindowTime.Write(batch, k, _sessions.StartOf(sessions[k]), _sessions.EndOf(sessions[k]), _zone);
        }

        return batch;
    }

    private void TellSize() => Metrics.StateBytes = _sessions.SizeBytes + _table.SizeBytes;

    private void EnsureScratch(int count)
    {
        if (_rows.Length < count)
        {
            int size = Math.Max(count, ColumnPool.DefaultBatchRows);
            _keySlots = new int[size];
            _rows = new int[size];
            _slots = new int[size];
            _wallTimes = new long[size];
            _lateKeys = new int[size];
            _lateRows = new int[size];
        }
    }
}
