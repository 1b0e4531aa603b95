namespace Weir.Engine.Storage;

/// <summary>Opens object stores by address; the engine's only way to storage.</summary>
public interface IObjectStores
{
    /// <summary>A store at an address: <c>file:///folder</c> (or a plain path), <c>s3://bucket/prefix</c>.</summary>
    /// <exception cref="StorageException">The address is of no kind that is known, or its credentials are missing.</exception>
    IObjectStore Open(string address);
}
