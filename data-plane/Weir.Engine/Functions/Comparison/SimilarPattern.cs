using System.Text;
using System.Text.RegularExpressions;
using Weir.Engine.Expressions;

namespace Weir.Engine.Functions.Comparison;

/// <summary>
/// A SIMILAR TO pattern as a regular expression. <c>_</c>, <c>%</c>, <c>[…]</c> with classes such as <c>[:ALPHA:]</c>, <c>| * + ? {m,n} ( )</c>. Source: the translation in Flink's SqlLikeUtils; what it leaves as it
/// is means there what it means in a Java regular expression.
/// </summary>
public sealed class SimilarPattern
{
    private const string AnyCharacter = "(?:[\\uD800-\\uDBFF][\\uDC00-\\uDFFF]|[^\\n\\r\\u0085\\u2028\\u2029])";
    private const string RegexSpecials = "[]()|^-+*?{}$\\.";
    private const string SimilarSpecials = "[]()|^-+*_%?{}";

    private static readonly (string Name, string Class)[] s_classes =
    [
        ("ALPHA", "a-zA-Z"), ("UPPER", "A-Z"), ("LOWER", "a-z"), ("DIGIT", "0-9"), ("SPACE", " "), ("WHITESPACE", " \\t\\n\\v\\f\\r"), ("ALNUM", "a-zA-Z0-9"),
    ];

    private readonly Regex _regex;

    private SimilarPattern(Regex regex) => _regex = regex;

    /// <summary>Compiles a pattern.</summary>
    /// <exception cref="EvaluationException">The pattern or its escape is malformed.</exception>
    public static SimilarPattern Parse(string pattern, string? escape = null)
    {
        if (escape is not null && escape.Length != 1)
        {
            throw new EvaluationException($"Invalid escape character '{escape}' of SIMILAR TO: it must be one character.");
        }

        string regex = Translate(pattern, escape?[0]);
        try
        {
            return new SimilarPattern(new Regex($"\\A(?:{regex})\\z", RegexOptions.CultureInvariant));
        }
        catch (ArgumentException e)
        {
            throw new EvaluationException($"'{pattern}' is no pattern for SIMILAR TO: {e.Message}", e);
        }
    }

    /// <summary>Whether the whole text matches.</summary>
    public bool IsMatch(ReadOnlySpan<char> text) => _regex.IsMatch(text);

    private static string Translate(string pattern, char? escape)
    {
        CheckEscape(pattern, escape);
        StringBuilder regex = new(pattern.Length * 2);
        int i = 0;
        while (i < pattern.Length)
        {
            char c = pattern[i];
            if (c == escape)
            {
                AppendEscaped(pattern, i + 1, escape.Value, regex);
                i += 2;
                continue;
            }

            i++;
            switch (c)
            {
                case '_' or '.':
                    regex.Append(AnyCharacter);
                    break;
                case '%':
                    regex.Append("(?s:.*)");
                    break;
                case '[':
                    i = AppendEnumeration(pattern, i, escape, regex);
                    break;
                case ']':
                    throw Invalid(pattern);
                case '\\' or '$' or '#':
                    regex.Append('\\').Append(c);
                    break;
                default:
                    regex.Append(c);
                    break;
            }
        }

        return regex.ToString();
    }

    private static int AppendEnumeration(string pattern, int start, char? escape, StringBuilder regex)
    {
        regex.Append('[');
        int i = start;
        while (i < pattern.Length)
        {
            char c = pattern[i];
            if (c == ']')
            {
                regex.Append(']');
                return i + 1;
            }

            if (c == escape)
            {
                AppendEscaped(pattern, i + 1, escape.Value, regex);
                i += 2;
            }
            else if (c is '-' or '^')
            {
                regex.Append(c);
                i++;
            }
            else if (pattern.AsSpan(i).StartsWith("[:"))
            {
                i += AppendClass(pattern, i, regex);
            }
            else if (SimilarSpecials.Contains(c))
            {
                throw Invalid(pattern);
            }
            else
            {
                regex.Append(c == '\\' ? "\\\\" : c.ToString());
                i++;
            }
        }

        throw Invalid(pattern);
    }

    private static int AppendClass(string pattern, int start, StringBuilder regex)
    {
        foreach ((string name, string set) in s_classes)
        {
            if (pattern.AsSpan(start).StartsWith($"[:{name}:]") || pattern.AsSpan(start).StartsWith($"[:{name.ToLowerInvariant()}:]"))
            {
                regex.Append(set);
                return name.Length + 4;
            }
        }

        throw Invalid(pattern);
    }

    private static void AppendEscaped(string pattern, int at, char escape, StringBuilder regex)
    {
        char? next = at < pattern.Length ? pattern[at] : null;
        if (next is not { } c || (!SimilarSpecials.Contains(c) && c != escape))
        {
            throw new EvaluationException($"Invalid escape sequence in SIMILAR TO pattern '{pattern}' at position {at}.");
        }

        if (RegexSpecials.Contains(c) || c == '#')
        {
            regex.Append('\\');
        }

        regex.Append(c);
    }

    // SQL:2003 part 2, 8.6, general rule 3: an escape that is itself special must stand before a special character everywhere.
    private static void CheckEscape(string pattern, char? escape)
    {
        if (escape == ':' && (!pattern.Contains("[:", StringComparison.Ordinal) || !pattern.Contains(":]", StringComparison.Ordinal)))
        {
            throw new EvaluationException($"Invalid escape ':' in SIMILAR TO pattern '{pattern}': it is also part of a character class.");
        }
    }

    private static EvaluationException Invalid(string pattern) => new($"'{pattern}' is no pattern for SIMILAR TO: its brackets do not match, or hold a character that must be escaped there.");
}
