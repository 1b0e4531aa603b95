using System.Collections.Concurrent;

namespace Weir.Engine.Storage;

/// <summary>Objects in memory: for tests of jobs, and for simulations.</summary>
public sealed class MemoryObjectStore(TimeProvider? clock = null) : IObjectStore
{
    private readonly ConcurrentDictionary<string, (byte[] Content, DateTimeOffset Written)> _objects = new(StringComparer.Ordinal);
    private readonly TimeProvider _clock = clock ?? TimeProvider.System;

    /// <inheritdoc/>
    public string Root => "memory:";

    /// <inheritdoc/>
    public async Task PutAsync(string path, Stream content, CancellationToken cancellation)
    {
        content.Position = 0;
        using MemoryStream copy = new();
        await content.CopyToAsync(copy, cancellation).ConfigureAwait(false);
        _objects[path] = (copy.ToArray(), _clock.GetUtcNow());
    }

    /// <inheritdoc/>
    public Task<bool> TryCreateAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellation) =>
        Task.FromResult(_objects.TryAdd(path, (content.ToArray(), _clock.GetUtcNow())));

    /// <inheritdoc/>
    public Task<Stream> OpenReadAsync(string path, long offset, long? length, CancellationToken cancellation)
    {
        if (!_objects.TryGetValue(path, out (byte[] Content, DateTimeOffset Written) found))
        {
            throw new StorageException($"{Root}{path}: there is no such object.") { IsMissing = true };
        }

        int start = (int)Math.Min(offset, found.Content.Length);
        int count = (int)Math.Min(length ?? long.MaxValue, found.Content.Length - start);
        return Task.FromResult<Stream>(new MemoryStream(found.Content, start, count, writable: false));
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoredObject> ListAsync(string prefix, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        foreach ((string path, (byte[] content, DateTimeOffset written)) in _objects.OrderBy(o => o.Key, StringComparer.Ordinal))
        {
            cancellation.ThrowIfCancellationRequested();
            if (path.StartsWith(prefix, StringComparison.Ordinal))
            {
                yield return new StoredObject(path, content.Length, written);
            }
        }
    }

    /// <inheritdoc/>
    public Task DeleteAsync(string path, CancellationToken cancellation)
    {
        _objects.TryRemove(path, out _);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
