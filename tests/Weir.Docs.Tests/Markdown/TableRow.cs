using System.Text;

namespace Weir.Docs.Tests.Markdown;

/// <summary>A line of a Markdown table: cells between bars, where <c>\|</c> is a bar in a cell.</summary>
internal static class TableRow
{
    public static string[] Cells(string line)
    {
        List<string> cells = [];
        StringBuilder cell = new();
        for (int i = 1; i < line.Length; i++)
        {
            if (line[i] == '\\' && i + 1 < line.Length && line[i + 1] == '|')
            {
                cell.Append('|');
                i++;
            }
            else if (line[i] == '|')
            {
                cells.Add(cell.ToString().Trim());
                cell.Clear();
            }
            else
            {
                cell.Append(line[i]);
            }
        }

        return [.. cells];
    }

    public static string Line(IEnumerable<string> cells) => $"| {string.Join(" | ", cells.Select(c => c.Replace("|", "\\|", StringComparison.Ordinal)))} |";
}
