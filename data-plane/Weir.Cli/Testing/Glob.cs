namespace Weir.Cli.Testing;

/// <summary>A pattern in which <c>*</c> stands for any text and <c>?</c> for any character; upper and lower case are the same.</summary>
internal sealed class Glob(string pattern)
{
    public bool Matches(ReadOnlySpan<char> text)
    {
        // The last star takes what it must: no other choice of an earlier one can help.
        int at = 0, p = 0, star = -1, starAt = 0;
        while (at < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                star = p++;
                starAt = at;
            }
            else if (p < pattern.Length && (pattern[p] == '?' || char.ToUpperInvariant(pattern[p]) == char.ToUpperInvariant(text[at])))
            {
                p++;
                at++;
            }
            else if (star >= 0)
            {
                p = star + 1;
                at = ++starAt;
            }
            else
            {
                return false;
            }
        }

        while (p < pattern.Length && pattern[p] == '*')
        {
            p++;
        }

        return p == pattern.Length;
    }
}
