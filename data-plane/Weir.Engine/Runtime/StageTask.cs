using Weir.Engine.Batches;
using Weir.Engine.Checkpoints;

namespace Weir.Engine.Runtime;

/// <summary>
/// One stage on one lane: a chain of operators, the queues it reads and the edges it writes. A step does one of, in this order:
/// <code>
///   1. the operator nearest the sink that has something pending goes on
///   2. a sign of time (watermark, idle, end) under way in the chain moves on by one operator, once nothing is pending
///   3. a timer that is due fires
///   4. the next item of an input is taken (inputs take turns)
/// </code>
/// so that an operator has put out all that came before a watermark when the watermark passes it.
/// </summary>
internal sealed partial class StageTask : IDisposable
{
    private readonly Operator[] _operators;
    private readonly StageInput[] _inputs;
    private readonly StageOutput[] _outputs;
    private readonly StageOutput[][] _lateOutputs;
    private readonly StageOutput[] _allOutputs;
    private readonly ISourceOperator? _source;
    private readonly OperatorClock _clock;
    private int _nextInput;
    private long _watermark = long.MinValue;
    private bool _idle;
    private bool _idleFollows;
    private StageItem _sign;
    private int _signAt = -1;
    private bool _ending;
    private bool _endsAtOnce;

    /// <summary>A task; <paramref name="lateOutputs"/> are, for each operator, the edges that take its late rows.</summary>
    public StageTask(string name, Operator[] operators, StageInput[] inputs, StageOutput[] outputs, StageOutput[][] lateOutputs)
    {
        Name = name;
        _operators = operators;
        _clock = new OperatorClock(operators);
        _inputs = inputs;
        _outputs = outputs;
        _lateOutputs = lateOutputs;
        _allOutputs = [.. outputs, .. lateOutputs.SelectMany(o => o)];
        _source = operators[0] as ISourceOperator;
        if (_source is null && inputs.Length == 0)
        {
            // All rows of this stage go to the first lane; here it has nothing to do but to say so.
            _ending = true;
            _sign = StageItem.End;
            _signAt = -1;
            _endsAtOnce = true;
        }
    }

    public string Name { get; }

    public bool IsEnded { get; private set; }

    /// <summary>The id of each operator's state.</summary>
    public required IReadOnlyList<string> StableIds { get; init; }

    /// <summary>The plan's number of each operator.</summary>
    public required IReadOnlyList<int> PlanIds { get; init; }

    public IReadOnlyList<Operator> Operators => _operators;

    /// <summary>Whether every queue that it writes to has room, and its sink takes rows.</summary>
    public bool MayRun
    {
        get
        {
            foreach (StageOutput output in _allOutputs)
            {
                if (!output.HasRoom)
                {
                    return false;
                }
            }

            return _operators[^1] is not ISinkOperator sink || sink.CanWrite;
        }
    }

    /// <summary>Whether it would do something if it had room: for telling backpressure from idleness.</summary>
    public bool HasWork(long nowMs)
    {
        if (IsEnded)
        {
            return false;
        }

        if (_signAt >= 0 || Pending() >= 0 || NextTimerMs <= nowMs)
        {
            return true;
        }

        if (_source is not null)
        {
            return _source.MayHaveRows;
        }

        foreach (StageInput input in _inputs)
        {
            if (!input.Queue.IsEmpty)
            {
                return true;
            }
        }

        return false;
    }

    public long NextTimerMs
    {
        get
        {
            long next = long.MaxValue;
            foreach (Operator op in _operators)
            {
                next = Math.Min(next, op.NextTimerMs);
            }

            return next;
        }
    }

    /// <summary>Opens the operators, each with what <paramref name="restored"/> has for its id.</summary>
    public void Open(OperatorContext context, Func<string, StateLoader?> restored)
    {
        for (int i = 0; i < _operators.Length; i++)
        {
            IBatchReceiver receiver = i + 1 < _operators.Length ? new Link(_operators[i + 1], i + 1, _clock) : new Fan(_outputs, context.Pool);
            StateLoader? loader = restored(StableIds[i]);
            _operators[i].Open(context with { Restored = loader }, receiver, _lateOutputs[i].Length > 0 ? new Fan(_lateOutputs[i], context.Pool) : null);
            if (loader is not null)
            {
                Load(i, loader, context);
            }
        }
    }

    /// <summary>Does one thing, if there is one to do. May only be called when <see cref="MayRun"/>.</summary>
    public bool Step(long nowMs)
    {
        if (IsEnded)
        {
            return false;
        }

        int before = _clock.Enter(0);
        bool did = StepOnce(nowMs);
        _clock.Enter(before);
        return did;
    }

    private bool StepOnce(long nowMs)
    {

        int pending = Pending();
        if (pending >= 0)
        {
            _clock.Enter(pending);
            _operators[pending].Continue();
            return true;
        }

        if (_signAt >= 0)
        {
            MoveSign();
            return true;
        }

        if (_combines)
        {
            _combines = false;
            Combine();
            return true;
        }

        if (_endsAtOnce)
        {
            _endsAtOnce = false;
            Begin(StageItem.End, 0);
            return true;
        }

        foreach (Operator op in _operators)
        {
            if (op.NextTimerMs <= nowMs)
            {
                op.OnProcessingTime(nowMs);
                return true;
            }
        }

        return (_source is not null ? StepSource() : StepInputs()) || (Volatile.Read(ref _drains) != 0 && Flush());
    }

    public void Dispose()
    {
        foreach (Operator op in _operators)
        {
            op.Dispose();
        }
    }

    private int Pending()
    {
        for (int i = _operators.Length - 1; i >= 0; i--)
        {
            if (_operators[i].HasPending)
            {
                return i;
            }
        }

        return -1;
    }

    private bool StepSource()
    {
        SourceStep step = _source!.Read(out long watermark);
        switch (step)
        {
            case SourceStep.Rows:
                return true;
            case SourceStep.Watermark:
                Begin(StageItem.At(watermark), 1);
                return true;
            case SourceStep.Idle:
                Begin(StageItem.Idle, 1);
                return true;
            case SourceStep.Ended:
                _ending = true;
                Begin(StageItem.End, 1);
                return true;
            default:
                return false;
        }
    }

    private bool StepInputs()
    {
        for (int i = 0; i < _inputs.Length; i++)
        {
            StageInput input = _inputs[_nextInput];
            _nextInput = (_nextInput + 1) % _inputs.Length;
            if (!input.Queue.TryPeek(out StageItem item))
            {
                continue;
            }

            if (item.Kind == StageItemKind.Batch && input.IsIdle)
            {
                // Rows end idleness: who waits for this stage's time is told before they go on.
                input.IsIdle = false;
                Combine();
                return true;
            }

            input.Queue.Dequeue();
            if (item.Kind == StageItemKind.Batch)
            {
                _operators[0].Metrics.RowsIn += item.Batch!.SelectedCount;
                _operators[0].Process(item.Batch, input.Input);
            }
            else
            {
                Take(input, item);
            }

            return true;
        }

        return false;
    }

    private void Take(StageInput input, in StageItem sign)
    {
        switch (sign.Kind)
        {
            case StageItemKind.Watermark:
                input.Watermark = Math.Max(input.Watermark, sign.Watermark);
                input.IsIdle = false;
                break;
            case StageItemKind.Idle:
                input.IsIdle = true;
                break;
            case StageItemKind.Active:
                input.IsIdle = false;
                break;
            default:
                input.IsEnded = true;
                break;
        }

        Combine();
    }

    /// <summary>The watermark is that of the slowest input; idle and ended ones do not hold it back, and when all are idle so is the stage.</summary>
    private void Combine()
    {
        long watermark = long.MaxValue;
        bool anyActive = false;
        bool allEnded = true;
        long highest = long.MinValue;
        foreach (StageInput input in _inputs)
        {
            allEnded &= input.IsEnded;
            highest = Math.Max(highest, input.Watermark);
            if (!input.IsIdle && !input.IsEnded)
            {
                anyActive = true;
                watermark = Math.Min(watermark, input.Watermark);
            }
        }

        if (allEnded)
        {
            _ending = true;
            if (highest > _watermark)
            {
                _watermark = highest;
                Begin(StageItem.At(highest), 0);
            }
            else
            {
                Begin(StageItem.End, 0);
            }

            return;
        }

        if (!anyActive)
        {
            if (highest > _watermark)
            {
                _watermark = highest;
                _idle = true;
                _idleFollows = true;
                Begin(StageItem.At(highest), 0);
            }
            else if (!_idle)
            {
                _idle = true;
                Begin(StageItem.Idle, 0);
            }

            return;
        }

        if (watermark > _watermark)
        {
            _watermark = watermark;
            _idle = false;
            Begin(StageItem.At(watermark), 0);
        }
        else if (_idle)
        {
            _idle = false;
            Begin(StageItem.Active, 0);
        }
    }

    /// <summary>Starts a sign on its way, at the operator given (a source's own sign begins behind it).</summary>
    private void Begin(in StageItem sign, int at)
    {
        _sign = sign;
        _signAt = at;
        if (at == 1)
        {
            _operators[0].Metrics.Watermark = sign.Kind == StageItemKind.Watermark ? sign.Watermark : _operators[0].Metrics.Watermark;
            if (sign.Kind == StageItemKind.End)
            {
                _operators[0].OnEnd();
            }
        }

        Tell();
    }

    private void MoveSign()
    {
        _signAt++;
        Tell();
    }

    private void Tell()
    {
        if (_signAt < _operators.Length)
        {
            Operator op = _operators[_signAt];
            int before = _clock.Enter(_signAt);
            switch (_sign.Kind)
            {
                case StageItemKind.Watermark:
                    op.OnWatermark(_sign.Watermark);
                    op.Metrics.Watermark = _sign.Watermark;
                    break;
                case StageItemKind.End:
                    op.OnEnd();
                    break;
                default:
                    break;
            }

            _clock.Enter(before);
            return;
        }

        if (_sign.Kind == StageItemKind.End && _operators[^1] is ISinkOperator sink && !sink.Finish())
        {
            _signAt--;
            return;
        }

        foreach (StageOutput output in _allOutputs)
        {
            output.SendSign(_sign);
        }

        _signAt = -1;
        _delivered = _sign.Kind == StageItemKind.Watermark ? _sign.Watermark : _delivered;
        if (_sign.Kind == StageItemKind.End)
        {
            IsEnded = true;
        }
        else if (_ending)
        {
            Begin(StageItem.End, _source is null ? 0 : 1);
        }
        else if (_idleFollows)
        {
            _idleFollows = false;
            Begin(StageItem.Idle, 0);
        }
    }

    private sealed class Link(Operator next, int place, OperatorClock clock) : IBatchReceiver
    {
        public void Receive(Batch batch)
        {
            next.Metrics.RowsIn += batch.SelectedCount;
            int before = clock.Enter(place);
            next.Process(batch, 0);
            clock.Enter(before);
        }
    }

    private sealed class Fan(StageOutput[] outputs, BatchPool pool) : IBatchReceiver
    {
        public void Receive(Batch batch)
        {
            for (int i = 0; i < outputs.Length; i++)
            {
                outputs[i].Send(i + 1 < outputs.Length ? Share(batch) : batch, pool);
            }

            if (outputs.Length == 0)
            {
                batch.Release();
            }
        }

        /// <summary>A batch of its own over the same columns, because each reader narrows its selection.</summary>
        private Batch Share(Batch batch)
        {
            Batch copy = pool.Rent(batch.Columns.Length, batch.RowCount);
            for (int c = 0; c < batch.Columns.Length; c++)
            {
                copy.SetColumn(c, batch.Columns[c].Retain());
            }

            copy.CopyKinds(batch);
            copy.CopySelection(batch);
            return copy;
        }
    }
}
