using System.Text;
using Weir.Engine.Batches;
using Weir.Engine.Checkpoints;
using Weir.Engine.Connectors;
using Weir.Engine.Expressions;
using Weir.Engine.Runtime;
using Weir.Engine.State;
using Weir.Engine.Types;

namespace Weir.Engine.Operators;

/// <summary>How a source makes watermarks.</summary>
public sealed record WatermarkSettings
{
    /// <summary>Makes the WATERMARK FOR expression over the source's output columns (its values in milliseconds); null when the source tells its watermark itself.</summary>
    public required Func<Expression>? Expression { get; init; }

    /// <summary>Where the expression is a column and a constant distance from it: then the highest of the column tells as much. Null for any other.</summary>
    public (int Column, long DistanceMs)? Shift { get; init; }

    /// <summary>scan.watermark.idle-timeout or table.exec.source.idle-timeout, in milliseconds; 0 for never.</summary>
    public long IdleTimeoutMs { get; init; }

    /// <summary>scan.watermark.alignment.group.</summary>
    public string? AlignmentGroup { get; init; }

    /// <summary>scan.watermark.alignment.max-drift, in milliseconds.</summary>
    public long MaxDriftMs { get; init; }
}

/// <summary>
/// Reads a table: turns what readers give into batches with the table's computed columns, and keeps a watermark for each partition; the source's is that of the slowest partition that is not idle.
/// </summary>
public sealed class SourceOperator : Operator, ISourceOperator
{
    private readonly TableSpec _table;
    private readonly int[] _columns;
    private readonly DataType[] _types;
    private readonly Func<Expression[]>? _makeOutputs;
    private readonly WatermarkSettings? _watermarks;
    private readonly List<SourcePartition> _partitions = [];
    private readonly Dictionary<string, long> _restored = new(StringComparer.Ordinal);
    private readonly SourceBatch _batch;
    private readonly int _batchRows;
    private Expression[]? _outputs;
    private Expression? _watermark;
    private TableSource? _source;
    private AlignmentGroup? _alignment;
    private int _next;
    private long _emitted = long.MinValue;
    private bool _idleEmitted;
    private bool _ended;
    private long _discoverAtMs;

    /// <summary>A source of the columns at these positions of the table; <paramref name="outputs"/> computes what is emitted from them, or they are emitted as they are.</summary>
    public SourceOperator(TableSpec table, IReadOnlyList<int> columns, Func<Expression[]>? outputs, WatermarkSettings? watermarks, int batchRows)
    {
        _table = table;
        _columns = [.. columns];
        _types = [.. columns.Select(c => table.Columns[c].Type)];
        _makeOutputs = outputs;
        _watermarks = watermarks;
        _batchRows = batchRows;
        _batch = new SourceBatch([], batchRows);
    }

    private const long DiscoverEveryMs = 1000;
    private const string PartitionsState = "partitions";

    /// <inheritdoc/>
    public bool MayHaveRows { get; private set; } = true;

    /// <inheritdoc/>
    public bool IsPaused { get; set; }

    /// <inheritdoc/>
    public void Resume(long watermark) => _emitted = watermark;

    /// <summary>Writes where each partition stands.</summary>
    public override void Save(StateSaver saver)
    {
        StateBlock block = saver.WriteWhole(PartitionsState);
        ByteWriter value = new();
        foreach (SourcePartition partition in _partitions)
        {
            value.Clear();
            value.WriteFixed(partition.Watermark);
            value.Write(Encoding.UTF8.GetBytes(partition.Reader.Position));
            block.Put(StateBlock.NoGroup, Encoding.UTF8.GetBytes(partition.Reader.Partition), value.Written);
        }
    }

    /// <summary>Where the partitions of this lane stand, for tools of the source's system.</summary>
    public IEnumerable<SourcePosition> Positions => _partitions.Select(p => new SourcePosition(_table, p.Reader.Partition, p.Reader.Position));

    /// <inheritdoc/>
    public override void Process(Batch batch, int input) => throw new InvalidOperationException("A source takes no batches.");

    /// <inheritdoc/>
    public SourceStep Read(out long watermark)
    {
        watermark = 0;
        if (_ended)
        {
            return SourceStep.Ended;
        }

        if (IsPaused)
        {
            return SourceStep.Nothing;
        }

        long nowMs = Context.Evaluation.NowMs;
        if (nowMs >= _discoverAtMs)
        {
            Add(_source!.Discover());
            _discoverAtMs = nowMs + DiscoverEveryMs;
            Metrics.Trouble = _source.Trouble;
        }

        if (MovesTime(nowMs, out watermark, out SourceStep step))
        {
            return step;
        }

        for (int i = 0; i < _partitions.Count; i++)
        {
            SourcePartition partition = _partitions[_next];
            _next = (_next + 1) % _partitions.Count;
            if (partition.IsEnded || IsAhead(partition))
            {
                continue;
            }

            if (ReadPartition(partition, nowMs))
            {
                MayHaveRows = true;
                return SourceStep.Rows;
            }

            if (MovesTime(nowMs, out watermark, out step))
            {
                return step;
            }
        }

        MayHaveRows = false;
        if (_source!.IsBounded && _partitions.TrueForAll(p => p.IsEnded))
        {
            _ended = true;
            if (_watermarks is not null && _emitted < long.MaxValue)
            {
                _emitted = watermark = long.MaxValue;
                return SourceStep.Watermark;
            }

            return SourceStep.Ended;
        }

        return SourceStep.Nothing;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        foreach (SourcePartition partition in _partitions)
        {
            partition.Reader.Dispose();
        }

        _source?.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override void OnOpen()
    {
        _outputs = _makeOutputs?.Invoke();
        _watermark = _watermarks?.Expression?.Invoke();
        _alignment = _watermarks?.AlignmentGroup is { } group ? Context.Shared.Alignment(group) : null;
        _source = Context.Connectors.CreateSource(_table);
        Dictionary<string, string> positions = ReadPositions();
        Add(_source.Open(new SourceContext
        {
            Columns = _columns,
            Lane = Context.Lane,
            LaneCount = Context.LaneCount,
            Wake = Context.Wake,
            DeadLetters = new CountingDeadLetters(Context.DeadLetters, Metrics),
            Clock = Context.Clock,
            Positions = positions,
        }));
    }

    private void Add(IReadOnlyList<PartitionReader> readers)
    {
        foreach (PartitionReader reader in readers)
        {
            _partitions.Add(new SourcePartition(reader) { Watermark = _restored.GetValueOrDefault(reader.Partition, _emitted), LastRowMs = Context.Evaluation.NowMs });
        }
    }

    private Dictionary<string, string> ReadPositions()
    {
        Dictionary<string, string> positions = new(StringComparer.Ordinal);
        using StateReader? saved = Context.Restored?.ReadOfAllLanes(PartitionsState);
        while (saved?.MoveNext() == true)
        {
            string partition = Encoding.UTF8.GetString(saved.Key);
            _restored[partition] = BitConverter.ToInt64(saved.Value);
            positions[partition] = Encoding.UTF8.GetString(saved.Value[sizeof(long)..]);
        }

        return positions;
    }

    /// <summary>Reads one batch of a partition and emits it; false when there were no rows.</summary>
    private bool ReadPartition(SourcePartition partition, long nowMs)
    {
        Batch raw = Context.Pool.Rent(_types, 0);
        _batch.Reset([]);
        _batch.Reset(partition.Columns(raw));
        ReadStatus status = partition.Reader.Read(_batch);
        if (_batch.HoldsOthers)
        {
            raw.ReplaceColumns(_batch.Columns);
        }

        partition.IsEnded = status == ReadStatus.Ended;
        partition.IsAtEnd = status != ReadStatus.Rows;
        Metrics.BytesIn += _batch.BytesRead;
        if (partition.Reader.LagRows is { } lag)
        {
            partition.LagRows = lag;
            Metrics.PendingRows = _partitions.Sum(p => p.LagRows);
        }

        int rows = _batch.RowCount;
        if (rows == 0)
        {
            raw.Release();
            Advance(partition, _batch.Watermark);
            return false;
        }

        partition.LastRowMs = nowMs;
        partition.IsIdle = false;
        Metrics.RowsIn += rows;
        raw.Reset(rows);
        if (!_batch.IsInsertOnly)
        {
            _batch.Kinds.CopyTo(raw.TrackKinds());
        }

        Batch output = Compute(raw);
        long? watermark = _watermark is null ? _batch.Watermark : Highest(output);
        if (_watermark is not null && _batch.Watermark is { } told)
        {
            watermark = Math.Max(watermark ?? long.MinValue, told);
        }

        Advance(partition, watermark);
        Emit(output);
        return true;
    }

    private Batch Compute(Batch raw)
    {
        if (_outputs is null)
        {
            return raw;
        }

        Batch result = Context.Pool.Rent(_outputs.Length, raw.RowCount);
        Selection rows = raw.Rows;
        for (int i = 0; i < _outputs.Length; i++)
        {
            result.SetColumn(i, _outputs[i].Evaluate(Context.Evaluation, raw, rows));
        }

        result.CopyKinds(raw);
        raw.Release();
        return result;
    }

    private long? Highest(Batch batch)
    {
        if (_watermarks!.Shift is { } shift && batch.Columns[shift.Column] is FixedColumn<long> { HasNulls: false } times)
        {
            return unchecked(Extremes.Highest(times.Values[..batch.RowCount]) + shift.DistanceMs);
        }

        FixedColumn<long> values = (FixedColumn<long>)_watermark!.Evaluate(Context.Evaluation, batch, batch.Rows);
        long? highest = null;
        if (!values.HasNulls)
        {
            highest = Extremes.Highest(values.Values[..batch.RowCount]);
        }
        else
        {
            for (int row = 0; row < batch.RowCount; row++)
            {
                if (!values.IsNull(row))
                {
                    highest = Math.Max(highest ?? long.MinValue, values[row]);
                }
            }
        }

        values.Release();
        return highest;
    }

    private void Advance(SourcePartition partition, long? watermark)
    {
        if (watermark > partition.Watermark)
        {
            partition.Watermark = watermark.Value;
        }

        _alignment?.Report(partition, partition.IsEnded || partition.IsIdle ? long.MaxValue : partition.Watermark);
    }

    /// <summary>Whether the source's watermark has risen, or all partitions have fallen idle.</summary>
    private bool MovesTime(long nowMs, out long watermark, out SourceStep step)
    {
        watermark = long.MaxValue;
        step = SourceStep.Watermark;
        if (_watermarks is null)
        {
            return false;
        }

        bool anyActive = false;
        foreach (SourcePartition partition in _partitions)
        {
            if (!partition.IsIdle && !partition.IsEnded && _watermarks.IdleTimeoutMs > 0 && partition.IsAtEnd && _source!.Trouble is null
                && nowMs - partition.LastRowMs >= _watermarks.IdleTimeoutMs)
            {
                partition.IsIdle = true;
                _alignment?.Report(partition, long.MaxValue);
            }

            if (!partition.IsIdle && !partition.IsEnded)
            {
                anyActive = true;
                watermark = Math.Min(watermark, partition.Watermark);
            }
        }

        if (!anyActive)
        {
            if (_partitions.Count == 0 || _partitions.TrueForAll(p => p.IsEnded) || _idleEmitted)
            {
                return false;
            }

            watermark = _partitions.Max(p => p.Watermark);
            if (watermark > _emitted)
            {
                _emitted = watermark;
                return true;
            }

            _idleEmitted = true;
            step = SourceStep.Idle;
            return true;
        }

        _idleEmitted = false;
        if (watermark > _emitted)
        {
            _emitted = watermark;
            return true;
        }

        return false;
    }

    private bool IsAhead(SourcePartition partition)
    {
        if (_alignment is null)
        {
            return false;
        }

        long slowest = _alignment.Slowest;
        bool ahead = slowest != long.MaxValue && partition.Watermark != long.MinValue && slowest != long.MinValue && partition.Watermark > slowest + _watermarks!.MaxDriftMs;
        if (ahead != partition.IsPaused)
        {
            partition.IsPaused = ahead;
            partition.Reader.SetPaused(ahead);
        }

        return ahead;
    }

    private sealed class CountingDeadLetters(IDeadLetterOutput output, OperatorMetrics metrics) : IDeadLetterOutput
    {
        public void Write(in DeadLetter letter)
        {
            metrics.DeadLetters++;
            output.Write(letter);
        }
    }
}
