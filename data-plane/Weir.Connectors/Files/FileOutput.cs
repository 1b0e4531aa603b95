namespace Weir.Connectors.Files;

/// <summary>Takes a sink's encoded rows, folder by folder. For the lane, which it never blocks; <see cref="PrepareAsync"/> and <see cref="CommittedAsync"/> are called beside it.</summary>
internal abstract class FileOutput : IDisposable
{
    /// <summary>Whether there is room for more.</summary>
    public abstract bool HasRoom { get; }

    /// <summary>Takes whole records for a folder (relative to the table's).</summary>
    /// <exception cref="Weir.Engine.Connectors.ConnectorException">Writing has failed.</exception>
    public abstract void Write(string folder, ReadOnlySpan<byte> records);

    /// <summary>Nothing more comes: true when that is settled.</summary>
    public abstract bool Finish();

    public virtual ReadOnlyMemory<byte> EndCheckpoint(long checkpoint) => default;

    public virtual Task PrepareAsync(long checkpoint, CancellationToken cancellation) => Task.CompletedTask;

    public virtual Task CommittedAsync(long checkpoint, CancellationToken cancellation) => Task.CompletedTask;

    public abstract void Dispose();
}
