using Weir.Engine.Batches;
using Weir.Engine.Runtime;
using Weir.Engine.Types;

namespace Weir.Engine.Windows;

/// <summary>
/// TUMBLE, HOP and CUMULATE as tables: each row comes out once for each window that it is in, with window_start, window_end (TIMESTAMP(3), wall time) and window_time (the window's last instant) added. Rows keep their kind; late rows
/// are not told apart. A row without a time is dropped. Source: Flink's AlignedWindowTableFunctionOperator.
/// </summary>
/// <param name="window">The windows.</param>
/// <param name="timeColumn">Position of the time column; null for processing time.</param>
/// <param name="isLocalTime">Whether windows are cut by wall time of the session's zone (TIMESTAMP_LTZ).</param>
/// <param name="inputTypes">The types of the input's columns.</param>
public sealed class WindowTableOperator(WindowSpec window, int? timeColumn, bool isLocalTime, IReadOnlyList<DataType> inputTypes) : Operator
{
    private readonly DataType[] _types = [.. inputTypes, .. WindowTime.Types];
    private WindowClock _clock = null!;
    private TimeZoneInfo? _zone;
    private Batch? _batch;
    private int[] _rows = [];
    private long _nowMs;

    /// <summary>Which of the batch's rows is next, and which of its windows: the next start of HOP, the next end of CUMULATE; none has been given out at <see cref="long.MinValue"/>.</summary>
    private int _next;
    private long _nextWindow = long.MinValue;

    /// <inheritdoc/>
    public override bool HasPending => _batch is not null;

    /// <inheritdoc/>
    public override void Process(Batch batch, int input)
    {
        _nowMs = timeColumn is null ? Context.Evaluation.NowMs : 0;
        if (window.Kind == WindowKind.Tumble)
        {
            Tumble(batch);
            return;
        }

        _batch = batch;
        _next = 0;
        _nextWindow = long.MinValue;
        Continue();
    }

    /// <inheritdoc/>
    public override void Continue()
    {
        Batch batch = _batch!;
        Selection rows = batch.Rows;
        int room = Context.Pool.BatchRows;
        EnsureScratch(room);
        Batch output = Context.Pool.Rent(_types, room);
        int count = 0;
        while (count < room && _next < rows.Count)
        {
            int row = rows[_next];
            if (!TryTimeOf(batch, row, out long time))
            {
                _next++;
                continue;
            }

            count = window.Kind == WindowKind.Hop ? Hop(output, row, time, count, room) : Cumulate(output, row, time, count, room);
        }

        Emit(Gathered(batch, output, count));
        if (_next >= rows.Count)
        {
            _batch = null;
            batch.Release();
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _batch?.Release();
        _batch = null;
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override void OnOpen()
    {
        _clock = new WindowClock(isLocalTime ? Context.Evaluation.SessionTimeZone : null);
        _zone = _clock.IsIdentity ? null : Context.Evaluation.SessionTimeZone;
    }

    /// <summary>Windows of one row each way: the columns are handed on as they are.</summary>
    private void Tumble(Batch batch)
    {
        EnsureScratch(batch.RowCount);
        Batch output = Context.Pool.Rent(_types.Length, batch.RowCount);
        for (int c = 0; c < batch.Columns.Length; c++)
        {
            output.SetColumn(c, batch.Columns[c].Retain());
        }

        for (int c = batch.Columns.Length; c < _types.Length; c++)
        {
            Column column = Context.Pool.Columns.Rent(_types[c]);
            column.EnsureCapacity(batch.RowCount);
            output.SetColumn(c, column);
        }

        int count = 0;
        foreach (int row in batch.Rows)
        {
            if (!TryTimeOf(batch, row, out long time))
            {
                continue;
            }

            long start = window.StartOf(time, window.SizeMs);
            WindowTime.Write(output, row, start, start + window.SizeMs, _zone);
            _rows[count++] = row;
        }

        output.CopyKinds(batch);
        if (count < batch.RowCount)
        {
            output.Select(_rows.AsSpan(0, count));
        }

        batch.Release();
        Emit(output);
    }

    /// <summary>The windows of a row from the latest back.</summary>
    private int Hop(Batch output, int row, long time, int count, int room)
    {
        long start = _nextWindow == long.MinValue ? window.StartOf(time, window.StepMs) : _nextWindow;
        for (; start > time - window.SizeMs; start -= window.StepMs)
        {
            if (count == room)
            {
                _nextWindow = start;
                return count;
            }

            WindowTime.Write(output, count, start, start + window.SizeMs, _zone);
            _rows[count++] = row;
        }

        _next++;
        _nextWindow = long.MinValue;
        return count;
    }

    /// <summary>The windows of a row from the shortest on.</summary>
    private int Cumulate(Batch output, int row, long time, int count, int room)
    {
        long start = window.StartOf(time, window.SizeMs);
        long end = _nextWindow == long.MinValue ? window.StartOf(time, window.StepMs) + window.StepMs : _nextWindow;
        for (; end <= start + window.SizeMs; end += window.StepMs)
        {
            if (count == room)
            {
                _nextWindow = end;
                return count;
            }

            WindowTime.Write(output, count, start, end, _zone);
            _rows[count++] = row;
        }

        _next++;
        _nextWindow = long.MinValue;
        return count;
    }

    private Batch Gathered(Batch batch, Batch output, int count)
    {
        ReadOnlySpan<int> from = _rows.AsSpan(0, count);
        for (int c = 0; c < batch.Columns.Length; c++)
        {
            output.Columns[c].Gather(0, batch.Columns[c], from);
        }

        if (!batch.IsInsertOnly)
        {
            Span<RowKind> kinds = output.TrackKinds();
            for (int k = 0; k < count; k++)
            {
                kinds[k] = batch.Kinds[from[k]];
            }
        }

        output.Truncate(count, batch.IsInsertOnly);
        return output;
    }

    private bool TryTimeOf(Batch batch, int row, out long time)
    {
        time = _nowMs;
        if (timeColumn is { } column)
        {
            FixedColumn<long> times = (FixedColumn<long>)batch.Columns[column];
            if (times.IsNull(row))
            {
                return false;
            }

            time = times[row];
        }

        time = _clock.ToWall(time);
        return true;
    }

    private void EnsureScratch(int count)
    {
        if (_rows.Length < count)
        {
            _rows = new int[Math.Max(count, ColumnPool.DefaultBatchRows)];
        }
    }
}
