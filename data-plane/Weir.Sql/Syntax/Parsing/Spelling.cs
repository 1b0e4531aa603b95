namespace Weir.Sql.Syntax.Parsing;

/// <summary>Finds the word that somebody meant.</summary>
internal static class Spelling
{
    private const int LongestWord = 30;

    /// <summary>
    /// The candidate nearest to <paramref name="word"/>, both in upper case: at most one slip (a letter missing, added, wrong, or two swapped) in a short word,
    /// two in one of six letters or more. Null when none is so near, or when the word is a candidate itself.
    /// </summary>
    public static string? Nearest(string word, IEnumerable<string> candidates)
    {
        if (word.Length is < 2 or > LongestWord) return null;
        string? nearest = null;
        var best = word.Length >= 6 ? 3 : word.Length >= 3 ? 2 : 1;
        foreach (var candidate in candidates)
        {
            if (candidate == word) return null;
            if (candidate.Length > LongestWord || candidate.Length < 3 || Math.Abs(candidate.Length - word.Length) >= best) continue;
            var distance = Distance(word, candidate);
            if (distance < best && distance < candidate.Length - 1)
            {
                best = distance;
                nearest = candidate;
            }
        }

        return nearest;
    }

    /// <summary>Damerau-Levenshtein distance (optimal string alignment).</summary>
    private static int Distance(string a, string b)
    {
        Span<int> beforeLast = stackalloc int[LongestWord + 1];
        Span<int> last = stackalloc int[LongestWord + 1];
        Span<int> row = stackalloc int[LongestWord + 1];
        for (var j = 0; j <= b.Length; j++) last[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = a[i - 1] == b[j - 1] ? 0 : 1;
                row[j] = Math.Min(Math.Min(row[j - 1], last[j]) + 1, last[j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = Math.Min(row[j], beforeLast[j - 2] + 1);
            }

            last.CopyTo(beforeLast);
            row.CopyTo(last);
        }

        return last[b.Length];
    }
}
