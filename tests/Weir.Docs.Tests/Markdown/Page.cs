namespace Weir.Docs.Tests.Markdown;

/// <summary>A Markdown file: its lines, its fenced blocks, the rows of its tables.</summary>
internal sealed class Page
{
    private const string FenceMark = "```";

    private Page(string name, string[] lines)
    {
        Name = name;
        Lines = lines;
        Fences = [.. ReadFences(lines)];
    }

    /// <summary>The path from the repository's root.</summary>
    public string Name { get; }

    public string[] Lines { get; }

    public IReadOnlyList<Fence> Fences { get; }

    /// <summary>Every page that a user reads.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. new[] { Path.Combine(RepositoryRoot.Path, "README.md") }
            .Concat(Directory.EnumerateFiles(Path.Combine(RepositoryRoot.Path, "docs"), "*.md", SearchOption.AllDirectories))
            .Select(path => Path.GetRelativePath(RepositoryRoot.Path, path).Replace('\\', '/'))
            .Order(StringComparer.Ordinal),
    ];

    public static Page Read(string name) => new(name, File.ReadAllText(Path.Combine(RepositoryRoot.Path, name)).Replace("\r\n", "\n", StringComparison.Ordinal).Split('\n'));

    /// <summary>The rows of the page's tables (not their heads), with the index of their line.</summary>
    public IEnumerable<(int Index, string[] Cells)> TableRows()
    {
        for (int i = 2; i < Lines.Length; i++)
        {
            bool isHead = i + 1 < Lines.Length && Lines[i + 1].StartsWith("|---", StringComparison.Ordinal);
            if (Lines[i].StartsWith('|') && !Lines[i].StartsWith("|---", StringComparison.Ordinal) && !isHead && !Fences.Any(f => i >= f.First && i < f.End))
            {
                yield return (i, TableRow.Cells(Lines[i]));
            }
        }
    }

    /// <summary>The block that begins at once (but for an empty line) after another one.</summary>
    public Fence? Following(Fence fence) => Fences.FirstOrDefault(f => f.First > fence.End && Lines[(fence.End + 1)..(f.First - 1)].All(string.IsNullOrWhiteSpace));

    private static IEnumerable<Fence> ReadFences(string[] lines)
    {
        for (int i = 0; i < lines.Length; i++)
        {
            if (!lines[i].StartsWith(FenceMark, StringComparison.Ordinal))
            {
                continue;
            }

            int end = Array.FindIndex(lines, i + 1, l => l.TrimEnd() == FenceMark);
            if (end < 0)
            {
                throw new InvalidDataException($"The block that begins in line {i + 1} has no end.");
            }

            string[] words = lines[i][FenceMark.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            yield return new Fence(words.FirstOrDefault(string.Empty), words.Contains("unordered"), string.Join('\n', lines[(i + 1)..end]), i + 1, end);
            i = end;
        }
    }
}
