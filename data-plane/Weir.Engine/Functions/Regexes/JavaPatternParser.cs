using System.Globalization;

namespace Weir.Engine.Functions.Regexes;

/// <summary>
/// Reads a pattern of java.util.regex (Java 17) by recursive descent: alternatives, sequences, atoms, repetitions. Flags are settled while reading, so that the nodes mean the
/// same without them. Escapes and classes are in files of their own.
/// </summary>
internal sealed partial class JavaPatternParser
{
    /// <summary>Marks a code point that stood between \Q and \E.</summary>
    private const int Quoted = 1 << 24;

    private const int End = -1;

    /// <summary>The start of the text, which ^ mostly is.</summary>
    public const string TextStart = "\\A";

    private const int MaxNesting = 200;

    private static readonly CodePointSet s_lineEnds = CodePointSet.Parse("A D 85 2028-2029");

    private readonly int[] _pattern;
    private readonly Dictionary<string, int> _names = new(StringComparer.Ordinal);
    private int _at;
    private PatternFlags _flags;
    private int _groups;
    private bool _isLookBehind;
    private int _nesting;

    private JavaPatternParser(string pattern) => _pattern = Unquote(pattern);

    /// <summary>Reads a pattern.</summary>
    /// <exception cref="JavaPatternException">It is not valid in Java.</exception>
    /// <exception cref="UnsupportedPatternException">It is valid in Java, but can't be matched here.</exception>
    public static (PatternNode Node, int Groups) Parse(string pattern)
    {
        JavaPatternParser parser = new(pattern);
        PatternNode node = parser.ParseAlternation();
        if (parser._at < parser._pattern.Length)
        {
            throw parser.Error("Unmatched closing ')'");
        }

        return (node, parser._groups);
    }

    /// <summary>The code points, with those from \Q to \E marked.</summary>
    private static int[] Unquote(string pattern)
    {
        List<int> codePoints = [];
        bool quoted = false;
        for (int i = 0; i < pattern.Length; i++)
        {
            if (!quoted && pattern[i] == '\\' && i + 1 < pattern.Length)
            {
                if (pattern[i + 1] == 'Q')
                {
                    quoted = true;
                }
                else
                {
                    codePoints.Add('\\');
                    int escaped = CodePointAt(pattern, i + 1);
                    codePoints.Add(escaped);
                    i += escaped > 0xFFFF ? 1 : 0;
                }

                i++;
            }
            else if (quoted && pattern[i] == '\\' && i + 1 < pattern.Length && pattern[i + 1] == 'E')
            {
                quoted = false;
                i++;
            }
            else
            {
                int codePoint = CodePointAt(pattern, i);
                codePoints.Add(quoted ? codePoint | Quoted : codePoint);
                i += codePoint > 0xFFFF ? 1 : 0;
            }
        }

        return [.. codePoints];
    }

    private static int CodePointAt(string text, int index) =>
        char.IsHighSurrogate(text[index]) && index + 1 < text.Length && char.IsLowSurrogate(text[index + 1]) ? char.ConvertToUtf32(text[index], text[index + 1]) : text[index];

    private JavaPatternException Error(string message) => new(message, _at);

    private bool Has(PatternFlags flag) => (_flags & flag) != 0;

    /// <summary>The next code point as it stands.</summary>
    private int Raw() => _at < _pattern.Length ? _pattern[_at] : End;

    /// <summary>The next code point; white space and comments are passed over where the flag says so.</summary>
    private int Peek()
    {
        while (Has(PatternFlags.Comments) && _at < _pattern.Length)
        {
            int next = _pattern[_at];
            if (next is ' ' or (>= '\t' and <= '\r'))
            {
                _at++;
            }
            else if (next == '#')
            {
                while (_at < _pattern.Length && !IsLineEnd(_pattern[_at]))
                {
                    _at++;
                }
            }
            else
            {
                break;
            }
        }

        return Raw();
    }

    private bool IsLineEnd(int codePoint) => Has(PatternFlags.UnixLines) ? codePoint == '\n' : s_lineEnds.Contains(codePoint);

    private bool Take(int codePoint)
    {
        if (Raw() != codePoint)
        {
            return false;
        }

        _at++;
        return true;
    }

    private PatternNode ParseAlternation()
    {
        List<PatternNode> branches = [ParseSequence()];
        while (Peek() == '|')
        {
            _at++;
            branches.Add(ParseSequence());
        }

        return branches.Count == 1 ? branches[0] : new AlternationNode(branches);
    }

    private SequenceNode ParseSequence()
    {
        List<PatternNode> parts = [];
        while (Peek() is not (End or '|' or ')'))
        {
            PatternNode? atom = ParseAtom();
            if (atom is not null)
            {
                parts.Add(ParseRepetition(atom));
            }
        }

        return new SequenceNode(parts);
    }

    /// <summary>One atom, or null where flags were changed.</summary>
    private PatternNode? ParseAtom()
    {
        int next = Peek();
        switch (next)
        {
            case '(':
                return ParseGroup();
            case '[':
                _at++;
                return new SetNode(ParseClass(consume: true));
            case '\\':
                return ParseEscape();
            case '^':
                _at++;
                return LineStart();
            case '$':
                _at++;
                return LineEnd(Has(PatternFlags.Multiline));
            case '.':
                _at++;
                return new SetNode(Dot());
            case '*' or '+' or '?':
                throw Error($"Dangling meta character '{(char)next}'");
            case '{':
                // Java takes this for a repetition of nothing.
                return new TextNode(string.Empty);
            default:
                _at++;
                return Literal(next & ~Quoted);
        }
    }

    private SetNode Literal(int codePoint) => new(Has(PatternFlags.IgnoreCase) ? CaseFolding.Close(codePoint, Has(PatternFlags.UnicodeCase)) : CodePointSet.Of(codePoint));

    private CodePointSet Dot() => Has(PatternFlags.DotAll) ? CodePointSet.All : (Has(PatternFlags.UnixLines) ? CodePointSet.Of('\n') : s_lineEnds).Complement();

    private TextNode LineStart() => new((Has(PatternFlags.Multiline), Has(PatternFlags.UnixLines)) switch
    {
        (false, _) => TextStart,
        (true, true) => "(?:(?<=\\A|\\n)(?!\\z))",
        _ => "(?:(?<=\\A|[\\n\\u0085\\u2028\\u2029]|\\r(?!\\n))(?!\\z))",
    });

    private TextNode LineEnd(bool everyLine) => new((everyLine, Has(PatternFlags.UnixLines)) switch
    {
        (false, true) => "(?=\\n?\\z)",
        (true, true) => "(?=\\n|\\z)",
        (false, false) => "(?:(?!(?<=\\r)\\n)(?=(?:\\r\\n|[\\n\\r\\u0085\\u2028\\u2029])?\\z))",
        _ => "(?:(?!(?<=\\r)\\n)(?=[\\n\\r\\u0085\\u2028\\u2029]|\\z))",
    });

    private PatternNode ParseRepetition(PatternNode atom)
    {
        int min;
        int max;
        switch (Peek())
        {
            case '*':
                (min, max) = (0, -1);
                _at++;
                break;
            case '+':
                (min, max) = (1, -1);
                _at++;
                break;
            case '?':
                (min, max) = (0, 1);
                _at++;
                break;
            case '{':
                (min, max) = ParseBounds();
                break;
            default:
                return atom;
        }

        // Whether Java takes it, and how far it then looks back, depends on what stands around it.
        if (max < 0 && _isLookBehind)
        {
            throw new UnsupportedPatternException("A repetition without an upper bound is not supported in a look-behind; give it one, such as {1,20}.");
        }

        RepetitionKind kind = RepetitionKind.Greedy;
        switch (Peek())
        {
            case '?':
                kind = RepetitionKind.Lazy;
                _at++;
                break;
            case '+':
                kind = RepetitionKind.Possessive;
                _at++;
                break;
        }

        if (kind == RepetitionKind.Possessive)
        {
            RefuseAtomicInLookBehind();
        }

        if (IsEmptyMatch(atom))
        {
            // It either holds or not; .NET would try it again and again.
            (min, max) = (Math.Min(min, 1), max == 0 ? 0 : 1);
        }
        else if (atom is TextNode { Text: LineBreak })
        {
            // Java does not give back half of a \r\n that it repeats.
            atom = new TextNode("(?>" + LineBreak[3..]);
        }

        return new RepetitionNode(atom, min, max, kind);
    }

    private static bool IsEmptyMatch(PatternNode node) => node is WordBoundaryNode or TextNode { Text: not LineBreak } or GroupNode { IsLookAround: true };

    /// <summary>.NET looks back from the right to the left, so that what an atomic part takes there may differ.</summary>
    private void RefuseAtomicInLookBehind()
    {
        if (_isLookBehind)
        {
            throw new UnsupportedPatternException("An atomic group or a possessive repetition is not supported in a look-behind.");
        }
    }

    private (int Min, int Max) ParseBounds()
    {
        _at++;
        if (!IsDigit(Raw()))
        {
            throw Error("Illegal repetition");
        }

        int min = ParseBound();
        int max = min;
        if (Take(','))
        {
            max = Raw() == '}' ? -1 : ParseBound();
        }

        if (!Take('}'))
        {
            throw Error("Unclosed counted closure");
        }

        return max >= 0 && max < min ? throw Error("Illegal repetition range") : (min, max);
    }

    private int ParseBound()
    {
        long bound = 0;
        while (IsDigit(Raw()))
        {
            bound = (bound * 10) + (Raw() - '0');
            if (bound > int.MaxValue)
            {
                throw Error("Illegal repetition range");
            }

            _at++;
        }

        return (int)bound;
    }

    private static bool IsDigit(int codePoint) => codePoint is >= '0' and <= '9';
}
