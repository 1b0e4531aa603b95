using System.Globalization;
using System.Text;

namespace Weir.Engine.Functions.Json;

/// <summary>Reads a path in Jayway JsonPath's notation.</summary>
internal sealed partial class JsonPathCompiler
{
    private readonly string _path;
    private int _at;
    private JsonPathToken? _first;
    private JsonPathToken? _last;

    public JsonPathCompiler(string path)
    {
        string trimmed = path.Trim(' ');
        _path = path.Length > 0 && path[0] is '$' or '@' ? trimmed : ("$." + path).TrimEnd(' ');
        if (trimmed.Length == 0 || _path[^1] == '.')
        {
            throw new JsonPathException("A path must not be empty or end with a point.");
        }
    }

    /// <summary>Compiles the whole text.</summary>
    public JsonPath Compile()
    {
        _at = 1;
        if (_path.Length > 1 && _path[1] is not ('.' or '['))
        {
            throw Error("expected '.' or '['");
        }

        while (_at < _path.Length)
        {
            ReadToken();
        }

        return Finish();
    }

    // $..path.function() means $.function($..path).
    private JsonPath Finish()
    {
        if (_first is not JsonPathScan || _last is not JsonPathFunction function)
        {
            return new JsonPath(_first);
        }

        function.Previous!.Next = null;
        JsonPathToken scanned = _first;
        function.Previous = null;
        function.SetPathParameter(new JsonPath(scanned));
        return new JsonPath(function);
    }

    private void ReadToken()
    {
        switch (_path[_at])
        {
            case '[':
                ReadBracket();
                break;
            case '.':
                ReadDot();
                break;
            case '*':
                _at++;
                Append(new JsonPathWildcard());
                break;
            default:
                ReadName();
                break;
        }
    }

    private void ReadDot()
    {
        if (Peek(1) == '.')
        {
            Append(new JsonPathScan());
            _at += 2;
        }
        else
        {
            _at++;
        }

        if (_at >= _path.Length || _path[_at] == '.')
        {
            throw Error("expected a name");
        }

        ReadToken();
    }

    private void ReadName()
    {
        int start = _at;
        while (_at < _path.Length && _path[_at] is not ('.' or '[' or '('))
        {
            if (_path[_at] == ' ')
            {
                throw Error("a name with blanks is written ['my name']");
            }

            _at++;
        }

        if (_at == start)
        {
            throw Error("expected a name");
        }

        string name = _path[start.._at];
        if (_at < _path.Length && _path[_at] == '(')
        {
            Append(new JsonPathFunction(name, ReadParameters()));
        }
        else
        {
            Append(new JsonPathProperty([JsonPath.Utf8(name)]));
        }
    }

    private void ReadBracket()
    {
        char next = NextSignificant(_at);
        switch (next)
        {
            case '\'' or '"':
                ReadNames(next);
                break;
            case '*':
                int star = SkipBlanks(_at + 1);
                int close = SkipBlanks(star + 1);
                Expect(close, ']');
                _at = close + 1;
                Append(new JsonPathWildcard());
                break;
            case '?':
                ReadFilter();
                break;
            default:
                ReadIndexes();
                break;
        }
    }

    private void ReadNames(char quote)
    {
        List<byte[]> names = [];
        _at++;
        while (true)
        {
            _at = SkipBlanks(_at);
            Expect(_at, quote);
            int start = ++_at;
            while (_at < _path.Length && _path[_at] != quote)
            {
                _at += _path[_at] == '\\' ? 2 : 1;
            }

            Expect(_at, quote);
            names.Add(JsonPath.Utf8(Unescape(_path[start.._at])));
            _at = SkipBlanks(_at + 1);
            if (_at < _path.Length && _path[_at] == ',')
            {
                _at++;
                continue;
            }

            Expect(_at, ']');
            _at++;
            Append(new JsonPathProperty([.. names]));
            return;
        }
    }

    private void ReadIndexes()
    {
        int close = _path.IndexOf(']', _at);
        if (close < 0)
        {
            throw Error("']' is missing");
        }

        string text = _path[(_at + 1)..close].Replace(" ", string.Empty, StringComparison.Ordinal);
        if (text.Length == 0 || text.AsSpan().IndexOfAnyExcept("0123456789,-:") >= 0)
        {
            throw Error("expected a position, a name in quotes, '*' or '?'");
        }

        if (text.Contains(':', StringComparison.Ordinal))
        {
            string[] ends = text.Split(':');
            int? from = ends[0].Length == 0 ? null : Integer(ends[0]);
            int? to = ends[1].Length == 0 ? null : Integer(ends[1]);
            if (from is null && to is null)
            {
                throw Error("a slice has at least one end");
            }

            Append(new JsonPathSlice(from, to));
        }
        else
        {
            Append(new JsonPathIndex([.. text.Split(',').Select(Integer)]));
        }

        _at = close + 1;
    }

    private void ReadFilter()
    {
        int question = SkipBlanks(_at + 1);
        int open = SkipBlanks(question + 1);
        Expect(open, '(');
        int close = JsonPathFilterCompiler.ClosingParenthesis(_path, open);
        int end = close < 0 ? _path.Length : SkipBlanks(close + 1);
        Expect(end, ']');
        Append(new JsonPathFilterStep(new JsonPathFilterCompiler(_path[open..(close + 1)]).Compile()));
        _at = end + 1;
    }

    private void Append(JsonPathToken token)
    {
        token.Previous = _last;
        if (_last is null)
        {
            _first = token;
        }
        else
        {
            _last.Next = token;
        }

        _last = token;
    }

    private int Integer(string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) ? value : throw Error($"'{text}' is no position");

    private int SkipBlanks(int at)
    {
        while (at < _path.Length && _path[at] == ' ')
        {
            at++;
        }

        return at;
    }

    private char NextSignificant(int at)
    {
        at = SkipBlanks(at + 1);
        return at < _path.Length ? _path[at] : ' ';
    }

    private char Peek(int ahead) => _at + ahead < _path.Length ? _path[_at + ahead] : '\0';

    private void Expect(int at, char c)
    {
        if (at >= _path.Length || _path[at] != c)
        {
            throw Error($"expected '{c}'");
        }
    }

    private JsonPathException Error(string what) => new($"At position {_at} of the path: {what}.");

    internal static string Unescape(string text)
    {
        if (!text.Contains('\\', StringComparison.Ordinal))
        {
            return text;
        }

        StringBuilder result = new();
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\' || i + 1 == text.Length)
            {
                result.Append(text[i]);
                continue;
            }

            i++;
            if (text[i] == 'u' && i + 4 < text.Length && int.TryParse(text.AsSpan(i + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int unit))
            {
                result.Append((char)unit);
                i += 4;
                continue;
            }

            result.Append(text[i] switch { 'b' => '\b', 'f' => '\f', 'n' => '\n', 'r' => '\r', 't' => '\t', char c => c });
        }

        return result.ToString();
    }
}
