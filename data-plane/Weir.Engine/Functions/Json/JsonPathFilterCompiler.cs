using System.Text;
using System.Text.RegularExpressions;

namespace Weir.Engine.Functions.Json;

/// <summary>Reads the condition of a filter: comparisons of paths and literals with <c>&amp;&amp;</c>, <c>||</c>, <c>!</c> and parentheses.</summary>
internal sealed class JsonPathFilterCompiler(string text)
{
    /// <summary>How long a regular expression may take for one value.</summary>
    private static readonly TimeSpan s_matchTimeout = TimeSpan.FromSeconds(1);

    private int _at;

    /// <summary>Compiles the whole text.</summary>
    public JsonPathCondition Compile()
    {
        JsonPathCondition condition = ReadOr();
        if (Current != '\0')
        {
            throw Error("expected the end of the filter");
        }

        return condition;
    }

    /// <summary>Where the parenthesis opened at a position closes, strings and regular expressions left out of account, or -1.</summary>
    public static int ClosingParenthesis(string text, int open)
    {
        int nesting = 0;
        for (int i = open; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '(':
                    nesting++;
                    break;
                case ')' when --nesting == 0:
                    return i;
                case '\'' or '"' or '/':
                    i = ClosingQuote(text, i);
                    if (i < 0)
                    {
                        return -1;
                    }

                    break;
                default:
                    break;
            }
        }

        return -1;
    }

    private static int ClosingQuote(string text, int open)
    {
        for (int i = open + 1; i < text.Length; i++)
        {
            if (text[i] == '\\')
            {
                i++;
            }
            else if (text[i] == text[open])
            {
                return i;
            }
        }

        return -1;
    }

    private char Current
    {
        get
        {
            while (_at < text.Length && text[_at] == ' ')
            {
                _at++;
            }

            return _at < text.Length ? text[_at] : '\0';
        }
    }

    private JsonPathCondition ReadOr()
    {
        List<JsonPathCondition> operands = [ReadAnd()];
        while (TryTake("||"))
        {
            operands.Add(ReadAnd());
        }

        return operands.Count == 1 ? operands[0] : new JsonPathOr([.. operands]);
    }

    private JsonPathCondition ReadAnd()
    {
        List<JsonPathCondition> operands = [ReadOperand()];
        while (TryTake("&&"))
        {
            operands.Add(ReadOperand());
        }

        return operands.Count == 1 ? operands[0] : new JsonPathAnd([.. operands]);
    }

    private JsonPathCondition ReadOperand()
    {
        if (Current == '!')
        {
            int before = _at++;
            if (Current is not ('$' or '@'))
            {
                return new JsonPathNot(ReadOperand());
            }

            _at = before;
        }

        if (Current != '(')
        {
            return ReadComparison();
        }

        _at++;
        JsonPathCondition inner = ReadOr();
        if (Current != ')')
        {
            throw Error("expected ')'");
        }

        _at++;
        return inner;
    }

    private JsonPathCondition ReadComparison()
    {
        JsonPathOperand left = ReadValue();
        int before = _at;
        if (TryReadOperator(out JsonPathOperator comparison))
        {
            return new JsonPathComparison(left, comparison, ReadValue());
        }

        _at = before;
        return left.Path is { } path ? new JsonPathExists(path, left.IsFromRoot, !left.IsNegated) : throw Error("expected a comparison");
    }

    private bool TryReadOperator(out JsonPathOperator comparison)
    {
        comparison = default;
        bool isSymbol = Current is '<' or '>' or '=' or '~' or '!';
        int start = _at;
        while (_at < text.Length && (isSymbol ? text[_at] is '<' or '>' or '=' or '~' or '!' : text[_at] != ' '))
        {
            _at++;
        }

        JsonPathOperator? found = text[start.._at].ToUpperInvariant() switch
        {
            "==" => JsonPathOperator.Equal,
            "!=" => JsonPathOperator.NotEqual,
            "===" => JsonPathOperator.StrictEqual,
            "!==" => JsonPathOperator.StrictNotEqual,
            "<" => JsonPathOperator.Less,
            "<=" => JsonPathOperator.LessOrEqual,
            ">" => JsonPathOperator.Greater,
            ">=" => JsonPathOperator.GreaterOrEqual,
            "=~" => JsonPathOperator.Matches,
            "IN" => JsonPathOperator.In,
            "NIN" => JsonPathOperator.NotIn,
            "CONTAINS" => JsonPathOperator.Contains,
            "ALL" => JsonPathOperator.All,
            "SIZE" => JsonPathOperator.Size,
            "EMPTY" => JsonPathOperator.Empty,
            "SUBSETOF" => JsonPathOperator.SubsetOf,
            "ANYOF" => JsonPathOperator.AnyOf,
            "NONEOF" => JsonPathOperator.NoneOf,
            _ => null,
        };
        comparison = found.GetValueOrDefault();
        return found is not null;
    }

    private JsonPathOperand ReadValue()
    {
        bool negated = Current == '!';
        _at += negated ? 1 : 0;
        char c = Current;
        if (c is '$' or '@')
        {
            return ReadPath(negated);
        }

        if (negated)
        {
            throw Error("expected a path");
        }

        return c switch
        {
            '\'' or '"' => JsonPathOperand.String(JsonPath.Utf8(JsonPathCompiler.Unescape(ReadQuoted()))),
            '/' => ReadPattern(),
            '[' or '{' => ReadJson(),
            't' => ReadWord("true", JsonKind.True),
            'f' => ReadWord("false", JsonKind.False),
            'n' => ReadWord("null", JsonKind.Null),
            _ => ReadNumber(),
        };
    }

    private JsonPathOperand ReadPath(bool negated)
    {
        int start = _at++;
        int nesting = 0;
        for (; _at < text.Length; _at++)
        {
            char c = text[_at];
            if (c == '[')
            {
                int close = text.IndexOf(']', _at);
                _at = close < 0 ? throw Error("']' is missing") : close;
            }
            else if (c == '(')
            {
                nesting++;
            }
            else if ((c == ')' && --nesting < 0) || c is ' ' or '<' or '>' or '=' or '~' or '!')
            {
                break;
            }
        }

        return new JsonPathOperand { Path = JsonPath.Compile(text[start.._at]), IsFromRoot = text[start] == '$', IsNegated = negated };
    }

    private string ReadQuoted()
    {
        int close = ClosingQuote(text, _at);
        if (close < 0)
        {
            throw Error("a string is not closed");
        }

        string quoted = text[(_at + 1)..close];
        _at = close + 1;
        return quoted;
    }

    private JsonPathOperand ReadPattern()
    {
        string pattern = ReadQuoted();
        RegexOptions options = RegexOptions.CultureInvariant;
        for (; _at < text.Length && char.IsAsciiLetter(text[_at]); _at++)
        {
            options |= text[_at] switch
            {
                'i' => RegexOptions.IgnoreCase,
                'x' => RegexOptions.IgnorePatternWhitespace,
                'm' => RegexOptions.Multiline,
                's' => RegexOptions.Singleline,
                'd' or 'u' or 'U' => RegexOptions.None,
                _ => throw Error($"'{text[_at]}' is no flag of a pattern"),
            };
        }

        try
        {
            return new JsonPathOperand { Pattern = new Regex(@"\A(?:" + pattern + @")\z", options, s_matchTimeout) };
        }
        catch (ArgumentException e)
        {
            throw Error(e.Message);
        }
    }

    private JsonPathOperand ReadJson()
    {
        // JSON in a filter may have its strings in single quotes.
        StringBuilder json = new();
        int nesting = 0;
        for (; _at < text.Length; _at++)
        {
            char c = text[_at];
            if (c is '\'' or '"')
            {
                string quoted = ReadQuoted();
                json.Append('"').Append(c == '\'' ? quoted.Replace("\\'", "'", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) : quoted).Append('"');
                _at--;
                continue;
            }

            json.Append(c);
            nesting += c is '[' or '{' ? 1 : c is ']' or '}' ? -1 : 0;
            if (nesting == 0)
            {
                _at++;
                return JsonPathOperand.Json(Encoding.UTF8.GetBytes(json.ToString())) ?? throw Error($"{json} is no JSON value");
            }
        }

        throw Error("a JSON value is not closed");
    }

    private JsonPathOperand ReadWord(string word, JsonKind kind)
    {
        if (string.CompareOrdinal(text, _at, word, 0, word.Length) != 0)
        {
            throw Error($"expected {word}");
        }

        _at += word.Length;
        return JsonPathOperand.Constant(kind);
    }

    private JsonPathOperand ReadNumber()
    {
        int start = _at;
        while (_at < text.Length && (char.IsAsciiDigit(text[_at]) || text[_at] is '-' or '.' or 'E' or 'e' or '+'))
        {
            _at++;
        }

        string number = text[start.._at];
        if (!decimal.TryParse(number, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out _))
        {
            throw Error("expected a value");
        }

        return JsonPathOperand.Number(Encoding.ASCII.GetBytes(number));
    }

    private bool TryTake(string symbol)
    {
        if (Current != symbol[0] || string.CompareOrdinal(text, _at, symbol, 0, symbol.Length) != 0)
        {
            return false;
        }

        _at += symbol.Length;
        return true;
    }

    private JsonPathException Error(string what) => new($"At position {_at} of the filter {text}: {what}.");
}
