using Weir.Engine.Storage;

namespace Weir.Checkpoints.Tests.Tables;

/// <summary>A store that does not do what it is told whenever it is told: puts fail or wait.</summary>
internal sealed class TroubledStore(IObjectStore inner) : IObjectStore
{
    private int _puts;

    /// <summary>Whether the put of that number, from 1 on, fails.</summary>
    public Func<int, bool> Fails { get; set; } = _ => false;

    /// <summary>Whether a put that fails has been done all the same.</summary>
    public bool DoesWhatFails { get; set; }

    /// <summary>What each put waits for.</summary>
    public Func<Task> Waits { get; set; } = () => Task.CompletedTask;

    /// <summary>Whether deleting fails.</summary>
    public bool KeepsAll { get; set; }

    public string Root => inner.Root;

    public int Puts => _puts;

    public async Task PutAsync(string path, Stream content, CancellationToken cancellation)
    {
        bool fails = Fails(Interlocked.Increment(ref _puts));
        await Waits().WaitAsync(cancellation);
        if (!fails || DoesWhatFails)
        {
            await inner.PutAsync(path, content, cancellation);
        }

        Throw(fails);
    }

    public async Task<bool> TryCreateAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        bool fails = Fails(Interlocked.Increment(ref _puts));
        await Waits().WaitAsync(cancellation);
        bool created = (!fails || DoesWhatFails) && await inner.TryCreateAsync(path, content, cancellation);
        Throw(fails);
        return created;
    }

    public Task<Stream> OpenReadAsync(string path, long offset, long? length, CancellationToken cancellation) => inner.OpenReadAsync(path, offset, length, cancellation);

    public IAsyncEnumerable<StoredObject> ListAsync(string prefix, CancellationToken cancellation) => inner.ListAsync(prefix, cancellation);

    public Task DeleteAsync(string path, CancellationToken cancellation)
    {
        Throw(KeepsAll);
        return inner.DeleteAsync(path, cancellation);
    }

    public void Dispose() => inner.Dispose();

    private static void Throw(bool fails)
    {
        if (fails)
        {
            throw new StorageException("The store is out of order.");
        }
    }
}
