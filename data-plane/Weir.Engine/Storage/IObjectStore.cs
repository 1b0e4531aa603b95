namespace Weir.Engine.Storage;

/// <summary>
/// A folder of files or a bucket's prefix: objects by path, written whole, never changed. Paths use <c>/</c>, are relative and hold no <c>..</c>. Thread-safe. What is transient (a lost connection, 503) is retried within; what
/// comes out as <see cref="StorageException"/> has been tried long enough.
/// </summary>
public interface IObjectStore : IDisposable
{
    /// <summary>The root, for messages: <c>file:///var/weir</c>, <c>s3://bucket/prefix</c>. Without credentials.</summary>
    string Root { get; }

    /// <summary>Writes an object, over another of that path if there is one. It is there whole, and outlasts a loss of power, when this returns; otherwise not at all, or as it was.</summary>
    /// <param name="path">The path.</param>
    /// <param name="content">A stream that can seek, so that a try can begin again; read from its start.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="StorageException">It cannot be written.</exception>
    Task PutAsync(string path, Stream content, CancellationToken cancellation);

    /// <summary>Writes a small object (at most 5 MB) if there is none of that path: of several who try at once, one wins.</summary>
    /// <returns>False when there is one already, unless it has just this content and may be of an earlier try of this call.</returns>
    /// <exception cref="StorageException">It is not known whether it was written.</exception>
    Task<bool> TryCreateAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellation);

    /// <summary>Reads an object, or <paramref name="length"/> bytes of it from <paramref name="offset"/> on. The stream may throw <see cref="StorageException"/>; a connection lost on the way is taken up again where it broke off.</summary>
    /// <exception cref="StorageException">It cannot be read; <see cref="StorageException.IsMissing"/> when there is none.</exception>
    Task<Stream> OpenReadAsync(string path, long offset, long? length, CancellationToken cancellation);

    /// <summary>The objects whose path begins so, in the order of their paths.</summary>
    IAsyncEnumerable<StoredObject> ListAsync(string prefix, CancellationToken cancellation);

    /// <summary>Deletes an object; one that isn't there is no error.</summary>
    Task DeleteAsync(string path, CancellationToken cancellation);
}

/// <summary>An object as a listing tells of it.</summary>
/// <param name="Path">Relative to the store's root.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Written">When it was written, by the storage's clock.</param>
public readonly record struct StoredObject(string Path, long Length, DateTimeOffset Written);
