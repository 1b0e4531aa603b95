using System.Globalization;
using Weir.Engine.Storage;

namespace Weir.Storage.Rocks;

/// <summary>
/// A file of a frozen folder that lists the others: RocksDB opens a store whose manifest has lost its end without a word, with the tables of an earlier time.
/// <code>
/// length name
/// ...
/// end
/// </code>
/// </summary>
internal static class RocksFileList
{
    internal const string Name = "FILES";

    private const string End = "end";

    internal static FrozenFile Write(string folder, IEnumerable<FrozenFile> files)
    {
        string text = string.Concat(files.Select(file => string.Create(CultureInfo.InvariantCulture, $"{file.Length} {file.Name}\n"))) + End;
        string path = Path.Combine(folder, Name);
        File.WriteAllText(path, text);
        return new FrozenFile(Name, new FileInfo(path).Length, IsShared: false);
    }

    /// <summary>Deletes the list when all files are there.</summary>
    /// <exception cref="StorageException">A file is missing or of another length.</exception>
    internal static void Check(string folder)
    {
        string path = Path.Combine(folder, Name);
        if (!File.Exists(path))
        {
            throw new StorageException($"{folder} is no frozen store: there is no file {Name} in it.") { IsMissing = !Directory.Exists(folder) };
        }

        string[] lines = File.ReadAllLines(path);
        if (lines is not [.., End])
        {
            throw new StorageException($"{folder} is no frozen store: its file {Name} is cut off.");
        }

        foreach (string line in lines.AsSpan(0, lines.Length - 1))
        {
            int space = line.IndexOf(' ', StringComparison.Ordinal);
            if (space < 0 || !long.TryParse(line.AsSpan(0, space), CultureInfo.InvariantCulture, out long length))
            {
                throw new StorageException($"{folder} is no frozen store: its file {Name} is damaged.");
            }

            FileInfo file = new(Path.Combine(folder, line[(space + 1)..]));
            if (!file.Exists || file.Length != length)
            {
                throw new StorageException($"{folder} is no whole frozen store: {file.Name} {(file.Exists ? $"has {file.Length} bytes" : "is missing")}; it had {length} bytes when it was frozen.");
            }
        }

        File.Delete(path);
    }
}
