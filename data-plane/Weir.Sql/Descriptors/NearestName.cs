namespace Weir.Sql.Descriptors;

/// <summary>Which of the known names somebody most likely meant.</summary>
public static class NearestName
{
    /// <summary>The nearest of the names, or null when none is near (more than a third of the letters differ).</summary>
    public static string? Find(string wanted, IEnumerable<string> names)
    {
        string? nearest = null;
        int least = Math.Max(2, wanted.Length / 3) + 1;
        foreach (string name in names)
        {
            int distance = Distance(wanted.ToUpperInvariant(), name.ToUpperInvariant(), least);
            if (distance < least)
            {
                least = distance;
                nearest = name;
            }
        }

        return nearest;
    }

    /// <summary><c>Did you mean 'x'?</c>, or null when no name is near.</summary>
    public static string? Hint(string wanted, IEnumerable<string> names) => Find(wanted, names) is { } name ? $"Did you mean '{name}'?" : null;

    /// <summary>The edits (insert, delete, replace, swap two neighbours) from one to the other; at least the limit when there are that many.</summary>
    private static int Distance(string a, string b, int limit)
    {
        if (Math.Abs(a.Length - b.Length) >= limit)
        {
            return limit;
        }

        int[] before = new int[b.Length + 1];
        int[] last = new int[b.Length + 1];
        int[] row = new int[b.Length + 1];
        for (int j = 0; j <= b.Length; j++)
        {
            last[j] = j;
        }

        for (int i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int cost = a[i - 1] == b[j - 1] ? 0 : 1;
                row[j] = Math.Min(Math.Min(row[j - 1], last[j]) + 1, last[j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
                }
            }

            (before, last, row) = (last, row, before);
        }

        return last[b.Length];
    }
}
