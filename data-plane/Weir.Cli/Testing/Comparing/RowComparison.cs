using System.Text;
using Weir.Cli.Testing.Format;
using Weir.Cli.Testing.Running;
using Weir.Engine.Batches;

namespace Weir.Cli.Testing.Comparing;

/// <summary>Compares the rows that a table received with those expected.</summary>
internal static class RowComparison
{
    /// <summary>A readable difference, or null when there is none. Where the table has maps, the order of their entries does not count.</summary>
    public static string? Differences(ExpectedTable expected, IReadOnlyList<CollectedRow> actual, bool hasKey, bool hasMap)
    {
        if (hasMap)
        {
            expected = expected with { Rows = [.. expected.Rows.Select(MapOrder.Sorted)] };
            actual = [.. actual.Select(r => r with { Text = MapOrder.Sorted(r.Text) })];
        }

        switch (expected.Compare)
        {
            case CompareMode.Ordered:
                string[] inOrder = [.. actual.Select(r => r.ToString())];
                return inOrder.SequenceEqual(expected.Rows) ? null : Ordered(expected.Name, expected.Rows, inOrder);
            case CompareMode.Final:
                return Multiset(expected.Name, expected.Rows, Final(actual, hasKey));
            default:
                return Multiset(expected.Name, expected.Rows, [.. actual.Select(r => r.ToString())]);
        }
    }

    /// <summary>The table that remains after all changes.</summary>
    private static List<string> Final(IReadOnlyList<CollectedRow> rows, bool hasKey)
    {
        if (hasKey)
        {
            Dictionary<string, string> byKey = new(StringComparer.Ordinal);
            foreach (CollectedRow row in rows)
            {
                if (row.Kind is RowKind.Insert or RowKind.UpdateAfter)
                {
                    byKey[row.Key] = row.Text;
                }
                else if (row.Kind == RowKind.Delete)
                {
                    byKey.Remove(row.Key);
                }
            }

            return [.. byKey.Values];
        }

        List<string> left = [];
        foreach (CollectedRow row in rows)
        {
            if (row.Kind.IsRetraction())
            {
                left.Remove(row.Text);
            }
            else
            {
                left.Add(row.Text);
            }
        }

        return left;
    }

    private static string? Multiset(string table, IReadOnlyList<string> expected, IReadOnlyList<string> actual)
    {
        Dictionary<string, int> counts = new(StringComparer.Ordinal);
        foreach (string row in expected)
        {
            counts[row] = counts.GetValueOrDefault(row) + 1;
        }

        List<string> unexpected = [];
        foreach (string row in actual)
        {
            int count = counts.GetValueOrDefault(row);
            if (count == 0)
            {
                unexpected.Add(row);
            }
            else
            {
                counts[row] = count - 1;
            }
        }

        string[] missing = [.. counts.SelectMany(c => Enumerable.Repeat(c.Key, c.Value))];
        if (missing.Length == 0 && unexpected.Count == 0)
        {
            return null;
        }

        StringBuilder text = new();
        text.Append("  ").Append(table).Append(":\n");
        foreach (string row in missing.Order(StringComparer.Ordinal).Take(Shown))
        {
            text.Append("    - missing     ").Append(row).Append('\n');
        }

        foreach (string row in unexpected.Order(StringComparer.Ordinal).Take(Shown))
        {
            text.Append("    + unexpected  ").Append(row).Append('\n');
        }

        int more = Math.Max(0, missing.Length - Shown) + Math.Max(0, unexpected.Count - Shown);
        return more > 0 ? text.Append("    … and ").Append(more).Append(" more\n").ToString() : text.ToString();
    }

    private static string Ordered(string table, IReadOnlyList<string> expected, IReadOnlyList<string> actual)
    {
        StringBuilder text = new();
        text.Append("  ").Append(table).Append(" (in order):\n");
        for (int i = 0; i < Math.Max(expected.Count, actual.Count); i++)
        {
            string? want = i < expected.Count ? expected[i] : null;
            string? got = i < actual.Count ? actual[i] : null;
            if (want != got)
            {
                text.Append(System.Globalization.CultureInfo.InvariantCulture, $"    {i + 1}: expected {want ?? "nothing"}\n       received {got ?? "nothing"}\n");
            }
        }

        return text.ToString();
    }

    private const int Shown = 20;
}
