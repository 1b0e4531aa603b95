using System.Text.RegularExpressions;

namespace Weir.Docs.Tests.Markdown;

/// <summary>
/// An expression and what it gives, in a cell of a table: <c>`UPPER('weir')` → `WEIR`</c>, with the type where it matters: <c>`1 / 2` → `0` (`INT NOT NULL`)</c>.
/// A value that is another one each time is told by its type alone: <c>`RAND()` → varies (`DOUBLE NOT NULL`)</c>.
/// </summary>
/// <param name="Expression">The expression.</param>
/// <param name="Value">The value as <c>weir query</c> prints it; null where it varies.</param>
/// <param name="Type">The type, where it is shown.</param>
internal sealed partial record ValueExample(string Expression, string? Value, string? Type)
{
    /// <summary>The examples of a cell, which stand one under the other.</summary>
    public static IReadOnlyList<ValueExample> Of(string cell) => [.. Pattern().Matches(cell).Select(m => new ValueExample(
        m.Groups["expression"].Value,
        m.Groups["varies"].Success ? null : m.Groups["value"].Value,
        m.Groups["type"].Success ? m.Groups["type"].Value : null))];

    public override string ToString() => $"`{Expression}` → {(Value is null ? "varies" : $"`{Value}`")}{(Type is null ? string.Empty : $" (`{Type}`)")}";

    [GeneratedRegex("`(?<expression>[^`]+)` → (?:(?<varies>varies)|`(?<value>[^`]*)`)(?: \\(`(?<type>[^`]+)`\\))?")]
    private static partial Regex Pattern();
}
