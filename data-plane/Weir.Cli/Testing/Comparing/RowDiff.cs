using System.Globalization;
using System.Text;

namespace Weir.Cli.Testing.Comparing;

/// <summary>A row: as it is shown, and in the form in which equal rows are equal.</summary>
internal sealed record ComparedRow(string Text, string Form);

/// <summary>
/// Differences of two lists of rows, to be read: a missing row stands beside the unexpected one that is most like it, with a mark under what differs.
/// <code>
///   o:
///     - missing     +I[1, b]
///     + unexpected  +I[1, a]
///                         ^
/// </code>
/// </summary>
internal static class RowDiff
{
    /// <summary>How many missing and how many unexpected rows are shown.</summary>
    private const int Shown = 20;

    /// <summary>Up to so many pairs of rows are looked at for the alignment of two ordered lists.</summary>
    private const int MaxPairs = 4_000_000;

    private const string Missing = "    - missing     ";
    private const string Unexpected = "    + unexpected  ";

    /// <summary>The same rows in any order; null when they are.</summary>
    public static string? InAnyOrder(string table, IReadOnlyList<ComparedRow> expected, IReadOnlyList<ComparedRow> actual)
    {
        Dictionary<string, int> counts = new(StringComparer.Ordinal);
        foreach (ComparedRow row in expected)
        {
            counts[row.Form] = counts.GetValueOrDefault(row.Form) + 1;
        }

        List<string> unexpected = [.. actual.Where(r => !TakesOne(r)).Select(r => r.Text).Order(StringComparer.Ordinal)];
        List<string> missing = [.. expected.Reverse().Where(TakesOne).Select(r => r.Text).Order(StringComparer.Ordinal)];
        if (missing.Count == 0 && unexpected.Count == 0)
        {
            return null;
        }

        StringBuilder text = new($"  {table}:\n");
        int more = Math.Max(0, missing.Count - Shown) + Math.Max(0, unexpected.Count - Shown);
        List<string> left = [.. unexpected.Take(Shown)];
        foreach (string row in missing.Take(Shown))
        {
            text.Append(Missing).Append(row).Append('\n');
            if (MostAlike(row, left) is { } pair)
            {
                left.Remove(pair);
                text.Append(Unexpected).Append(pair).Append('\n');
                Mark(text, row, pair, Unexpected.Length);
            }
        }

        foreach (string row in left)
        {
            text.Append(Unexpected).Append(row).Append('\n');
        }

        return End(text, more);

        bool TakesOne(ComparedRow row)
        {
            int count = counts.GetValueOrDefault(row.Form);
            counts[row.Form] = Math.Max(0, count - 1);
            return count > 0;
        }
    }

    /// <summary>The same rows in the same order; null when they are.</summary>
    public static string? InOrder(string table, IReadOnlyList<ComparedRow> expected, IReadOnlyList<ComparedRow> actual)
    {
        if (expected.Select(r => r.Form).SequenceEqual(actual.Select(r => r.Form)))
        {
            return null;
        }

        StringBuilder text = new($"  {table} (in order):\n");
        (bool[] keptExpected, bool[] keptActual) = Aligned(expected, actual);
        int e = 0, a = 0, differences = 0;
        while (e < expected.Count || a < actual.Count)
        {
            bool isMissing = e < expected.Count && !keptExpected[e];
            bool isUnexpected = a < actual.Count && !keptActual[a];
            if (isMissing && differences < Shown)
            {
                string place = string.Create(CultureInfo.InvariantCulture, $"row {e + 1}: ");
                text.Append(Missing).Append(place).Append(expected[e].Text).Append('\n');
            }

            if (isUnexpected && differences < Shown)
            {
                string place = string.Create(CultureInfo.InvariantCulture, $"row {a + 1}: ");
                text.Append(Unexpected).Append(place).Append(actual[a].Text).Append('\n');
                if (isMissing)
                {
                    Mark(text, expected[e].Text, actual[a].Text, Unexpected.Length + place.Length);
                }
            }

            differences += isMissing || isUnexpected ? 1 : 0;
            e += isMissing || !isUnexpected ? 1 : 0;
            a += isUnexpected || !isMissing ? 1 : 0;
        }

        return End(text, Math.Max(0, differences - Shown));
    }

    /// <summary>Which rows of both belong to their longest common subsequence. Of very long lists only what they begin and end with.</summary>
    private static (bool[] Expected, bool[] Actual) Aligned(IReadOnlyList<ComparedRow> expected, IReadOnlyList<ComparedRow> actual)
    {
        bool[] keptExpected = new bool[expected.Count];
        bool[] keptActual = new bool[actual.Count];
        int begin = 0;
        while (begin < Math.Min(expected.Count, actual.Count) && expected[begin].Form == actual[begin].Form)
        {
            keptExpected[begin] = keptActual[begin] = true;
            begin++;
        }

        int end = 0;
        while (end < Math.Min(expected.Count, actual.Count) - begin && expected[^(end + 1)].Form == actual[^(end + 1)].Form)
        {
            keptExpected[^(end + 1)] = keptActual[^(end + 1)] = true;
            end++;
        }

        int height = expected.Count - begin - end;
        int width = actual.Count - begin - end;
        if ((long)height * width > MaxPairs)
        {
            return (keptExpected, keptActual);
        }

        int[,] longest = new int[height + 1, width + 1];
        for (int e = height - 1; e >= 0; e--)
        {
            for (int a = width - 1; a >= 0; a--)
            {
                longest[e, a] = expected[begin + e].Form == actual[begin + a].Form ? longest[e + 1, a + 1] + 1 : Math.Max(longest[e + 1, a], longest[e, a + 1]);
            }
        }

        for (int e = 0, a = 0; e < height && a < width;)
        {
            if (expected[begin + e].Form == actual[begin + a].Form)
            {
                keptExpected[begin + e++] = keptActual[begin + a++] = true;
            }
            else if (longest[e + 1, a] >= longest[e, a + 1])
            {
                e++;
            }
            else
            {
                a++;
            }
        }

        return (keptExpected, keptActual);
    }

    /// <summary>The row with the most values in common, if there is any.</summary>
    private static string? MostAlike(string row, List<string> others)
    {
        string[] values = Values(row);
        int most = 0;
        string? found = null;
        foreach (string other in others)
        {
            int alike = Values(other).Zip(values).Count(v => v.First == v.Second);
            if (alike > most)
            {
                (most, found) = (alike, other);
            }
        }

        return found;
    }

    private static string[] Values(string row) => row.TrimEnd(']').Split(["[", ", "], StringSplitOptions.None);

    private static void Mark(StringBuilder text, string expected, string actual, int indent)
    {
        int begin = 0;
        int shorter = Math.Min(expected.Length, actual.Length);
        while (begin < shorter && expected[begin] == actual[begin])
        {
            begin++;
        }

        int end = 0;
        while (end < shorter - begin && expected[^(end + 1)] == actual[^(end + 1)])
        {
            end++;
        }

        text.Append(' ', indent + begin).Append('^', Math.Max(1, actual.Length - begin - end)).Append('\n');
    }

    private static string End(StringBuilder text, int more) =>
        (more > 0 ? text.Append("    … and ").Append(more).Append(" more\n") : text).ToString();
}
