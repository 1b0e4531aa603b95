using System.Text.RegularExpressions;
using Weir.Docs.Tests.Markdown;

namespace Weir.Docs.Tests.Coverage;

/// <summary>A link within the repository leads somewhere: to a file that is there, and to a heading of it.</summary>
public sealed partial class LinkTests
{
    public static TheoryData<string> Pages() => [.. Page.Names];

    [Theory]
    [MemberData(nameof(Pages))]
    public void The_links_of_a_page_lead_somewhere(string name)
    {
        Page page = Page.Read(name);
        string folder = Path.GetDirectoryName(Path.Combine(RepositoryRoot.Path, name))!;
        List<string> broken = [];
        foreach (Match link in Link().Matches(string.Join('\n', page.Lines.Where((_, i) => !page.Fences.Any(f => i >= f.First && i < f.End)))))
        {
            string target = link.Groups[1].Value;
            if (target.Contains("://", StringComparison.Ordinal))
            {
                continue;
            }

            string[] parts = target.Split('#');
            string path = parts[0].Length == 0 ? Path.Combine(RepositoryRoot.Path, name) : Path.GetFullPath(Path.Combine(folder, parts[0]));
            bool leads = parts.Length == 1 ? Path.Exists(path) : File.Exists(path) && Anchors(path).Contains(parts[1]);
            if (!leads)
            {
                broken.Add(target);
            }
        }

        Assert.True(broken.Count == 0, $"{name}: {string.Join(", ", broken)}");
    }

    /// <summary>The anchors that headings get: lower case, without punctuation, with dashes for blanks.</summary>
    private static IEnumerable<string> Anchors(string path) =>
        File.ReadLines(path).Where(l => l.StartsWith('#')).Select(l => NoLetter().Replace(l.TrimStart('#').Trim().ToLowerInvariant(), string.Empty).Replace(' ', '-'));

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"[^\p{L}\p{N} _-]")]
    private static partial Regex NoLetter();
}
