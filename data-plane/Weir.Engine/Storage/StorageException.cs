namespace Weir.Engine.Storage;

/// <summary>Storage cannot be read or written; the message says what, where and why.</summary>
public sealed class StorageException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Whether what was to be read isn't there.</summary>
    public bool IsMissing { get; init; }
}
