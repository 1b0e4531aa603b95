using System.Globalization;
using System.Text;

namespace Weir.Sql.Syntax.Lexing;

/// <summary>
/// Cuts a text into tokens, comments left out. It never fails: what is no token becomes <see cref="TokenKind.Invalid"/>, which the
/// parser reports when it gets there, so that the statements before it are read.
/// </summary>
internal sealed partial class Lexer
{
    private static readonly string[] LongSymbols = ["<>", "<=", ">=", "!=", "||", "=>", "->", "{-", "-}", "&&", "::"];

    private readonly string _text;
    private readonly List<Token> _tokens = [];
    private int _position;
    private int _line = 1;
    private int _lineStart;
    private bool _inHint;

    private Lexer(string text) => _text = text;

    /// <summary>All tokens of the text; the last is always <see cref="TokenKind.End"/>.</summary>
    public static List<Token> Tokenize(string text)
    {
        var lexer = new Lexer(text);
        while (lexer.Next())
        {
        }

        return lexer._tokens;
    }

    private bool Next()
    {
        if (!SkipBlanksAndComments()) return true;
        var start = Mark();
        if (_position >= _text.Length)
        {
            Add(TokenKind.End, start, "");
            return false;
        }

        var c = _text[_position];
        if (IsPrefixedString(c)) return true;
        if (IsNameStart(c)) Word(start);
        else if (char.IsAsciiDigit(c) || (c == '.' && char.IsAsciiDigit(Peek(1)))) Number(start);
        else if (c == '\'') PlainString(start);
        else if (c == '`') QuotedName(start);
        else Symbol(start, c);
        return true;
    }

    /// <summary>False when a token came up on the way: a hint's opening, or a comment without an end.</summary>
    private bool SkipBlanksAndComments()
    {
        while (_position < _text.Length)
        {
            var c = _text[_position];
            if (char.IsWhiteSpace(c) || c == '\uFEFF')
            {
                Advance();
            }
            else if ((c == '-' && Peek(1) == '-') || (c == '/' && Peek(1) == '/'))
            {
                while (_position < _text.Length && _text[_position] is not ('\n' or '\r')) _position++;
            }
            else if (c == '/' && Peek(1) == '*' && Peek(2) == '+')
            {
                var start = Mark();
                _position += 3;
                _inHint = true;
                Add(TokenKind.HintStart, start, "/*+");
                return false;
            }
            else if (c == '/' && Peek(1) == '*')
            {
                var start = Mark();
                var end = _text.IndexOf("*/", _position + 2, StringComparison.Ordinal);
                AdvanceTo(end < 0 ? _text.Length : end + 2);
                if (end < 0)
                {
                    Add(TokenKind.Invalid, start, "this comment has no end: '*/' is missing");
                    return false;
                }
            }
            else
            {
                break;
            }
        }

        return true;
    }

    private void Word(SourceSpan start)
    {
        while (_position < _text.Length && IsNamePart(_text[_position])) _position++;
        var atStatementStart = _tokens.Count == 0 || _tokens[^1].IsSymbol(";");
        Add(TokenKind.Word, start, _text[start.Start.._position]);
        if (atStatementStart && _tokens[^1].Upper is "SET" or "RESET") RawOption();
    }

    private void Number(SourceSpan start)
    {
        var kind = TokenKind.Integer;
        Digits();
        if (_position < _text.Length && _text[_position] == '.')
        {
            kind = TokenKind.Decimal;
            _position++;
            Digits();
        }

        if (_position < _text.Length && _text[_position] is 'e' or 'E')
        {
            var digits = Peek(1) is '+' or '-' ? 2 : 1;
            if (char.IsAsciiDigit(Peek(digits)))
            {
                kind = TokenKind.Double;
                _position += digits;
                Digits();
            }
        }

        Add(kind, start, _text[start.Start.._position]);
    }

    private void Digits()
    {
        while (_position < _text.Length && char.IsAsciiDigit(_text[_position])) _position++;
    }

    private void Symbol(SourceSpan start, char c)
    {
        if (_inHint && c == '*' && Peek(1) == '/')
        {
            _position += 2;
            _inHint = false;
            Add(TokenKind.HintEnd, start, "*/");
            return;
        }

        foreach (var symbol in LongSymbols)
        {
            if (string.CompareOrdinal(_text, _position, symbol, 0, symbol.Length) == 0)
            {
                _position += symbol.Length;
                Add(TokenKind.Symbol, start, symbol);
                return;
            }
        }

        if ("()[]{}.,;=<>+-*/%?:|^$!&".Contains(c))
        {
            _position++;
            Add(TokenKind.Symbol, start, c.ToString());
        }
        else if (c == '"')
        {
            var end = _text.IndexOf('"', _position + 1);
            AdvanceTo(end < 0 ? _position + 1 : end + 1);
            Add(TokenKind.Invalid, start, "double quotes have no meaning in this dialect: a string stands in single quotes, a name in backquotes");
        }
        else
        {
            _position += char.IsSurrogatePair(_text, _position) ? 2 : 1;
            Add(TokenKind.Invalid, start, $"the character {Describe(_text[start.Start.._position])} has no meaning here");
        }
    }

    private static string Describe(string character)
    {
        var code = "U+" + char.ConvertToUtf32(char.IsSurrogate(character[0]) && character.Length == 1 ? "\uFFFD" : character, 0).ToString("X4", CultureInfo.InvariantCulture);
        return Rune.TryGetRuneAt(character, 0, out var rune) && !Rune.IsControl(rune) ? $"'{character}' ({code})" : code;
    }

    private static bool IsNameStart(char c) => char.IsLetter(c) || c == '_' || c == '$' || char.IsSurrogate(c);

    private static bool IsNamePart(char c) => IsNameStart(c) || char.IsDigit(c);

    private char Peek(int offset) => _position + offset < _text.Length ? _text[_position + offset] : '\0';

    private SourceSpan Mark() => new(_position, 0, _line, _position - _lineStart + 1);

    private void Advance()
    {
        if (_text[_position] == '\n')
        {
            _line++;
            _lineStart = _position + 1;
        }

        _position++;
    }

    private void AdvanceTo(int end)
    {
        while (_position < end) Advance();
    }

    private void Add(TokenKind kind, SourceSpan start, string text) =>
        _tokens.Add(new Token(kind, start with { Length = _position - start.Start }, text, kind == TokenKind.Word ? text.ToUpperInvariant() : ""));
}
