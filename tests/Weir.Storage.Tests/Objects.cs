using System.Text;
using Weir.Engine.Storage;

namespace Weir.Storage.Tests;

/// <summary>Short words for what tests do with stores.</summary>
internal static class Objects
{
    internal static Task PutAsync(this IObjectStore store, string path, string content) =>
        store.PutAsync(path, new MemoryStream(Encoding.UTF8.GetBytes(content)), CancellationToken.None);

    internal static Task<bool> TryCreateAsync(this IObjectStore store, string path, string content) =>
        store.TryCreateAsync(path, Encoding.UTF8.GetBytes(content), CancellationToken.None);

    internal static async Task<string> ReadAsync(this IObjectStore store, string path, long offset = 0, long? length = null) =>
        Encoding.UTF8.GetString(await store.ReadBytesAsync(path, offset, length));

    internal static async Task<byte[]> ReadBytesAsync(this IObjectStore store, string path, long offset = 0, long? length = null)
    {
        using Stream stream = await store.OpenReadAsync(path, offset, length, CancellationToken.None);
        using MemoryStream read = new();
        await stream.CopyToAsync(read);
        return read.ToArray();
    }

    internal static async Task<List<StoredObject>> ListAsync(this IObjectStore store, string prefix = "")
    {
        List<StoredObject> found = [];
        await foreach (StoredObject item in store.ListAsync(prefix, CancellationToken.None))
        {
            found.Add(item);
        }

        return found;
    }

    internal static async Task<string[]> PathsAsync(this IObjectStore store, string prefix = "") => [.. (await store.ListAsync(prefix)).Select(o => o.Path)];

    /// <summary>The same bytes for the same seed.</summary>
    internal static byte[] Bytes(int length, int seed = 1)
    {
        byte[] bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }
}
