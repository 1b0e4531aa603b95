using Weir.Docs.Tests.Markdown;

namespace Weir.Docs.Tests.Examples;

/// <summary>
/// With WEIR_DOCS_UPDATE=1 the results that differ are written into the pages, and the test fails all the same: whoever asked for it looks at what changed.
/// </summary>
internal static class PageUpdate
{
    public static bool IsWanted { get; } = Environment.GetEnvironmentVariable("WEIR_DOCS_UPDATE") == "1";

    /// <summary>Replaces ranges of lines (first, end, new lines), the last one first.</summary>
    public static void Write(Page page, IEnumerable<(int First, int End, string[] Lines)> changes)
    {
        List<string> lines = [.. page.Lines];
        foreach ((int first, int end, string[] replacement) in changes.OrderByDescending(c => c.First))
        {
            lines.RemoveRange(first, end - first);
            lines.InsertRange(first, replacement);
        }

        File.WriteAllText(Path.Combine(RepositoryRoot.Path, page.Name), string.Join('\n', lines));
    }
}
