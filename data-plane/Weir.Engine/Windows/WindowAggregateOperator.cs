using Weir.Engine.Aggregates;
using Weir.Engine.Batches;
using Weir.Engine.Runtime;
using Weir.Engine.State;
using Weir.Engine.Types;

namespace Weir.Engine.Windows;

/// <summary>What a window aggregation is made of.</summary>
public sealed record WindowAggregateSpec
{
    /// <summary>The windows.</summary>
    public required WindowSpec Window { get; init; }

    /// <summary>Position of the time column (TIMESTAMP(3) or TIMESTAMP_LTZ(3)); -1 for processing time.</summary>
    public required int TimeColumn { get; init; }

    /// <summary>Position of the window's start when rows carry their window (TIMESTAMP(3), wall time); -1 otherwise.</summary>
    public int StartColumn { get; init; } = -1;

    /// <summary>Position of the window's end when rows carry their window; each end is then a slice of its own. -1 otherwise.</summary>
    public int EndColumn { get; init; } = -1;

    /// <summary>Whether windows are cut by wall time of the session's zone (TIMESTAMP_LTZ).</summary>
    public required bool IsLocalTime { get; init; }

    /// <summary>Positions of the key columns.</summary>
    public required IReadOnlyList<int> Keys { get; init; }

    /// <summary>Their types.</summary>
    public required IReadOnlyList<DataType> KeyTypes { get; init; }

    /// <summary>The aggregates.</summary>
    public required IReadOnlyList<AggregateCall> Calls { get; init; }

    /// <summary>Whether input rows may take back.</summary>
    public required bool Retracts { get; init; }
}

/// <summary>
/// Aggregates by windows made of slices. A row is aggregated once, into its slice; a window that ends takes its slices' groups together, so it never goes back to rows.
/// Emits keys, aggregates, window_start, window_end (wall time) and window_time (the window's last instant, in the time attribute's own terms), once per group and window.
/// </summary>
public sealed partial class WindowAggregateOperator(WindowAggregateSpec spec) : Operator
{
    // Rows that carry their window have its start as one more key: windows of one end may begin at different times.
    private readonly DataType[] _keyTypes = spec.StartColumn < 0 ? [.. spec.KeyTypes] : [.. spec.KeyTypes, DataType.Timestamp(3)];
    private readonly KeyEncoder _encoder = spec.StartColumn < 0
        ? new KeyEncoder(spec.Keys, spec.KeyTypes)
        : new KeyEncoder([.. spec.Keys, spec.StartColumn], [.. spec.KeyTypes, DataType.Timestamp(3)]);
    private readonly KeyBatch _keys = new();
    private readonly SliceStore _slices = new(() => new AggregateTable(
        spec.StartColumn < 0 ? spec.KeyTypes : [.. spec.KeyTypes, DataType.Timestamp(3)], spec.Calls, spec.Retracts));
    private WindowClock _clock = null!;
    private DataType[] _types = null!;
    private long _progress = long.MinValue;
    private long[] _ends = [];
    private int[] _rows = [];
    private int[] _rest = [];
    private int[] _slots = [];

    private bool IsAttached => spec.EndColumn >= 0;

    private bool IsProcessingTime => spec.TimeColumn < 0 && !IsAttached;

    /// <inheritdoc/>
    public override long NextTimerMs => IsProcessingTime ? _nextFireMs : long.MaxValue;

    /// <inheritdoc/>
    public override void Process(Batch batch, int input)
    {
        _settled = _progress;
        Selection rows = batch.Rows;
        EnsureScratch(rows);
        int count = AssignSlices(batch, rows);
        ReadOnlySpan<int> left = _rows.AsSpan(0, count);
        while (left.Length > 0)
        {
            left = AccumulateSlice(batch, left);
        }

        batch.Release();
        Schedule();
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _slices.Dispose();
        _cumulated?.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override void OnOpen()
    {
        _clock = new WindowClock(spec.IsLocalTime ? Context.Evaluation.SessionTimeZone : null);
        _types = [.. spec.KeyTypes, .. spec.Calls.Select(c => c.Aggregate.ResultType), DataType.Timestamp(3), DataType.Timestamp(3), DataType.Timestamp(3)];
    }

    /// <summary>Writes the slice of each row that is not late to <see cref="_ends"/> by position, and those rows to <see cref="_rows"/>.</summary>
    private int AssignSlices(Batch batch, Selection rows)
    {
        long sliceEnd = 0;
        long sliceStart = 0;
        bool late = false;
        int count = 0;
        if (IsAttached)
        {
            return AssignAttached((FixedColumn<long>)batch.Columns[spec.EndColumn], rows);
        }

        FixedColumn<long>? times = IsProcessingTime ? null : (FixedColumn<long>)batch.Columns[spec.TimeColumn];
        long nowMs = IsProcessingTime ? _clock.ToWall(Context.Evaluation.NowMs) : 0;
        bool nulls = times?.HasNulls ?? false;
        foreach (int row in rows)
        {
            if (nulls && times!.IsNull(row))
            {
                throw new Expressions.EvaluationException("RowTime field should not be null, please convert it to a non-null long value.");
            }

            long time = times is null ? nowMs : _clock.IsIdentity ? times[row] : _clock.ToWall(times[row]);
            if (time >= sliceEnd || time < sliceStart)
            {
                sliceEnd = spec.Window.SliceEnd(time);
                sliceStart = sliceEnd - spec.Window.SliceMs;
                late = !IsProcessingTime && HasPassed(spec.Window.LastWindowEnd(sliceEnd));
            }

            _ends[row] = sliceEnd;
            _rows[count] = row;
            count += late ? 0 : 1;
        }

        Metrics.LateRows += rows.Count - count;
        return count;
    }

    /// <summary>Each row's window is a slice of its own; a row whose window has fired is late.</summary>
    private int AssignAttached(FixedColumn<long> ends, Selection rows)
    {
        int count = 0;
        foreach (int row in rows)
        {
            long end = ends[row];
            _ends[row] = end;
            _rows[count] = row;
            count += HasPassed(end) ? 0 : 1;
        }

        Metrics.LateRows += rows.Count - count;
        return count;
    }

    /// <summary>Aggregates the rows that are in the first row's slice, and returns the rest.</summary>
    private ReadOnlySpan<int> AccumulateSlice(Batch batch, ReadOnlySpan<int> rows)
    {
        long end = _ends[rows[0]];
        int mine = 0;
        int rest = 0;
        bool whole = true;
        foreach (int row in rows)
        {
            if (_ends[row] != end)
            {
                whole = false;
                break;
            }
        }

        Selection selection;
        if (whole)
        {
            selection = rows.Length == batch.RowCount ? new Selection(rows.Length) : new Selection(rows);
        }
        else
        {
            // Into the first half go this slice's rows, into the second the others, both ascending.
            Span<int> own = _rest.AsSpan(0, rows.Length);
            Span<int> others = _rest.AsSpan(_rest.Length / 2, rows.Length);
            foreach (int row in rows)
            {
                bool isMine = _ends[row] == end;
                own[mine] = row;
                others[rest] = row;
                mine += isMine ? 1 : 0;
                rest += isMine ? 0 : 1;
            }

            selection = new Selection(own[..mine]);
        }

        _encoder.Encode(batch.Columns, selection, _keys);
        AggregateTable table = TargetOf(end);
        Span<int> slots = _slots.AsSpan(0, selection.Count);
        table.FindOrAdd(_keys, slots);
        table.Accumulate(batch, selection, slots);
        if (whole)
        {
            return default;
        }

        Span<int> left = _rows.AsSpan(0, rest);
        _rest.AsSpan(_rest.Length / 2, rest).CopyTo(left);
        return left;
    }

    /// <summary>Whether windows that end then have fired.</summary>
    private bool HasPassed(long windowEnd) => _progress != long.MinValue && _clock.ToEpoch(windowEnd - 1) <= _progress;

    private void EnsureScratch(Selection rows)
    {
        int extent = Math.Max(rows.Extent, rows.Count);
        if (_ends.Length < extent)
        {
            int size = Math.Max(extent, ColumnPool.DefaultBatchRows);
            _ends = new long[size];
            _rows = new int[size];
            _slots = new int[size];
            _rest = new int[size * 2];
        }
    }
}
