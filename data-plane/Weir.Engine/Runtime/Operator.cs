using Weir.Engine.Batches;
using Weir.Engine.Checkpoints;

namespace Weir.Engine.Runtime;

/// <summary>
/// A step of a stage. Batches and watermarks come in order, on one lane; what it puts out goes on by <see cref="Emit"/>.
/// <para>
/// A call emits at most one batch. An operator that has more to say (a window that fires, a row that becomes many) answers true from <see cref="HasPending"/>, and goes on
/// each time <see cref="Continue"/> is called; until it is done it is given nothing new.
/// </para>
/// </summary>
public abstract class Operator : IDisposable
{
    private IBatchReceiver? _receiver;
    private IBatchReceiver? _lateReceiver;

    /// <summary>What the operator works with.</summary>
    protected OperatorContext Context { get; private set; } = null!;

    /// <summary>The figures of the operator.</summary>
    public OperatorMetrics Metrics { get; } = new();

    /// <summary>Whether there is more to put out for what has come in so far.</summary>
    public virtual bool HasPending => false;

    /// <summary>When it wants <see cref="OnProcessingTime"/> next, in milliseconds since 1970-01-01; never by default.</summary>
    public virtual long NextTimerMs => long.MaxValue;

    /// <summary>Called once before anything else.</summary>
    public void Open(OperatorContext context, IBatchReceiver receiver, IBatchReceiver? lateReceiver = null)
    {
        Context = context;
        _receiver = receiver;
        _lateReceiver = lateReceiver;
        OnOpen();
    }

    /// <summary>Takes a batch, which it owns from then on.</summary>
    public abstract void Process(Batch batch, int input);

    /// <summary>Goes on with what is pending.</summary>
    public virtual void Continue()
    {
    }

    /// <summary>Event time has come to <paramref name="watermark"/> (milliseconds): no row before or at it is to be expected. It is handed on by the stage, after what is pending.</summary>
    public virtual void OnWatermark(long watermark)
    {
    }

    /// <summary>The timer is due.</summary>
    public virtual void OnProcessingTime(long nowMs)
    {
    }

    /// <summary>All input has come; comes after a watermark at the end of time when the input is bounded.</summary>
    public virtual void OnEnd()
    {
    }

    /// <summary>Whether <see cref="Save"/> tells of what is pending. What is pending in other operators is put out before a checkpoint, whether or not there is room for it.</summary>
    public virtual bool SavesPending => false;

    /// <summary>A checkpoint is about to be made: puts out what is held back to be put out together, as by <see cref="Process"/>.</summary>
    public virtual void BeforeSave()
    {
    }

    /// <summary>Writes what is held, at a barrier: all lanes stand, nothing but what <see cref="SavesPending"/> says is pending.</summary>
    public virtual void Save(StateSaver saver)
    {
    }

    /// <summary>Takes what was saved; called once, after <see cref="Open"/> and before anything else.</summary>
    /// <exception cref="StateImageException">It is of another form.</exception>
    public virtual void Load(StateLoader loader)
    {
    }

    /// <inheritdoc/>
    public virtual void Dispose() => GC.SuppressFinalize(this);

    /// <summary>Prepares; <see cref="Context"/> is there.</summary>
    protected virtual void OnOpen()
    {
    }

    /// <summary>Whether somebody takes late rows; if not they are only counted.</summary>
    protected bool KeepsLateRows => _lateReceiver is not null;

    /// <summary>Hands on a batch of late rows, and with it its ownership; at most one a call, beside what is emitted.</summary>
    protected void EmitLate(Batch batch) => _lateReceiver!.Receive(batch);

    /// <summary>Hands a batch on, and with it its ownership. An empty one is dropped.</summary>
    protected void Emit(Batch batch)
    {
        if (batch.SelectedCount == 0)
        {
            batch.Release();
            return;
        }

        Metrics.RowsOut += batch.SelectedCount;
        _receiver!.Receive(batch);
    }
}

/// <summary>Takes the batches that an operator emits.</summary>
public interface IBatchReceiver
{
    /// <summary>Takes a batch, which it owns from then on.</summary>
    void Receive(Batch batch);
}
