using System.Security.Cryptography;
using Weir.Engine.Storage;

namespace Weir.Storage.Rocks;

/// <summary>
/// The names of tables' files in frozen folders.
/// <para>
/// RocksDB numbers its files (<c>000012.sst</c>). The next number is in the manifest, so within a store, over restarts, no number comes twice. But two stores that are restored from the same frozen folder, or one that is restored from a
/// folder older than the latest, go on from the same number with other content. So in a frozen folder a table is called by its number and the opening in which it was made, <c>000012-3f09c2d4a1b7e865.sst</c>; on opening it gets its number
/// back, and at the next freezing the same frozen name again.
/// </para>
/// </summary>
internal sealed class RocksTableNames
{
    internal const string Extension = ".sst";

    private readonly string _opening = RandomNumberGenerator.GetHexString(16, lowercase: true);
    private readonly Dictionary<string, string> _inherited = new(StringComparer.Ordinal);

    /// <summary>Gives the tables of a frozen folder their numbers back.</summary>
    /// <exception cref="StorageException">A file isn't named as in a frozen folder.</exception>
    internal static RocksTableNames Restore(string folder)
    {
        RocksTableNames names = new();
        foreach (string path in Directory.GetFiles(folder, "*" + Extension))
        {
            string frozen = Path.GetFileName(path);
            int dash = frozen.IndexOf('-', StringComparison.Ordinal);
            if (dash <= 0 || !names._inherited.TryAdd(frozen[..dash] + Extension, frozen))
            {
                throw new StorageException($"{folder} is no frozen store: {frozen} is not the name of a frozen table, or there are two of that number.");
            }

            File.Move(path, Path.Combine(folder, frozen[..dash] + Extension));
        }

        return names;
    }

    /// <summary>The frozen name of a table's file.</summary>
    internal string Frozen(string table) => _inherited.TryGetValue(table, out string? frozen) ? frozen : $"{Path.GetFileNameWithoutExtension(table)}-{_opening}{Extension}";
}
