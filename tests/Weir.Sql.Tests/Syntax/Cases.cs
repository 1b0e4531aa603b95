using System.Text.Json;

namespace Weir.Sql.Tests.Syntax;

/// <summary>The SQL in a folder of test cases.</summary>
internal static class Cases
{
    public static IEnumerable<string> Scripts(string folder)
    {
        foreach (var test in Tests(folder))
        {
            if (!test.TryGetProperty("statements", out var statements)) continue;
            if (statements.ValueKind == JsonValueKind.String) yield return statements.GetString()!;
            else foreach (var statement in statements.EnumerateArray()) yield return statement.GetString()!;
        }
    }

    public static IEnumerable<(string Text, bool MayFail)> Expressions(string folder)
    {
        foreach (var test in Tests(folder))
        {
            if (!test.TryGetProperty("results", out var results)) continue;
            foreach (var result in results.EnumerateArray()) yield return (result.GetProperty("sql").GetString()!, result.TryGetProperty("error", out _));
        }
    }

    private static IEnumerable<JsonElement> Tests(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories))
        {
            using var document = JsonDocument.Parse(File.ReadAllText(file));
            if (document.RootElement.ValueKind == JsonValueKind.Array) foreach (var test in document.RootElement.EnumerateArray()) yield return test;
            else yield return document.RootElement;
        }
    }
}
