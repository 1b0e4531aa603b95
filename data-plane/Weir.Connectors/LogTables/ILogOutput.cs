namespace Weir.Connectors.LogTables;

/// <summary>Takes a lane's records on their way to the log. Called on the lane; nothing blocks, save for <see cref="IDisposable.Dispose"/>.</summary>
internal interface ILogOutput : IDisposable
{
    /// <summary>What stands in the way just now; null where all is well, or where somebody else says so.</summary>
    string? Trouble { get; }

    /// <summary>Whether there is room for another batch; if not, the lane is woken when there is.</summary>
    /// <exception cref="Weir.Engine.Connectors.ConnectorException">The log cannot be written, for good.</exception>
    bool HasRoom { get; }

    /// <summary>Records to be filled and handed to <see cref="Add"/>.</summary>
    PendingRecords Rent();

    /// <summary>Takes records to be appended.</summary>
    void Add(PendingRecords records);

    /// <summary>Sends what is held; true once that is done, else the lane is woken.</summary>
    bool Finish();

    /// <summary>What was added so far belongs to a checkpoint.</summary>
    void EndCheckpoint();

    /// <summary>Ends when what belongs to the checkpoint is where the checkpoint's commit finds it. Callable beside the lane.</summary>
    Task PrepareAsync(CancellationToken cancellation);
}
