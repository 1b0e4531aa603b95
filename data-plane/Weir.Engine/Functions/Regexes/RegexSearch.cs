using System.Text;
using System.Text.RegularExpressions;
using Weir.Engine.Expressions;
using Weir.Engine.Functions.Strings;

namespace Weir.Engine.Functions.Regexes;

/// <summary>What a kernel keeps to search texts: the last pattern, by its bytes, and the last text in UTF-16. Belongs to one kernel.</summary>
public sealed class RegexSearch(string function, TimeSpan? timeout = null)
{
    private readonly Utf16Text _text = new();
    private byte[] _pattern = [];
    private JavaRegex? _regex;
    private JavaPatternException? _error;

    /// <summary>How many capturing groups the pattern has.</summary>
    public int Groups => _regex!.Groups;

    /// <summary>Takes a pattern; false when Java would not take it.</summary>
    public bool TryUse(ReadOnlySpan<byte> pattern)
    {
        if ((_regex is null && _error is null) || !pattern.SequenceEqual(_pattern))
        {
            _pattern = pattern.ToArray();
            (_regex, _error) = Parse(Encoding.UTF8.GetString(pattern));
        }

        return _regex is not null;
    }

    /// <summary>Takes a pattern, or fails when Java would not take it.</summary>
    public void Use(ReadOnlySpan<byte> pattern)
    {
        if (!TryUse(pattern))
        {
            throw new EvaluationException($"{function}: '{Encoding.UTF8.GetString(pattern)}' is no regular expression: {_error!.Message}", _error);
        }
    }

    /// <summary>Searches a text as bytes, where that can be done: it is ASCII, the pattern a plain one, and the search short.</summary>
    internal ByteSearch SearchBytes(ReadOnlySpan<byte> text, out ByteMatcher? matcher)
    {
        matcher = _regex!.OfBytes;
        return matcher is not null && Ascii.IsValid(text) ? matcher.Search(text) : ByteSearch.NotDone;
    }

    /// <summary>Takes a text and gives the expression to search it with.</summary>
    public Regex Take(ReadOnlySpan<byte> text, out ReadOnlySpan<char> units)
    {
        units = _text.Decode(text);
        return _regex!.For(text);
    }

    /// <summary>The expression to search units with that are there already.</summary>
    public Regex For(ReadOnlySpan<char> units) => _regex!.For(units);

    /// <summary>What is thrown for a search that took too long.</summary>
    public EvaluationException TookTooLong(RegexMatchTimeoutException inner) => new(
        $"{function}: the regular expression '{Encoding.UTF8.GetString(_pattern)}' takes longer than {(timeout ?? JavaRegex.DefaultTimeout).TotalSeconds:0.###} s for one text; nested repetitions such as (a+)+ do that.", inner);

    private (JavaRegex? Regex, JavaPatternException? Error) Parse(string pattern)
    {
        try
        {
            return (JavaRegex.Parse(pattern, timeout), null);
        }
        catch (JavaPatternException e)
        {
            return (null, e);
        }
        catch (UnsupportedPatternException e)
        {
            throw new EvaluationException($"{function}: the regular expression '{pattern}' is not supported. {e.Message}", e);
        }
    }
}
