using Weir.Docs.Tests.Markdown;

namespace Weir.Docs.Tests.Examples;

/// <summary>Each block of SQL in a page compiles, or is refused as the page says; where its result is shown, in a block of text below it, that is what it gives.</summary>
[Collection(WorkFolderUsers.Name)]
public sealed class StatementExampleTests
{
    public static TheoryData<string> Pages() => [.. Page.Names.Where(n => Page.Read(n).Fences.Any(f => f.Language == "sql"))];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task The_examples_of_a_page_give_what_it_shows(string name)
    {
        Page page = Page.Read(name);
        ExampleSession session = new();
        List<string> problems = [];
        List<(int First, int End, string[] Lines)> changes = [];
        foreach (Fence example in page.Fences.Where(f => f.Language == "sql"))
        {
            ExampleRun run = await session.RunAsync(example.Text);
            if (page.Following(example) is not { Language: "text" } shown)
            {
                if (run.Output.Length > 0)
                {
                    problems.Add($"{name}:{example.Line}: the result is not shown:\n{run.Output}");
                }
            }
            else if (!run.WasRun)
            {
                problems.Add($"{name}:{example.Line}: a result is shown of what a test cannot run.");
            }
            else if (!Same(run.Output, shown))
            {
                problems.Add($"{name}:{shown.Line}: shown is\n{shown.Text}\nbut it gives\n{run.Output}");
                changes.Add((shown.First, shown.End, run.Output.Split('\n')));
            }
        }

        if (PageUpdate.IsWanted)
        {
            PageUpdate.Write(page, changes);
        }

        Assert.True(problems.Count == 0, string.Join("\n\n", problems));
    }

    private static bool Same(string output, Fence shown) =>
        shown.IsUnordered ? output.Split('\n').Order(StringComparer.Ordinal).SequenceEqual(shown.Text.Split('\n').Order(StringComparer.Ordinal)) : output == shown.Text;
}
