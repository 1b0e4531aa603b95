using System.Text;

namespace Weir.Sql.Syntax.Lexing;

internal sealed partial class Lexer
{
    private void PlainString(SourceSpan start) => Quoted(start, '\'', TokenKind.String, "this string has no end: a closing ' is missing");

    private void QuotedName(SourceSpan start)
    {
        Quoted(start, '`', TokenKind.QuotedName, "this name has no end: a closing ` is missing");
        if (_tokens[^1] is { Kind: TokenKind.QuotedName, Text: "" })
            _tokens[^1] = _tokens[^1] with { Kind = TokenKind.Invalid, Text = "a name in backquotes must not be empty" };
    }

    /// <summary>From the opening quote on; a doubled quote stands for one.</summary>
    private void Quoted(SourceSpan start, char quote, TokenKind kind, string noEnd)
    {
        var value = new StringBuilder();
        _position++;
        while (_position < _text.Length)
        {
            var c = _text[_position];
            if (c == quote)
            {
                if (Peek(1) != quote)
                {
                    _position++;
                    Add(kind, start, value.ToString());
                    return;
                }

                _position++;
            }

            value.Append(c);
            Advance();
        }

        Add(TokenKind.Invalid, start, noEnd);
    }

    /// <summary><c>X'…'</c>, <c>U&amp;'…'</c>, <c>N'…'</c>, <c>E'…'</c>, <c>_utf8'…'</c>: true when it was one, and it is read.</summary>
    private bool IsPrefixedString(char c)
    {
        var start = Mark();
        switch (c)
        {
            case 'x' or 'X' when Peek(1) == '\'':
                _position++;
                Quoted(start, '\'', TokenKind.Binary, "this binary literal has no end: a closing ' is missing");
                return true;
            case 'n' or 'N' when Peek(1) == '\'':
                _position++;
                PlainString(start);
                return true;
            case 'u' or 'U' when Peek(1) == '&' && Peek(2) == '\'':
                _position += 2;
                Quoted(start, '\'', TokenKind.UnicodeString, "this string has no end: a closing ' is missing");
                return true;
            case 'e' or 'E' when Peek(1) == '\'':
                _position++;
                EscapedString(start);
                return true;
            case '_':
                var end = _position + 1;
                while (end < _text.Length && (char.IsAsciiLetterOrDigit(_text[end]) || _text[end] is '_' or '-')) end++;
                if (end >= _text.Length || _text[end] != '\'' || end == _position + 1) return false;
                _position = end;
                PlainString(start);
                return true;
            default:
                return false;
        }
    }

    /// <summary><c>E'…'</c>: a string with the escapes of C.</summary>
    private void EscapedString(SourceSpan start)
    {
        var value = new StringBuilder();
        _position++;
        while (_position < _text.Length)
        {
            var c = _text[_position];
            if (c == '\'' && Peek(1) != '\'')
            {
                _position++;
                Add(TokenKind.String, start, value.ToString());
                return;
            }

            if (c == '\\' && _position + 1 < _text.Length)
            {
                _position++;
                Escape(value);
                continue;
            }

            if (c == '\'') _position++;
            value.Append(c);
            Advance();
        }

        Add(TokenKind.Invalid, start, "this string has no end: a closing ' is missing");
    }

    private void Escape(StringBuilder value)
    {
        var c = _text[_position];
        var width = c switch { 'u' => 4, 'U' => 8, 'x' => 2, _ => 0 };
        if (width > 0 && _position + width < _text.Length &&
            uint.TryParse(_text.AsSpan(_position + 1, width), System.Globalization.NumberStyles.AllowHexSpecifier, null, out var code) && Rune.IsValid(code))
        {
            value.Append(new Rune(code).ToString());
            _position += 1 + width;
            return;
        }

        value.Append(c switch { 'n' => '\n', 't' => '\t', 'r' => '\r', 'b' => '\b', 'f' => '\f', _ => c });
        Advance();
    }

    /// <summary>
    /// <c>SET table.local-time-zone = UTC;</c> is no sequence of SQL tokens (a URL in it would even start a comment), so what is not in
    /// quotes is taken as one piece up to the semicolon.
    /// </summary>
    private void RawOption()
    {
        while (_position < _text.Length && char.IsWhiteSpace(_text[_position])) Advance();
        if (_position >= _text.Length || _text[_position] is '\'' or ';' || (_text[_position] == '-' && Peek(1) == '-') || (_text[_position] == '/' && Peek(1) is '*' or '/')) return;
        var start = Mark();
        var text = new StringBuilder();
        var inString = false;
        while (_position < _text.Length && (inString || _text[_position] != ';'))
        {
            var c = _text[_position];
            if (c == '\'') inString = !inString;
            if (!inString && c == '-' && Peek(1) == '-' && char.IsWhiteSpace(_text[_position - 1]))
            {
                while (_position < _text.Length && _text[_position] != '\n') _position++;
                continue;
            }

            text.Append(c);
            Advance();
        }

        Add(TokenKind.RawOption, start, text.ToString().Trim());
    }
}
