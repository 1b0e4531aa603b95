using Weir.Engine.Storage;

namespace Weir.Storage;

/// <summary>Opens stores by the scheme of their address.</summary>
public sealed class ObjectStores : IObjectStores
{
    private readonly Dictionary<string, Func<string, IObjectStore>> _schemes = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The schemes, in order.</summary>
    public IReadOnlyList<string> Schemes => [.. _schemes.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Adds a scheme, e.g. <c>s3</c>; the function is given the whole address.</summary>
    public ObjectStores Add(string scheme, Func<string, IObjectStore> open)
    {
        _schemes.Add(scheme, open);
        return this;
    }

    /// <inheritdoc/>
    public IObjectStore Open(string address)
    {
        int colon = address.IndexOf("://", StringComparison.Ordinal);
        string scheme = colon < 0 ? "file" : address[..colon];
        return _schemes.TryGetValue(scheme, out Func<string, IObjectStore>? open)
            ? open(address)
            : throw new StorageException($"'{address}': there is no storage '{scheme}'; there are {string.Join(", ", Schemes)}.");
    }
}
