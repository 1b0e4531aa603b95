namespace Weir.Faults.Tests;

/// <summary>Rows that were written, against those that should have been.</summary>
internal static class Rows
{
    /// <summary>The same rows, each as often, in any order; else it says which are missing and which too many.</summary>
    public static void Same<T>(IEnumerable<T> expected, IEnumerable<T> actual, string what)
        where T : notnull
    {
        Dictionary<T, int> differences = [];
        foreach (T row in expected)
        {
            differences[row] = differences.GetValueOrDefault(row) - 1;
        }

        foreach (T row in actual)
        {
            differences[row] = differences.GetValueOrDefault(row) + 1;
        }

        string[] wrong = [.. differences.Where(d => d.Value != 0).OrderBy(d => d.Key).Select(d => $"{d.Key}: {(d.Value > 0 ? $"{d.Value} too many" : $"{-d.Value} missing")}")];
        Assert.True(wrong.Length == 0, $"{what}: {wrong.Length} differ: {string.Join("; ", wrong.Take(20))}");
    }
}
