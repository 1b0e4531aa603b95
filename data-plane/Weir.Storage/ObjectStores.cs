using Weir.Engine.Storage;
using Weir.Storage.Files;
using Weir.Storage.S3;

namespace Weir.Storage;

/// <summary>Opens stores by the scheme of their address.</summary>
public sealed class ObjectStores : IObjectStores
{
    private readonly Dictionary<string, Func<string, IObjectStore>> _schemes = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The schemes, in order.</summary>
    public IReadOnlyList<string> Schemes => [.. _schemes.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The kinds that Weir brings along: <c>file</c> (and plain paths) and <c>s3</c>.</summary>
    /// <param name="clock">The time, for pauses between tries.</param>
    /// <param name="environment">Reads an environment variable, null where it is not set: where S3 finds its endpoint, region and credentials when the address does not say. The process's own without it.</param>
    public static ObjectStores CreateBuiltIn(TimeProvider clock, Func<string, string?>? environment = null) => new ObjectStores()
        .Add("file", address => FileObjectStore.Open(address, clock))
        .Add("s3", address => S3ObjectStore.Open(S3Settings.Parse(address, environment ?? Environment.GetEnvironmentVariable), clock));

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
