using System.Collections.Concurrent;
using Weir.Engine.Batches;
using Weir.Engine.Connectors;
using Weir.Engine.Runtime;
using Weir.Engine.Types;

namespace Weir.Engine.Tests.Runtime;

/// <summary>One thing that a scripted source does.</summary>
internal sealed record ScriptStep(SourceStep Step, long[] Rows, long Watermark = 0, Func<bool>? Until = null)
{
    public static ScriptStep Idle { get; } = new(SourceStep.Idle, []);

    public static ScriptStep Of(params long[] rows) => new(SourceStep.Rows, rows);

    public static ScriptStep At(long watermark) => new(SourceStep.Watermark, [], watermark);

    public static ScriptStep WaitFor(Func<bool> condition) => new(SourceStep.Nothing, [], 0, condition);
}

/// <summary>A source of one BIGINT column that follows a script, then ends. What it waits for is asked for a bounded number of times.</summary>
internal sealed class ScriptedSource(IReadOnlyList<ScriptStep> script) : Operator, ISourceOperator
{
    private const int MostTries = 200;
    private int _next;
    private int _tries;

    public static DataType[] Types { get; } = [DataType.BigInt];

    public bool MayHaveRows => _next < script.Count && script[_next].Step == SourceStep.Rows;

    public bool IsPaused { get; set; }

    public void Resume(long watermark)
    {
    }

    public SourceStep Read(out long watermark)
    {
        watermark = 0;
        if (_next == script.Count)
        {
            return SourceStep.Ended;
        }

        ScriptStep step = script[_next];
        if (step.Until is { } until)
        {
            bool came = until();
            _next += came ? 1 : 0;
            _tries = came ? 0 : _tries + 1;
            return _tries < MostTries ? SourceStep.Nothing : throw new InvalidOperationException("What a source waits for does not come.");
        }

        _next++;
        watermark = step.Watermark;
        if (step.Step == SourceStep.Rows)
        {
            Batch batch = Context.Pool.Rent(Types, step.Rows.Length);
            step.Rows.CopyTo(((FixedColumn<long>)batch.Columns[0]).Values);
            Emit(batch);
        }

        return step.Step;
    }

    public override void Process(Batch batch, int input) => throw new InvalidOperationException("A source has no input.");
}

/// <summary>Never comes to an end.</summary>
internal sealed class EndlessSource : Operator, ISourceOperator
{
    public bool MayHaveRows => true;

    public bool IsPaused { get; set; }

    public void Resume(long watermark)
    {
    }

    public SourceStep Read(out long watermark)
    {
        watermark = 0;
        Batch batch = Context.Pool.Rent(ScriptedSource.Types, 100);
        ((FixedColumn<long>)batch.Columns[0]).Values[..100].Clear();
        Emit(batch);
        return SourceStep.Rows;
    }

    public override void Process(Batch batch, int input) => throw new InvalidOperationException("A source has no input.");
}

/// <summary>Makes each row many, at most 1000 at a time.</summary>
internal sealed class FanOut(int copies) : Operator
{
    private Batch? _batch;
    private int _row;
    private int _left;

    public override bool HasPending => _batch is not null;

    public override void Process(Batch batch, int input)
    {
        _batch = batch;
        _row = 0;
        _left = copies;
        Continue();
    }

    public override void Continue()
    {
        long value = ((FixedColumn<long>)_batch!.Columns[0])[_batch.Rows[_row]];
        int count = Math.Min(_left, 1000);
        Batch output = Context.Pool.Rent(ScriptedSource.Types, count);
        ((FixedColumn<long>)output.Columns[0]).Values[..count].Fill(value);
        _left -= count;
        if (_left == 0)
        {
            _left = copies;
            if (++_row == _batch.SelectedCount)
            {
                _batch.Release();
                _batch = null;
            }
        }

        Emit(output);
    }

    public override void Dispose()
    {
        _batch?.Release();
        base.Dispose();
    }
}

/// <summary>Hands rows on; throws at a row that it is told of.</summary>
internal sealed class Relay(long? bad = null) : Operator
{
    public override void Process(Batch batch, int input)
    {
        foreach (int row in batch.Rows)
        {
            if (((FixedColumn<long>)batch.Columns[0])[row] == bad)
            {
                throw new InvalidOperationException("A bad row.");
            }
        }

        Emit(batch);
    }
}

/// <summary>What the sinks of a job on all lanes have seen, in order for each lane: values, <c>w5</c> for a watermark, <c>end</c>.</summary>
internal sealed class SinkLog
{
    public ConcurrentQueue<string>[] Lanes { get; } = [new(), new()];

    /// <summary>What is left to be asked before the sink takes rows.</summary>
    public Func<bool> CanWrite { get; init; } = () => true;

    public long RowCount;

    public bool Saw(string entry) => Lanes.Any(l => l.Contains(entry));
}

/// <summary>Writes to a log.</summary>
internal sealed class LogSink(SinkLog log) : Operator, ISinkOperator
{
    public bool CanWrite => log.CanWrite();

    public TableSink? Sink => null;

    public bool Holds { get; set; }

    public void EndCheckpoint(long checkpoint)
    {
    }

    public override void Process(Batch batch, int input)
    {
        foreach (int row in batch.Rows)
        {
            log.Lanes[Context.Lane].Enqueue(((FixedColumn<long>)batch.Columns[0])[row].ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        Interlocked.Add(ref log.RowCount, batch.SelectedCount);
        batch.Release();
    }

    public override void OnWatermark(long watermark) => log.Lanes[Context.Lane].Enqueue($"w{watermark}");

    public bool Finish()
    {
        log.Lanes[Context.Lane].Enqueue("end");
        return true;
    }
}

/// <summary>Hands rows on, and finds out when it is closed that rows are lost.</summary>
internal sealed class LosesRows : Operator
{
    public override void Process(Batch batch, int input) => Emit(batch);

    public override void Dispose()
    {
        base.Dispose();
        throw new ConnectorException("Rows are lost.");
    }
}

/// <summary>Hands rows on, and tells when it is closed.</summary>
internal sealed class TellsItsEnd(Action closed) : Operator
{
    public override void Process(Batch batch, int input) => Emit(batch);

    public override void Dispose()
    {
        base.Dispose();
        closed();
    }
}
