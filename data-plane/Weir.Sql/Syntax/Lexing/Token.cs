namespace Weir.Sql.Syntax.Lexing;

/// <summary><paramref name="Text"/> is the value: a word as written, a string without quotes. <paramref name="Upper"/> is it in upper case for words.</summary>
internal readonly record struct Token(TokenKind Kind, SourceSpan Span, string Text, string Upper)
{
    public bool IsWord(string upper) => Kind == TokenKind.Word && Upper == upper;

    public bool IsSymbol(string symbol) => Kind == TokenKind.Symbol && Text == symbol;

    public bool IsReserved => Kind == TokenKind.Word && Keywords.IsReserved(Upper);

    /// <summary>Can be a name where it stands: in backquotes, or a word that is not reserved.</summary>
    public bool IsName => Kind == TokenKind.QuotedName || (Kind == TokenKind.Word && !Keywords.IsReserved(Upper));
}
