using Weir.Docs.Tests.Markdown;

namespace Weir.Docs.Tests.Examples;

/// <summary>Each expression in a table of a page gives the value and has the type that are shown beside it.</summary>
[Collection(WorkFolderUsers.Name)]
public sealed class ValueExampleTests
{
    public static TheoryData<string> Pages() => [.. Page.Names.Where(n => Page.Read(n).TableRows().Any(r => r.Cells.Any(c => ValueExample.Of(c).Count > 0)))];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task The_expressions_of_a_page_give_what_it_shows(string name)
    {
        Page page = Page.Read(name);
        List<string> problems = [];
        List<(int First, int End, string[] Lines)> changes = [];
        foreach ((int index, string[] cells) in page.TableRows())
        {
            bool changed = false;
            for (int i = 0; i < cells.Length; i++)
            {
                IReadOnlyList<ValueExample> examples = ValueExample.Of(cells[i]);
                foreach (ValueExample example in examples)
                {
                    ValueExample found = await EvaluateAsync(example);
                    if (found != example)
                    {
                        problems.Add($"{name}:{index + 1}: shown is {example}, but it gives {found}");
                        cells[i] = cells[i].Replace(example.ToString(), found.ToString(), StringComparison.Ordinal);
                        changed = true;
                    }
                }
            }

            if (changed)
            {
                changes.Add((index, index + 1, [TableRow.Line(cells)]));
            }
        }

        if (PageUpdate.IsWanted)
        {
            PageUpdate.Write(page, changes);
        }

        Assert.True(problems.Count == 0, string.Join('\n', problems));
    }

    /// <summary>The example as it should be: with the value that the expression gives, and its type where the page shows it.</summary>
    private static async Task<ValueExample> EvaluateAsync(ValueExample example)
    {
        ExampleRun run = await new ExampleSession().RunAsync($"SELECT {example.Expression} AS v");
        if (run.Errors.FirstOrDefault() is { } error)
        {
            return example with { Value = $"refused: {error.Message}" };
        }

        // The output is a line of names, one of dashes, and the value. A job that fails ends with a line of its own.
        string[] lines = run.Output.Split('\n');
        string value = lines[^1].StartsWith("error: ", StringComparison.Ordinal) ? lines[^1] : string.Join('\n', lines[2..]);
        bool failed = value.StartsWith("error: ", StringComparison.Ordinal) || value.Length == 0;
        return example with
        {
            Value = example.Value is null && !failed ? null : value,
            Type = example.Type is null ? null : run.Script.Jobs[0].ResultColumns![0].Type.ToString(),
        };
    }
}
