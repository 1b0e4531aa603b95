namespace Weir.Checkpoints.Tests.Operators;

/// <summary>What rows that a run wrote come to.</summary>
internal static class Outcome
{
    /// <summary>The rows in a form in which two runs can be compared: sorted lines.</summary>
    public static string[] Of(OperatorCase test, IReadOnlyList<string> rows) => test.Comparing switch
    {
        Comparing.Rows => [.. rows.Order(StringComparer.Ordinal)],
        Comparing.Final => Final(rows),
        Comparing.Upserts => Upserts(rows),
        _ => Sums(rows),
    };

    private static string[] Final(IReadOnlyList<string> rows)
    {
        Dictionary<string, int> left = new(StringComparer.Ordinal);
        foreach (string row in rows)
        {
            string values = row[2..];
            int count = left.GetValueOrDefault(values) + (row.StartsWith('+') ? 1 : -1);
            Assert.True(count >= 0, $"{row} takes back what is not there.");
            left[values] = count;
        }

        return [.. left.SelectMany(l => Enumerable.Repeat(l.Key, l.Value)).Order(StringComparer.Ordinal)];
    }

    private static string[] Upserts(IReadOnlyList<string> rows)
    {
        Dictionary<string, string> left = new(StringComparer.Ordinal);
        foreach (string row in rows)
        {
            string key = KeyOf(row);
            if (row.StartsWith('+'))
            {
                left[key] = row[2..];
            }
            else
            {
                Assert.True(left.Remove(key), $"{row} takes back what is not there.");
            }
        }

        return [.. left.Values.Order(StringComparer.Ordinal)];
    }

    private static string[] Sums(IReadOnlyList<string> rows)
    {
        Assert.All(rows, r => Assert.StartsWith("+I", r, StringComparison.Ordinal));
        return [.. rows.GroupBy(KeyOf).Select(g => $"{g.Key}: {g.Sum(r => long.Parse(r[3..^1].Split(", ")[1], System.Globalization.CultureInfo.InvariantCulture))}").Order(StringComparer.Ordinal)];
    }

    private static string KeyOf(string row) => row[3..^1].Split(", ")[0];
}
