using System.Globalization;
using System.Text;

namespace Weir.Sql.Compilation;

/// <summary>A plan as text: a tree, each operator with what it works with and the kinds of row it emits.</summary>
public static class ExplainText
{
    /// <summary>The plan of a job.</summary>
    public static string Of(ExplainNode root)
    {
        StringBuilder text = new();
        Write(root, string.Empty, string.Empty, text);
        return text.ToString().TrimEnd('\n');
    }

    private static void Write(ExplainNode node, string first, string rest, StringBuilder text)
    {
        text.Append(first).Append(node.Name);
        if (node.Details.Length > 0 || node.Id >= 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"({node.Details}{(node.Details.Length > 0 ? ", " : string.Empty)}changelogMode=[{Engine.Connectors.ChangelogModes.Text(node.Changelog).Trim('[', ']')}])");
        }

        text.Append('\n');
        for (int i = 0; i < node.Inputs.Count; i++)
        {
            bool last = i == node.Inputs.Count - 1;
            Write(node.Inputs[i], rest + (last ? "+- " : ":- "), rest + (last ? "   " : ":  "), text);
        }
    }
}
