using Weir.Engine.Batches;
using Weir.Engine.Checkpoints;
using Weir.Engine.Runtime;
using Weir.Engine.State;
using Weir.Engine.Types;

namespace Weir.Engine.Windows;

/// <summary>What the table of sessions is made of.</summary>
public sealed record SessionTableSpec
{
    /// <summary>How long a key must be silent for its session to end.</summary>
    public required long GapMs { get; init; }

    /// <summary>Position of the time column (TIMESTAMP(3) or TIMESTAMP_LTZ(3)); null for processing time.</summary>
    public required int? TimeColumn { get; init; }

    /// <summary>Whether the bounds are wall time of the session's zone (TIMESTAMP_LTZ).</summary>
    public required bool IsLocalTime { get; init; }

    /// <summary>Positions of the columns of PARTITION BY.</summary>
    public required IReadOnlyList<int> Keys { get; init; }

    /// <summary>Their types.</summary>
    public required IReadOnlyList<DataType> KeyTypes { get; init; }

    /// <summary>The types of the input's columns.</summary>
    public required IReadOnlyList<DataType> InputTypes { get; init; }
}

/// <summary>
/// SESSION as a table: rows are held until their session has ended, then come out in the order in which they came, with their kind and with window_start, window_end and window_time added. A row without a time is dropped; a late
/// one is dropped and counted. Source: Flink's UnalignedWindowTableFunctionOperator.
/// </summary>
public sealed class SessionTableOperator(SessionTableSpec spec) : Operator
{
    private readonly KeyEncoder _encoder = new(spec.Keys, spec.KeyTypes);
    private readonly KeyBatch _keys = new();
    private readonly SessionRows _held = new();
    private readonly ByteWriter _value = new();
    private readonly DataType[] _types = [.. spec.InputTypes, .. WindowTime.Types];
    private WindowClock _clock = null!;
    private SessionStore _sessions = null!;
    private TimeZoneInfo? _zone;
    private int[] _keySlots = [];
    private int[] _lateRows = [];
    private int _late;
    private int _firing = -1;

    /// <inheritdoc/>
    public override bool HasPending => _firing >= 0 || _sessions.HasDue;

    /// <inheritdoc/>
    public override long NextTimerMs => IsProcessingTime ? _sessions.NextTimerMs : long.MaxValue;

    private bool IsProcessingTime => spec.TimeColumn is null;

    /// <inheritdoc/>
    public override void Process(Batch batch, int input)
    {
        Selection rows = batch.Rows;
        if (_keySlots.Length < rows.Count)
        {
            _keySlots = new int[Math.Max(rows.Count, ColumnPool.DefaultBatchRows)];
            _lateRows = new int[_keySlots.Length];
        }

        Span<int> keySlots = _keySlots.AsSpan(0, rows.Count);
        _encoder.Encode(batch.Columns, rows, _keys);
        _sessions.Keys.FindOrAdd(_keys, keySlots);
        _sessions.EnsureKeys();
        long nowMs = IsProcessingTime ? _clock.ToWall(Context.Evaluation.NowMs) : 0;
        _late = 0;
        for (int k = 0; k < rows.Count; k++)
        {
            Hold(batch, rows[k], keySlots[k], nowMs);
        }

        foreach (int key in keySlots)
        {
            _sessions.RemoveKeyIfEmpty(key);
        }

        if (_late > 0 && KeepsLateRows)
        {
            EmitLate(LateRows.OfSessions(batch, _lateRows.AsSpan(0, _late), spec.TimeColumn!.Value, spec.GapMs, _clock, _sessions.ProgressMs, Context.Pool));
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
        int room = Context.Pool.BatchRows;
        Batch output = Context.Pool.Rent(_types, room);
        Span<RowKind> kinds = output.TrackKinds();
        bool insertOnly = true;
        int count = 0;
        while (count < room)
        {
            if (_firing < 0 && !_sessions.TryTakeDue(out _firing))
            {
                break;
            }

            int row = _held.First(_firing);
            if (row < 0)
            {
                _sessions.Remove(_firing);
                _firing = -1;
                continue;
            }

            ReadOnlySpan<byte> value = _held.ValueOf(row);
            for (int c = 0; c < spec.InputTypes.Count; c++)
            {
                value = ValueCodec.Read(value, output.Columns[c], count);
            }

            WindowTime.Write(output, count, _sessions.StartOf(_firing), _sessions.EndOf(_firing), _zone);
            kinds[count] = _held.KindOf(row);
            insertOnly &= kinds[count] == RowKind.Insert;
            count++;
            _held.RemoveFirst(_firing);
        }

        output.Truncate(count, insertOnly);
        TellSize();
        Emit(output);
    }

    /// <summary>What is due is found again by the sessions' ends; rows that have come out are no longer held.</summary>
    public override bool SavesPending => true;

    /// <inheritdoc/>
    public override void Save(StateSaver saver) => _sessions.Save(saver, [_held]);

    /// <inheritdoc/>
    public override void Load(StateLoader loader) => _sessions.Load(loader, [_held]);

    /// <inheritdoc/>
    public override void Dispose()
    {
        _sessions?.Dispose();
        _held.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override void OnOpen()
    {
        _clock = new WindowClock(spec.IsLocalTime ? Context.Evaluation.SessionTimeZone : null);
        _zone = _clock.IsIdentity ? null : Context.Evaluation.SessionTimeZone;
        _sessions = new SessionStore(spec.KeyTypes, spec.GapMs, _clock, !IsProcessingTime);
    }

    private void Hold(Batch batch, int row, int key, long nowMs)
    {
        long time = nowMs;
        if (spec.TimeColumn is { } column)
        {
            FixedColumn<long> times = (FixedColumn<long>)batch.Columns[column];
            if (times.IsNull(row))
            {
                return;
            }

            time = _clock.ToWall(times[row]);
        }

        int session = _sessions.Assign(key, time, out int absorbed);
        if (session < 0)
        {
            Metrics.LateRows++;
            _lateRows[_late++] = row;
            return;
        }

        if (absorbed >= 0)
        {
            _held.Merge(session, absorbed);
            _sessions.Free(absorbed);
        }

        _value.Clear();
        foreach (Column each in batch.Columns)
        {
            ValueCodec.Write(_value, each, row);
        }

        _held.Add(session, _value.Written, batch.KindOf(row));
    }

    private void Advance(long progressMs)
    {
        _sessions.ProgressMs = Math.Max(_sessions.ProgressMs, progressMs);
        if (HasPending)
        {
            Continue();
        }
    }

    private void TellSize() => Metrics.StateBytes = _sessions.SizeBytes + _held.SizeBytes;
}
