using Weir.Sql.Compilation;

namespace Weir.Cli.Running;

/// <summary>Prints what SHOW, DESCRIBE and EXPLAIN answered.</summary>
internal static class OutputTable
{
    public static void Write(TextWriter to, StatementOutput output)
    {
        if (output.Columns.Count == 1)
        {
            foreach (IReadOnlyList<string> row in output.Rows)
            {
                to.WriteLine(row[0]);
            }

            return;
        }

        int[] widths = [.. output.Columns.Select((c, i) => Math.Max(c.Length, output.Rows.Select(r => r[i].Length).DefaultIfEmpty(0).Max()))];
        Line(output.Columns);
        to.WriteLine(string.Join("-+-", widths.Select(w => new string('-', w))));
        foreach (IReadOnlyList<string> row in output.Rows)
        {
            Line(row);
        }

        void Line(IReadOnlyList<string> cells) => to.WriteLine(string.Join(" | ", cells.Select((c, i) => c.PadRight(widths[i]))).TrimEnd());
    }
}
