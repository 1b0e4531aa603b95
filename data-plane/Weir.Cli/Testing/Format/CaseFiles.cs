using System.Text;

namespace Weir.Cli.Testing.Format;

/// <summary>Finds the files of cases under the paths given, and reads them.</summary>
internal static class CaseFiles
{
    private static readonly string[] s_endings = [".test.yaml", ".test.yml", ".test.json"];

    /// <summary>The cases in the order of their files' names. A file that cannot be read is a case that fails.</summary>
    /// <exception cref="CaseException">A path is not there, or holds no cases.</exception>
    public static IReadOnlyList<TestCase> Read(IEnumerable<string> paths)
    {
        List<(string Path, string File)> files = [];
        foreach (string path in paths)
        {
            int before = files.Count;
            if (Directory.Exists(path))
            {
                foreach (string file in Directory.EnumerateFiles(path, "*.test.*", SearchOption.AllDirectories).Where(f => s_endings.Any(f.EndsWith)).Order(StringComparer.Ordinal))
                {
                    files.Add((file, WithoutEnding(Path.GetRelativePath(path, file)).Replace('\\', '/')));
                }
            }
            else if (File.Exists(path))
            {
                files.Add((path, WithoutEnding(Path.GetFileName(path))));
            }
            else
            {
                throw new CaseException($"'{path}' is not there");
            }

            if (files.Count == before)
            {
                throw new CaseException($"there are no cases in '{path}': files named *{string.Join(", *", s_endings)} hold them");
            }
        }

        return [.. files.DistinctBy(f => Path.GetFullPath(f.Path)).AsParallel().AsOrdered().SelectMany(f => ReadFile(f.Path, f.File))];
    }

    /// <summary>The cases of one file, named <paramref name="file"/> in what is told of them.</summary>
    public static IReadOnlyList<TestCase> ReadFile(string path, string file)
    {
        object? content;
        try
        {
            byte[] bytes = File.ReadAllBytes(path);
            ReadOnlySpan<byte> text = bytes.AsSpan().StartsWith("\uFEFF"u8) ? bytes.AsSpan(3) : bytes;
            content = path.EndsWith(".json", StringComparison.Ordinal) ? JsonText.Read(text) : YamlText.Read(Encoding.UTF8.GetString(text));
        }
        catch (Exception e) when (e is CaseException or IOException or UnauthorizedAccessException)
        {
            return [new TestCase { Name = "(the whole file)", File = file, Path = path, Number = 1, Problem = e.Message }];
        }

        List<object?> list = content as List<object?> ?? [content];
        List<TestCase> cases = [.. list.Select((c, i) => CaseReader.Read(c, file, path, i + 1))];
        HashSet<string> names = [];
        for (int i = 0; i < cases.Count; i++)
        {
            if (!names.Add(cases[i].Name))
            {
                cases[i] = cases[i] with { Problem = $"the name '{cases[i].Name}' is there twice in the file" };
            }
        }

        return cases;
    }

    private static string WithoutEnding(string path) => s_endings.FirstOrDefault(path.EndsWith) is { } ending ? path[..^ending.Length] : path;
}
