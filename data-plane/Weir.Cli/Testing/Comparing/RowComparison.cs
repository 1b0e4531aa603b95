using Weir.Cli.Testing.Format;
using Weir.Cli.Testing.Running;
using Weir.Engine.Batches;
using Weir.Engine.Connectors;

namespace Weir.Cli.Testing.Comparing;

/// <summary>Compares the rows that a table received with those expected.</summary>
internal static class RowComparison
{
    /// <summary>A readable difference, or null when there is none.</summary>
    /// <param name="sink">The table as the job writes it; null when no job does.</param>
    public static string? Differences(ExpectedTable expected, IReadOnlyList<CollectedRow> actual, TableSpec? sink)
    {
        List<string> received = expected.Compare == CompareMode.Final ? Final(actual, sink is { PrimaryKey.Count: > 0 }) : [.. actual.Select(r => r.ToString())];
        bool hasMap = sink is not null && sink.Columns.Any(c => MapText.HasMap(c.Type));
        ComparedRow[] want = [.. expected.Rows.Select(Row)];
        ComparedRow[] got = [.. received.Select(Row)];
        return expected.Compare == CompareMode.Ordered ? RowDiff.InOrder(expected.Name, want, got) : RowDiff.InAnyOrder(expected.Name, want, got);

        ComparedRow Row(string text) => new(text, hasMap ? MapText.Canonical(text) : text);
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
}
