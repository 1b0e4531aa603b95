using System.Text.RegularExpressions;
using Weir.Engine.Connectors;

namespace Weir.Connectors.Files;

/// <summary>The files of a table: the file itself, or those of a folder and of the folders in it, in the order of their paths. Names that begin with . or _ are hidden.</summary>
internal sealed class FileLister(string table, string path, string? pattern)
{
    private static readonly string[] s_compressed = [".bz2", ".xz", ".zst", ".deflate", ".zip", ".lz4", ".snappy"];

    private readonly Regex? _pattern = pattern is null ? null : new Regex($"^(?:{pattern})$", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    /// <summary>The files.</summary>
    /// <exception cref="ConnectorException">There is no such file or folder, or it cannot be listed.</exception>
    public IReadOnlyList<string> List()
    {
        if (File.Exists(path))
        {
            return [path];
        }

        List<string> files = [];
        try
        {
            Collect(path, files);
        }
        catch (DirectoryNotFoundException)
        {
            throw new ConnectorException($"Table '{table}': there is no file or folder '{path}'.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConnectorException($"Table '{table}': the folder '{path}' cannot be read: {e.Message}", e);
        }

        files.Sort(StringComparer.Ordinal);
        return files;
    }

    private void Collect(string folder, List<string> files)
    {
        foreach (string entry in Directory.EnumerateFileSystemEntries(folder))
        {
            string name = Path.GetFileName(entry);
            if (name.StartsWith('.') || name.StartsWith('_'))
            {
                continue;
            }

            if (Directory.Exists(entry))
            {
                Collect(entry, files);
            }
            else if (_pattern?.IsMatch(entry) != false)
            {
                if (s_compressed.Contains(Path.GetExtension(entry)))
                {
                    throw new ConnectorException($"Table '{table}': '{entry}' is compressed in a way that is not read; .gz is, or leave it out with 'source.path.regex-pattern'.");
                }

                files.Add(entry);
            }
        }
    }
}
