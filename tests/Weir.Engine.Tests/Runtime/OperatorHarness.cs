using System.Text;
using Weir.Engine.Batches;
using Weir.Engine.Expressions;
using Weir.Engine.Runtime;
using Weir.Engine.Text;
using Weir.Engine.Types;

namespace Weir.Engine.Tests.Runtime;

/// <summary>
/// Drives one operator as a stage does: hands it rows and signs of time, goes on while something is pending, and keeps what it emits as text (<c>+I[1, a]</c>). Holds it to its contract: no call emits two batches, nothing new comes
/// while something is pending.
/// </summary>
internal sealed class OperatorHarness : IDisposable, IBatchReceiver
{
    private readonly Operator _operator;
    private readonly DataType[] _inputTypes;
    private readonly DataType[] _outputTypes;
    private readonly List<string> _output = [];
    private readonly LateReceiver _late;
    private int _batchesInCall;

    /// <summary>An operator, opened. The types of the output are those that it is to be printed as.</summary>
    public OperatorHarness(Operator op, DataType[] inputTypes, DataType[] outputTypes, string zone = "UTC", int batchRows = 2048, long nowMs = 0, bool keepsLateRows = false)
    {
        _operator = op;
        _inputTypes = inputTypes;
        _outputTypes = outputTypes;
        Clock.NowMs = nowMs;
        Pool = new BatchPool(batchRows);
        _late = new LateReceiver(this);
        op.Open(
            new OperatorContext
            {
                Evaluation = new EvaluationContext(Pool, Clock, zone == "UTC" ? TimeZoneInfo.Utc : TimeZoneInfo.FindSystemTimeZoneById(zone)),
                Lane = 0,
                LaneCount = 1,
                Wake = () => { },
                DeadLetters = NoOutside.Instance,
                Connectors = NoOutside.Instance,
                Shared = new JobShared(),
            },
            this,
            keepsLateRows ? _late : null);
    }

    public ManualClock Clock { get; } = new();

    public BatchPool Pool { get; }

    public int Batches { get; private set; }

    public static (RowKind Kind, object?[] Values) Insert(params object?[] values) => (RowKind.Insert, values);

    public static (RowKind Kind, object?[] Values) Delete(params object?[] values) => (RowKind.Delete, values);

    /// <summary>One batch of rows; every other row of the columns is one that has been filtered out when <paramref name="sparse"/>.</summary>
    public void Send(IReadOnlyList<(RowKind Kind, object?[] Values)> rows, bool sparse = false)
    {
        int stride = sparse ? 2 : 1;
        Batch batch = Pool.Rent(_inputTypes, rows.Count * stride);
        for (int c = 0; c < _inputTypes.Length; c++)
        {
            batch.Columns[c].EnsureCapacity(rows.Count * stride);
            for (int row = 0; row < rows.Count * stride; row++)
            {
                ColumnValues.Set(batch.Columns[c], _inputTypes[c], row, rows[row / stride].Values[c]);
            }
        }

        if (rows.Any(r => r.Kind != RowKind.Insert))
        {
            Span<RowKind> kinds = batch.TrackKinds();
            for (int row = 0; row < rows.Count * stride; row++)
            {
                kinds[row] = rows[row / stride].Kind;
            }
        }

        if (sparse)
        {
            batch.Select([.. Enumerable.Range(0, rows.Count).Select(i => i * 2)]);
        }

        Call(() => _operator.Process(batch, 0));
    }

    /// <summary>One batch of rows of kind +I.</summary>
    public void Insert(params object?[][] rows) => Send([.. rows.Select(r => (RowKind.Insert, r))]);

    public void Watermark(long watermark) => Call(() => _operator.OnWatermark(watermark));

    /// <summary>Sets the clock, and calls the timer if it is due.</summary>
    public void ProcessingTime(long nowMs)
    {
        Clock.NowMs = nowMs;
        if (_operator.NextTimerMs <= nowMs)
        {
            Call(() => _operator.OnProcessingTime(nowMs));
        }
    }

    /// <summary>What has come out since it was last asked.</summary>
    public string[] Take()
    {
        string[] taken = [.. _output];
        _output.Clear();
        return taken;
    }

    /// <summary>The late rows that have come out since it was last asked: the input's columns, then kind, window and watermark.</summary>
    public string[] TakeLate()
    {
        string[] taken = [.. _late.Rows];
        _late.Rows.Clear();
        return taken;
    }

    public void Receive(Batch batch)
    {
        Batches++;
        Assert.True(++_batchesInCall == 1, "A call emitted two batches.");
        foreach (int row in batch.Rows)
        {
            _output.Add(Text(batch, _outputTypes, row));
        }

        batch.Release();
    }

    public void Dispose() => _operator.Dispose();

    private static string Text(Batch batch, DataType[] types, int row)
    {
        Utf8Writer text = new();
        RowText.Write(text, batch, types, row, TextStyle.Sql, TimeZoneInfo.Utc);
        return Encoding.UTF8.GetString(text.Written);
    }

    private void Call(Action call)
    {
        Assert.False(_operator.HasPending);
        _batchesInCall = 0;
        call();
        while (_operator.HasPending)
        {
            _batchesInCall = 0;
            _operator.Continue();
        }
    }

    private sealed class LateReceiver(OperatorHarness harness) : IBatchReceiver
    {
        public List<string> Rows { get; } = [];

        public void Receive(Batch batch)
        {
            DataType[] types = [.. harness._inputTypes, DataType.String, DataType.BigInt, DataType.BigInt, DataType.BigInt];
            foreach (int row in batch.Rows)
            {
                Rows.Add(Text(batch, types, row));
            }

            batch.Release();
        }
    }
}
