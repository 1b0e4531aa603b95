using System.Text;
using System.Text.RegularExpressions;
using Weir.Engine.Functions.Strings;

namespace Weir.Engine.Functions.Regexes;

/// <summary>
/// A regular expression with the syntax and meaning of java.util.regex in Java 17, run by .NET's engine. The pattern is translated once for each <see cref="Alphabet"/> that turns up,
/// and compiled to machine code once it has been used often enough to pay for that. Not thread-safe.
/// </summary>
public sealed class JavaRegex
{
    /// <summary>How long one search may take: a pattern that backtracks without end fails the job instead of stopping it.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Compiling takes some milliseconds, which as many searches win back.</summary>
    private const int SearchesBeforeCompiling = 20_000;

    private readonly PatternNode _node;
    private readonly TimeSpan _timeout;
    private readonly Regex?[] _regexes = new Regex?[3];
    private readonly int[] _searches = new int[3];

    private JavaRegex(PatternNode node, int groups, TimeSpan timeout)
    {
        _node = node;
        _timeout = timeout;
        Groups = groups;
        OfBytes = ByteMatcherBuilder.TryBuild(node, groups);
    }

    /// <summary>How many capturing groups there are.</summary>
    public int Groups { get; }

    /// <summary>Finds the same in ASCII bytes without making a string or a match; null for patterns that it does not know.</summary>
    internal ByteMatcher? OfBytes { get; }

    /// <summary>Reads a pattern.</summary>
    /// <exception cref="JavaPatternException">It is not valid in Java.</exception>
    /// <exception cref="UnsupportedPatternException">It is valid in Java, but can't be matched here.</exception>
    public static JavaRegex Parse(string pattern, TimeSpan? timeout = null)
    {
        (PatternNode node, int groups) = JavaPatternParser.Parse(pattern);
        return new JavaRegex(node, groups, timeout ?? DefaultTimeout);
    }

    /// <summary>The expression to search a text with.</summary>
    public Regex For(ReadOnlySpan<byte> text) => For(Ascii.IsValid(text) ? Alphabet.Ascii : CodePoints.HasSupplementary(text) ? Alphabet.Full : Alphabet.Basic);

    /// <summary>The expression to search a text with that is UTF-16.</summary>
    public Regex For(ReadOnlySpan<char> units) => For(Ascii.IsValid(units) ? Alphabet.Ascii : units.IndexOfAnyInRange('\uD800', '\uDFFF') >= 0 ? Alphabet.Full : Alphabet.Basic);

    private Regex For(Alphabet alphabet)
    {
        int index = (int)alphabet;
        int searches = _searches[index] = Math.Min(_searches[index] + 1, SearchesBeforeCompiling + 1);
        if (_regexes[index] is null || searches == SearchesBeforeCompiling)
        {
            PatternWriter writer = new(alphabet, Groups);
            _node.Write(writer);
            RegexOptions options = RegexOptions.CultureInvariant | (searches >= SearchesBeforeCompiling ? RegexOptions.Compiled : RegexOptions.None);
            _regexes[index] = new Regex(writer.ToString(), options, _timeout);
        }

        return _regexes[index]!;
    }
}
