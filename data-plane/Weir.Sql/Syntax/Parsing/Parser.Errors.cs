using Weir.Sql.Syntax.Lexing;

namespace Weir.Sql.Syntax.Parsing;

/// <summary>What an error says: what was found, what would have been right, and the nearest word when one is misspelt.</summary>
internal sealed partial class Parser
{
    /// <summary>More alternatives than this help nobody.</summary>
    private const int MaxExpectedShown = 6;

    /// <summary>Words that carry on where an expression or a table could also end, so they are not noted one by one.</summary>
    private static readonly string[] ContinuingWords =
    [
        "FROM", "WHERE", "GROUP", "HAVING", "ORDER", "LIMIT", "UNION", "INTERSECT", "EXCEPT", "JOIN", "INNER", "LEFT", "RIGHT", "FULL", "CROSS",
        "ON", "USING", "AND", "OR", "NOT", "IN", "IS", "BETWEEN", "LIKE", "AS", "OVER", "FILTER", "WINDOW", "PARTITION", "INTERVAL",
    ];

    /// <summary>Reserved words that shape a text: who writes one where a name should be has left something out rather than named a column so.</summary>
    private static readonly HashSet<string> StructureWords = new(StringComparer.Ordinal)
    {
        "SELECT", "FROM", "WHERE", "GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET", "FETCH", "UNION", "INTERSECT", "EXCEPT", "JOIN", "INNER", "LEFT", "RIGHT", "FULL",
        "CROSS", "NATURAL", "ON", "USING", "AND", "OR", "NOT", "IN", "IS", "BETWEEN", "LIKE", "AS", "BY", "WITH", "INTO", "VALUES", "SET", "CASE", "WHEN", "THEN", "ELSE",
        "END", "CREATE", "INSERT", "DROP", "ALTER", "EXPLAIN", "DESCRIBE", "SHOW", "USE", "WINDOW", "QUALIFY", "DISTINCT", "ALL", "NULL", "TRUE", "FALSE",
    };

    private static SyntaxErrorException Error(SourceSpan span, string message, string? hint = null) =>
        new(new SqlDiagnostic(SqlSeverity.Error, Capitalized(message), span, hint));

    private static SyntaxErrorException Invalid(Token token) => Error(token.Span, token.Text);

    /// <summary>The error for the current token; <paramref name="what"/> goes before whatever else was tried there.</summary>
    private SyntaxErrorException Unexpected(string? what = null)
    {
        if (Current.Kind == TokenKind.Invalid) return Invalid(Current);
        var expected = _expectedAt == _index ? new List<string>(_expected) : [];
        if (what is not null)
        {
            expected.Remove(what);
            expected.Insert(0, what);
        }

        var message = $"found {Describe(Current)}";
        if (expected.Count > 0) message += $", expected {Alternatives(expected)}";
        return Error(Current.Span, message, Hint(expected, what));
    }

    private string? Hint(List<string> expected, string? what)
    {
        if (Current.Kind == TokenKind.Word)
        {
            var near = Spelling.Nearest(Current.Upper, Words(expected).Concat(Current.IsReserved ? [] : ContinuingWords));
            if (near is not null) return $"did you mean {near}?";
        }

        // A misspelt keyword often passes for an alias, and the error only shows at the word after it.
        if (_index > 0 && Previous.Kind == TokenKind.Word && !Previous.IsReserved)
        {
            var before = _expectedBeforeAt == _index - 1 ? Words(_expectedBefore) : [];
            var near = Spelling.Nearest(Previous.Upper, before.Concat(ContinuingWords));
            if (near is not null) return $"did you mean {near} in place of '{Previous.Text}'?";
        }

        if (Current.IsReserved && (what is not null || expected.Contains("AS")) && IsMeantAsName(what))
            return $"{Current.Upper} is a reserved word; to use it as a name put it in backquotes: `{Current.Text}`";
        return null;
    }

    /// <summary>A word that shapes a text is taken for a name only where nothing else can stand, or when what follows it fits behind a name.</summary>
    private bool IsMeantAsName(string? what)
    {
        if (!StructureWords.Contains(Current.Upper) || what is "a column name" or "a field name") return true;
        var next = Peek(1);
        return next.IsWord("FROM") || next.IsWord("AS") || next.Kind == TokenKind.End || (next.Kind == TokenKind.Symbol && next.Text is not ("(" or "*" or "-" or "+" or ";" or "["));
    }

    private static IEnumerable<string> Words(List<string> expected) =>
        expected.Where(e => e[0] is >= 'A' and <= 'Z').SelectMany(e => e.Split(' ').Take(1));

    private static string Alternatives(List<string> expected)
    {
        if (expected.Count == 1) return expected[0];
        if (expected.Count > MaxExpectedShown) return string.Join(", ", expected.Take(MaxExpectedShown)) + ", …";
        return string.Join(", ", expected.Take(expected.Count - 1)) + " or " + expected[^1];
    }

    private static string Describe(Token token) => token.Kind switch
    {
        TokenKind.End => "the end of the text",
        TokenKind.QuotedName => $"`{Shortened(token.Text)}`",
        TokenKind.String or TokenKind.UnicodeString => $"the string '{Shortened(token.Text)}'",
        TokenKind.Binary => $"X'{Shortened(token.Text)}'",
        _ => $"'{Shortened(token.Text)}'",
    };

    private static string Shortened(string text) => text.Length <= 40 ? text : string.Concat(text.AsSpan(0, 40), "…");

    private static string Capitalized(string message) => char.ToUpperInvariant(message[0]) + message[1..];
}
