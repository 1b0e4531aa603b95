using System.Globalization;
using System.Text;
using Weir.Engine.Batches;
using Weir.Engine.Checkpoints;
using Weir.Engine.Expressions;
using Weir.Engine.Operators;
using Weir.Engine.State;

namespace Weir.Engine.Runtime;

/// <summary>
/// What a task adds to a snapshot besides what its operators hold: how far its inputs have come in event time, and the batches and signs that wait in its queues. It is kept with the stage's first operator. A sign that is on its way
/// through the operators is not kept: it is begun again after a restore, and does no harm to those that have seen it.
/// </summary>
internal sealed partial class StageTask
{
    /// <summary>The state that says how far time has come.</summary>
    internal const string TimeState = "stage.time";

    private const string QueueState = "stage.queue";

    private long _delivered = long.MinValue;
    private bool _combines;
    private int _drains;

    /// <summary>Whether nothing waits: no input, nothing pending, no sign on its way.</summary>
    public bool IsQuiet => Sink?.IsQuiet != false && (IsEnded || (_signAt < 0 && Pending() < 0 && !_combines && !_endsAtOnce && Array.TrueForAll(_inputs, i => i.Queue.IsEmpty)));

    /// <summary>Where the partitions stand that it reads.</summary>
    public IEnumerable<Connectors.SourcePosition> Positions => _operators[0] is SourceOperator source ? source.Positions : [];

    /// <summary>The sink at its end, if there is one.</summary>
    public ISinkOperator? Sink => _operators[^1] as ISinkOperator;

    /// <summary>Reads nothing more, and holds back nothing: what is on its way comes to its end. Callable from any thread.</summary>
    public bool Drains
    {
        set
        {
            if (_source is not null)
            {
                _source.IsPaused = value;
            }

            Volatile.Write(ref _drains, value ? 1 : 0);
        }
    }

    /// <summary>At a barrier, before anything is saved: puts out what the operators hold back, and what is pending and not saved, whether there is room or not.</summary>
    public void PutOut(long nowMs)
    {
        if (IsEnded)
        {
            return;
        }

        Overflow(true);
        foreach (Operator op in _operators)
        {
            op.BeforeSave();
            while (CanMove())
            {
                Step(nowMs);
            }
        }

        Overflow(false);
    }

    /// <summary>Lets the operators put out what they hold back, one after another; whether one now has more to put out.</summary>
    private bool Flush()
    {
        foreach (Operator op in _operators)
        {
            op.BeforeSave();
            if (Pending() >= 0 || !Array.TrueForAll(_allOutputs, o => o.HasRoom))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Writes all that the task holds.</summary>
    public IReadOnlyList<(string Operator, StateSaver Saved)> Save(long checkpoint, int keyGroups, bool isWhole)
    {
        Sink?.EndCheckpoint(checkpoint);
        List<(string, StateSaver)> saved = [];
        for (int i = 0; i < _operators.Length; i++)
        {
            StateSaver saver = new(keyGroups, isWhole);
            _operators[i].Save(saver);
            if (i == 0)
            {
                Save(saver);
            }

            saved.Add((StableIds[i], saver));
        }

        return saved;
    }

    /// <summary>Whether an operator would go on with what is pending, or a sign would, before one whose pending work is saved is met.</summary>
    private bool CanMove()
    {
        int pending = Pending();
        return pending >= 0 ? !_operators[pending].SavesPending : _signAt >= 0 && !(_sign.Kind == StageItemKind.End && _signAt == _operators.Length - 1 && Sink is { } sink && !sink.Finish());
    }

    private void Overflow(bool may)
    {
        foreach (StageOutput output in _allOutputs)
        {
            output.MayOverflow = may;
        }

        if (Sink is { } sink)
        {
            sink.Holds = may;
        }
    }

    private void Save(StateSaver saver)
    {
        StateBlock time = saver.WriteWhole(TimeState);
        ByteWriter value = new();
        value.WriteFixed(_delivered);
        time.Put(StateBlock.NoGroup, "delivered"u8, value.Written);
        StateBlock? queue = null;
        for (int i = 0; i < _inputs.Length; i++)
        {
            StageInput input = _inputs[i];
            byte[] key = Encoding.ASCII.GetBytes(i.ToString(CultureInfo.InvariantCulture));
            value.Clear();
            value.WriteFixed(input.Watermark);
            value.WriteByte(input.IsIdle ? (byte)1 : (byte)0);
            time.Put(StateBlock.NoGroup, key, value.Written);
            for (int place = 0; place < input.Queue.Count; place++)
            {
                StageItem item = input.Queue[place];
                if (item.Kind == StageItemKind.End)
                {
                    continue; // whoever sent it sends it again
                }

                value.Clear();
                value.WriteByte((byte)item.Kind);
                value.WriteFixed(item.Watermark);
                if (item.Batch is not null)
                {
                    BatchImage.Write(value, item.Batch);
                }

                queue ??= saver.WriteWhole(QueueState);
                queue.Put(StateBlock.NoGroup, key, value.Written);
            }
        }
    }

    private void Load(int place, StateLoader loader, OperatorContext context)
    {
        try
        {
            _operators[place].Load(loader);
            if (place == 0)
            {
                Load(loader, context.Evaluation);
            }
        }
        catch (StateImageException e)
        {
            throw new SnapshotException($"The state of {StableIds[place]} is not of the form that this version of the operator writes: restore with the version of Weir that wrote the snapshot, or allow the loss of '{StableIds[place]}' to begin it anew.", e);
        }
    }

    private void Load(StateLoader loader, EvaluationContext evaluation)
    {
        using StateReader time = loader.Read(TimeState);
        long delivered = long.MaxValue;
        long slowest = long.MaxValue;
        bool any = false;
        while (time.MoveNext())
        {
            any = true;
            long watermark = BitConverter.ToInt64(time.Value);
            if (time.Key.SequenceEqual("delivered"u8))
            {
                delivered = Math.Min(delivered, watermark);
            }
            else if (loader.HasSameLanes && InputOf(time.Key) is { } input)
            {
                input.Watermark = watermark;
                input.IsIdle = time.Value[8] != 0;
            }
            else
            {
                slowest = Math.Min(slowest, watermark);
            }
        }

        if (!any)
        {
            return;
        }

        if (!loader.HasSameLanes)
        {
            // Nothing is on its way: what comes out of the inputs begins where the slowest of them stood.
            foreach (StageInput input in _inputs)
            {
                input.Watermark = slowest == long.MaxValue ? long.MinValue : slowest;
            }
        }

        _delivered = delivered;
        _watermark = delivered;
        _source?.Resume(delivered);
        _combines = _inputs.Length > 0;
        using StateReader queue = loader.Read(QueueState);
        while (queue.MoveNext())
        {
            StageInput input = loader.HasSameLanes && InputOf(queue.Key) is { } found ? found : throw new SnapshotException($"{Name} has rows on their way to it that other lanes or inputs cannot take: restore with the lanes and the plan that wrote the snapshot, or from a savepoint.");
            StageItemKind kind = (StageItemKind)queue.Value[0];
            input.Queue.MayOverflow = true;
            input.Queue.Enqueue(kind == StageItemKind.Batch ? StageItem.Of(BatchImage.Read(queue.Value[9..], input.Types, evaluation.Pool)) : new StageItem(kind, null, BitConverter.ToInt64(queue.Value[1..])));
            input.Queue.MayOverflow = false;
        }
    }

    private StageInput? InputOf(ReadOnlySpan<byte> key) =>
        int.TryParse(key, CultureInfo.InvariantCulture, out int place) && place < _inputs.Length ? _inputs[place] : null;
}
