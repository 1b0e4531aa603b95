using Weir.Engine.Aggregates;
using Weir.Engine.Batches;
using Weir.Engine.Expressions;
using Weir.Engine.Runtime;
using Weir.Engine.State;
using Weir.Engine.Types;

namespace Weir.Engine.Windows;

/// <summary>
/// Aggregates by windows made of slices. A row is aggregated once, into its slice; a window that ends takes its slices' groups together (see <see cref="WindowMerger"/>), so it never goes back to rows.
/// Emits keys, aggregates, window_start, window_end (wall time) and window_time (the window's last instant, in the time attribute's own terms), once per group and window.
/// </summary>
public sealed partial class WindowAggregateOperator : Operator
{
    private readonly WindowAggregateSpec _spec;
    private readonly WindowSpec _window;
    private readonly SliceAssignment.ByEventTime? _byEventTime;
    private readonly SliceAssignment.ByOwnWindow? _byOwnWindow;
    private readonly bool _isProcessingTime;
    private readonly bool _isLocalTime;
    private readonly DataType[] _keyTypes;
    private readonly DataType[] _types;
    private readonly KeyEncoder _encoder;
    private readonly KeyBatch _keys = new();
    private readonly SliceStore _slices;
    private readonly WindowMerger? _merger;
    private bool _tracksChanges;
    private WindowClock _clock = null!;
    private TimeZoneInfo? _zone;
    private long _progress = long.MinValue;
    private long[] _ends = [];
    private int[] _rows = [];
    private int[] _rest = [];
    private int[] _slots = [];
    private int[] _groups = [];

    /// <summary>The aggregation.</summary>
    public WindowAggregateOperator(WindowAggregateSpec spec)
    {
        _spec = spec;
        _byEventTime = spec.Slices as SliceAssignment.ByEventTime;
        _byOwnWindow = spec.Slices as SliceAssignment.ByOwnWindow;
        _isProcessingTime = spec.Slices is SliceAssignment.ByProcessingTime;
        _isLocalTime = _byEventTime?.IsLocalTime ?? _byOwnWindow?.IsLocalTime ?? true;
        _window = spec.Slices switch
        {
            SliceAssignment.ByEventTime e => e.Window,
            SliceAssignment.ByProcessingTime p => p.Window,
            _ => new WindowSpec(WindowKind.Tumble, 1, 1, 0),
        };
        _keyTypes = _byOwnWindow is null ? [.. spec.KeyTypes] : [.. spec.KeyTypes, DataType.Timestamp(3)];
        _encoder = new KeyEncoder(_byOwnWindow is null ? spec.Keys : [.. spec.Keys, _byOwnWindow.StartColumn], _keyTypes);
        _types = [.. spec.KeyTypes, .. spec.Calls.Select(c => c.Aggregate.ResultType), .. WindowTime.Types];
        _slices = new SliceStore(CreateTable);
        _merger = _window.Kind == WindowKind.Hop ? CreateMerger() : null;
    }

    /// <inheritdoc/>
    public override long NextTimerMs => _isProcessingTime ? _nextFireMs : long.MaxValue;

    /// <summary>How many groups of slices have been merged, or taken out of a merged table, so far: what windows have cost beyond their rows.</summary>
    internal long MergedGroups => _slices.MergedGroups;

    /// <inheritdoc/>
    public override void Process(Batch batch, int input)
    {
        _settled = _progress;
        Selection rows = batch.Rows;
        if (rows.Count == 0)
        {
            batch.Release();
            return;
        }

        EnsureScratch(rows);
        if (TryOneSlice(batch, rows, out long end))
        {
            if (!_isProcessingTime && HasPassed(_window.LastWindowEnd(end)))
            {
                foreach (int row in rows)
                {
                    _ends[row] = end;
                }

                TellLate(batch, rows, rows.Count);
            }
            else
            {
                Accumulate(batch, rows, end);
            }
        }
        else
        {
            ReadOnlySpan<int> left = _rows.AsSpan(0, AssignSlices(batch, rows));
            while (left.Length > 0)
            {
                left = AccumulateSlice(batch, left);
            }
        }

        batch.Release();
        ScheduleAfterRows();
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _merger?.Dispose();
        _slices.Dispose();
        _resumed?.Dispose();
        _cumulated?.Dispose();
        _spareCumulated?.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override void OnOpen()
    {
        _tracksChanges = Context.HasCheckpoints;
        _clock = new WindowClock(_isLocalTime ? Context.Evaluation.SessionTimeZone : null);
        _zone = _clock.IsIdentity ? null : Context.Evaluation.SessionTimeZone;
    }

    private AggregateTable CreateTable()
    {
        AggregateTable table = new(_keyTypes, _spec.Calls, _spec.Retracts, _spec.Retracts, _spec.KeyTypes.Count);
        if (_tracksChanges)
        {
            table.Keys.TrackChanges();
        }

        return table;
    }

    private WindowMerger CreateMerger()
    {
        if (_window.SizeMs == _window.SliceMs)
        {
            // Windows of one slice are that slice.
            return new TreeMerger(_slices, _window, CreateTable);
        }

        // States that bear to be taken from are those for rows that take back; their windows still count rows only where rows do take back.
        AggregateTable running = new(_keyTypes, _spec.Calls, retracts: true, countsRows: _spec.Retracts);
        using AggregateTable slice = CreateTable();
        bool isInverse = running.IsInverseOf(slice);
        if (isInverse)
        {
            return new RunningMerger(_slices, running);
        }

        running.Dispose();
        return new TreeMerger(_slices, _window, CreateTable);
    }

    /// <summary>The slice that all of the rows are in, as nearly all batches of rows that come in order are in one: found from the earliest and the latest time. False where they are not, or a look at each row is needed.</summary>
    private bool TryOneSlice(Batch batch, Selection rows, out long sliceEnd)
    {
        sliceEnd = 0;
        if (_isProcessingTime)
        {
            // A window fires in its last millisecond, and a clock may be set back: rows that come then are of the next one.
            long now = Context.Evaluation.NowMs;
            sliceEnd = _window.SliceEnd(_clock.ToWall(_progress < now ? now : _progress + 1));
            return true;
        }

        if (_byEventTime is null)
        {
            return false;
        }

        FixedColumn<long> times = (FixedColumn<long>)batch.Columns[_byEventTime.TimeColumn];
        if (times.HasNulls)
        {
            return false;
        }

        (long first, long last) = rows.IsDense ? Extremes.Of(times.Values[..rows.Count]) : Extent(times.Values, rows.Indices);
        if (!_clock.SharesOffset(first, last, out long offsetMs))
        {
            return false;
        }

        sliceEnd = _window.SliceEnd(first + offsetMs);
        return last + offsetMs < sliceEnd;
    }

    private static (long First, long Last) Extent(ReadOnlySpan<long> times, ReadOnlySpan<int> rows)
    {
        long first = times[rows[0]];
        long last = first;
        foreach (int row in rows)
        {
            first = Math.Min(first, times[row]);
            last = Math.Max(last, times[row]);
        }

        return (first, last);
    }

    /// <summary>Writes the slice of each row that is not late to <see cref="_ends"/> by position, and those rows to <see cref="_rows"/>.</summary>
    private int AssignSlices(Batch batch, Selection rows)
    {
        if (_byOwnWindow is not null)
        {
            return AssignOwnWindows(batch, (FixedColumn<long>)batch.Columns[_byOwnWindow.EndColumn], rows);
        }

        long sliceEnd = 0;
        long sliceStart = 0;
        bool late = false;
        int count = 0;
        FixedColumn<long> times = (FixedColumn<long>)batch.Columns[_byEventTime!.TimeColumn];
        bool nulls = times.HasNulls;
        foreach (int row in rows)
        {
            if (nulls && times.IsNull(row))
            {
                throw new EvaluationException("RowTime field should not be null, please convert it to a non-null long value.");
            }

            long time = _clock.IsIdentity ? times[row] : _clock.ToWall(times[row]);
            if (time >= sliceEnd || time < sliceStart)
            {
                sliceEnd = _window.SliceEnd(time);
                sliceStart = sliceEnd - _window.SliceMs;
                late = HasPassed(_window.LastWindowEnd(sliceEnd));
            }

            _ends[row] = sliceEnd;
            _rows[count] = row;
            count += late ? 0 : 1;
        }

        TellLate(batch, rows, rows.Count - count);
        return count;
    }

    /// <summary>Each row's window is a slice of its own; a row whose window has fired is late.</summary>
    private int AssignOwnWindows(Batch batch, FixedColumn<long> ends, Selection rows)
    {
        int count = 0;
        foreach (int row in rows)
        {
            long end = ends[row];
            _ends[row] = end;
            _rows[count] = row;
            count += HasPassed(end) ? 0 : 1;
        }

        TellLate(batch, rows, rows.Count - count);
        return count;
    }

    /// <summary>Aggregates the rows that are in the first row's slice, and returns the rest.</summary>
    private ReadOnlySpan<int> AccumulateSlice(Batch batch, ReadOnlySpan<int> rows)
    {
        // Into the first half go this slice's rows, into the second the others, both ascending.
        long end = _ends[rows[0]];
        Span<int> own = _rest.AsSpan(0, rows.Length);
        Span<int> others = _rest.AsSpan(_rest.Length / 2, rows.Length);
        int mine = 0;
        int rest = 0;
        foreach (int row in rows)
        {
            bool isMine = _ends[row] == end;
            own[mine] = row;
            others[rest] = row;
            mine += isMine ? 1 : 0;
            rest += isMine ? 0 : 1;
        }

        Accumulate(batch, mine == batch.RowCount ? new Selection(mine) : new Selection(own[..mine]), end);
        Span<int> left = _rows.AsSpan(0, rest);
        others[..rest].CopyTo(left);
        return left;
    }

    private void Accumulate(Batch batch, Selection rows, long sliceEnd)
    {
        AggregateTable table = TargetOf(sliceEnd);
        Span<int> slots = _slots.AsSpan(0, rows.Count);
        int known = table.Keys.SlotCount;
        table.FindOrAdd(_encoder, batch.Columns, rows, _keys, slots);
        if (_merger is null || !_merger.Holds(sliceEnd))
        {
            table.Accumulate(batch, rows, slots);
            return;
        }

        // The slice is part of what other windows were merged from, and of what others will be: those follow.
        Span<int> groups = Distinct(slots);
        int before = groups.BinarySearch(known);
        before = before < 0 ? ~before : before;
        _merger.Detach(sliceEnd, table, groups[..before]);
        table.Accumulate(batch, rows, slots);
        _merger.Attach(sliceEnd, table, groups, before);
    }

    /// <summary>The slots, each once, ascending.</summary>
    private Span<int> Distinct(ReadOnlySpan<int> slots)
    {
        if (_groups.Length < slots.Length)
        {
            _groups = new int[_slots.Length];
        }

        Span<int> groups = _groups.AsSpan(0, slots.Length);
        slots.CopyTo(groups);
        groups.Sort();
        int count = 0;
        foreach (int slot in groups)
        {
            if (count == 0 || groups[count - 1] != slot)
            {
                groups[count++] = slot;
            }
        }

        return groups[..count];
    }

    /// <summary>Whether windows that end then have fired.</summary>
    private bool HasPassed(long windowEnd) => _progress != long.MinValue && _clock.ToTimer(windowEnd - 1) <= _progress;

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
