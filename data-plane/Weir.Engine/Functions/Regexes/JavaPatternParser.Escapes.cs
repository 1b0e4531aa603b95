using System.Text;

namespace Weir.Engine.Functions.Regexes;

/// <summary>What follows a backslash.</summary>
internal sealed partial class JavaPatternParser
{
    private static readonly CodePointSet s_digits = CodePointSet.Parse("30-39");
    private static readonly CodePointSet s_spaces = CodePointSet.Parse("9-D 20");
    private static readonly CodePointSet s_words = CodePointSet.Parse("30-39 41-5A 5F 61-7A");
    private static readonly CodePointSet s_horizontal = CodePointSet.Parse("9 20 A0 1680 180E 2000-200A 202F 205F 3000");
    private static readonly CodePointSet s_vertical = CodePointSet.Parse("A-D 85 2028-2029");

    private const string LineBreak = "(?:\\r\\n|[\\n\\v\\f\\r\\u0085\\u2028\\u2029])";

    private PatternNode ParseEscape()
    {
        int start = _at;
        _at++;
        int escaped = Raw();
        switch (escaped)
        {
            case 'A':
                _at++;
                return new TextNode("\\A");
            case 'z':
                _at++;
                return new TextNode("\\z");
            case 'Z':
                _at++;
                return LineEnd(everyLine: false);
            case 'G':
                _at++;
                return new TextNode("\\G");
            case 'b' or 'B':
                _at++;
                return escaped == 'b' && Raw() == '{'
                    ? throw new UnsupportedPatternException("The boundary of a grapheme, \\b{g}, is not supported.")
                    : new WordBoundaryNode(escaped == 'B');
            case 'R':
                _at++;
                return new TextNode(LineBreak);
            case 'X':
                throw new UnsupportedPatternException("A grapheme, \\X, is not supported.");
            case 'k':
                _at++;
                return ParseNamedReference();
            case >= '1' and <= '9':
                return ParseReference();
            default:
                if (TryParseSetEscape(out CodePointSet set))
                {
                    return new SetNode(set);
                }

                _at = start + 1;
                return Literal(ParseCharacterEscape());
        }
    }

    private ReferenceNode ParseNamedReference()
    {
        if (!Take('<'))
        {
            throw Error("\\k is not followed by '<' for named capturing group");
        }

        string name = ParseName();
        return _names.TryGetValue(name, out int group) ? Reference(group) : throw Error($"named capturing group <{name}> does not exist");
    }

    /// <summary>As many digits as make the number of a group that was opened before, but at least one.</summary>
    private ReferenceNode ParseReference()
    {
        int group = Raw() - '0';
        _at++;
        while (IsDigit(Raw()) && (group * 10) + Raw() - '0' <= _groups)
        {
            group = (group * 10) + Raw() - '0';
            _at++;
        }

        return Reference(group);
    }

    private ReferenceNode Reference(int group)
    {
        if (_isLookBehind)
        {
            throw new UnsupportedPatternException("A reference to a group is not supported in a look-behind.");
        }

        if (Has(PatternFlags.IgnoreCase))
        {
            throw new UnsupportedPatternException("A reference to a group that ignores case is not supported.");
        }

        return new ReferenceNode(group);
    }

    /// <summary>\d, \p{…} and other escapes for a set, at the character after the backslash.</summary>
    private bool TryParseSetEscape(out CodePointSet set)
    {
        int escaped = Raw();
        if (escaped is 'p' or 'P')
        {
            _at++;
            set = ParseProperty();
            set = escaped == 'P' ? set.Complement() : set;
            return true;
        }

        CodePointSet? known = escaped switch
        {
            'd' or 'D' => s_digits,
            's' or 'S' => s_spaces,
            'w' or 'W' => s_words,
            'h' or 'H' => s_horizontal,
            'v' or 'V' => s_vertical,
            _ => null,
        };
        if (known is null)
        {
            set = CodePointSet.Empty;
            return false;
        }

        _at++;
        set = char.IsAsciiLetterUpper((char)escaped) ? known.Complement() : known;
        return true;
    }

    private CodePointSet ParseProperty()
    {
        string name;
        if (Take('{'))
        {
            int close = Array.IndexOf(_pattern, '}', _at);
            if (close < 0)
            {
                throw Error("Unclosed character family");
            }

            StringBuilder text = new();
            for (; _at < close; _at++)
            {
                text.Append(new Rune(_pattern[_at] & ~Quoted).ToString());
            }

            _at++;
            name = text.ToString();
            if (name.Length == 0)
            {
                throw Error("Empty character family");
            }
        }
        else
        {
            int letter = Raw();
            _at++;
            name = letter is >= 'A' and <= 'Z' or >= 'a' and <= 'z' ? ((char)letter).ToString() : throw Error("Unknown character property name");
        }

        if (UnicodeSets.Find(name, Has(PatternFlags.IgnoreCase)) is { } set)
        {
            return set;
        }

        throw name.Length == 1 ? Error($"Unknown character property name {{{name}}}") : new UnsupportedPatternException($"The character property \\p{{{name}}} is not supported.");
    }

    /// <summary>An escape for one code point, at the character after the backslash.</summary>
    private int ParseCharacterEscape()
    {
        int escaped = Raw();
        if (escaped == End)
        {
            throw Error("Unexpected internal error");
        }

        _at++;
        switch (escaped)
        {
            case '0':
                return ParseOctal();
            case 'x':
                return ParseHexadecimal();
            case 'u':
                return ParseUnicode();
            case 'c':
                int control = Raw();
                _at++;
                return control == End ? throw Error("Illegal control escape sequence") : (control & ~Quoted) ^ 64;
            case 't':
                return '\t';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 'f':
                return '\f';
            case 'a':
                return '\a';
            case 'e':
                return 0x1B;
            case 'N':
                throw new UnsupportedPatternException("A character by its name, \\N{…}, is not supported.");
            default:
                return escaped is >= 'A' and <= 'Z' or >= 'a' and <= 'z' or >= '1' and <= '9' ? throw Error("Illegal/unsupported escape sequence") : escaped & ~Quoted;
        }
    }

    /// <summary>\0 and one to three octal digits, 377 at most.</summary>
    private int ParseOctal()
    {
        int value = 0;
        int digits = 0;
        while (digits < 3 && Raw() is >= '0' and <= '7' && (value * 8) + Raw() - '0' <= 255)
        {
            value = (value * 8) + Raw() - '0';
            digits++;
            _at++;
        }

        return digits > 0 ? value : throw Error("Illegal octal escape sequence");
    }

    private int ParseHexadecimal()
    {
        if (!Take('{'))
        {
            return ParseHexDigits(2, "Illegal hexadecimal escape sequence");
        }

        int value = 0;
        int digits = 0;
        for (; Hex(Raw()) >= 0; _at++, digits++)
        {
            value = (value << 4) + Hex(Raw());
            if (value > CodePointSet.Max)
            {
                throw Error("Hexadecimal codepoint is too big");
            }
        }

        return digits > 0 && Take('}') ? value : throw Error("Unclosed hexadecimal escape sequence");
    }

    /// <summary>\uhhhh; two of them may be the surrogates of one code point.</summary>
    private int ParseUnicode()
    {
        const string Message = "Illegal Unicode escape sequence";
        int unit = ParseHexDigits(4, Message);
        if (unit is >= 0xD800 and <= 0xDBFF && _at + 1 < _pattern.Length && _pattern[_at] == '\\' && _pattern[_at + 1] == 'u')
        {
            int back = _at;
            _at += 2;
            int low = ParseHexDigits(4, Message);
            if (low is >= 0xDC00 and <= 0xDFFF)
            {
                return char.ConvertToUtf32((char)unit, (char)low);
            }

            _at = back;
        }

        return unit;
    }

    private int ParseHexDigits(int count, string message)
    {
        int value = 0;
        for (; count > 0; count--)
        {
            int digit = Hex(Raw());
            if (digit < 0)
            {
                throw Error(message);
            }

            value = (value << 4) + digit;
            _at++;
        }

        return value;
    }

    private static int Hex(int codePoint) => codePoint switch
    {
        >= '0' and <= '9' => codePoint - '0',
        >= 'a' and <= 'f' => codePoint - 'a' + 10,
        >= 'A' and <= 'F' => codePoint - 'A' + 10,
        _ => -1,
    };
}
