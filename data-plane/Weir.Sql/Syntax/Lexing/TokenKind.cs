namespace Weir.Sql.Syntax.Lexing;

internal enum TokenKind
{
    /// <summary>A keyword or a name without quotes.</summary>
    Word,

    /// <summary>A name in backquotes.</summary>
    QuotedName,

    /// <summary>A string; its text is the value.</summary>
    String,

    /// <summary><c>U&amp;'…'</c>, its escapes not yet resolved (the escape character may follow).</summary>
    UnicodeString,

    /// <summary><c>X'…'</c>; its text is what stands between the quotes.</summary>
    Binary,

    Integer,
    Decimal,
    Double,
    Symbol,

    /// <summary>The opening of a hint, <c>/*+</c>.</summary>
    HintStart,

    /// <summary>The <c>*/</c> that closes a hint.</summary>
    HintEnd,

    /// <summary>What follows SET or RESET when it is not quoted, up to the semicolon.</summary>
    RawOption,

    /// <summary>Something that is no token; its text says why.</summary>
    Invalid,

    End,
}
