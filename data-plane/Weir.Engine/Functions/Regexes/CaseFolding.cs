using System.Text;
using Weir.Engine.Functions.Strings;

namespace Weir.Engine.Functions.Regexes;

/// <summary>Sets that do not tell upper from lower case, as the flags <c>(?i)</c> (ASCII only) and <c>(?iu)</c> of java.util.regex have them.</summary>
internal static class CaseFolding
{
    private static readonly Lazy<(int CodePoint, int Upper, int Folded)[]> s_cased = new(FindCased);

    /// <summary>The set and what differs from it in case.</summary>
    public static CodePointSet Close(CodePointSet set, bool unicode)
    {
        List<(int First, int Last)> ranges = [.. set.Ranges];
        if (unicode)
        {
            foreach ((int codePoint, int upper, int folded) in s_cased.Value)
            {
                if (set.Contains(upper) || set.Contains(folded))
                {
                    ranges.Add((codePoint, codePoint));
                }
            }
        }
        else
        {
            for (int c = 'a'; c <= 'z'; c++)
            {
                if (set.Contains(c) || set.Contains(c - 32))
                {
                    ranges.Add((c, c));
                    ranges.Add((c - 32, c - 32));
                }
            }
        }

        return CodePointSet.From(ranges);
    }

    /// <summary>A code point alone, which java.util.regex compares by the lower case of the upper case.</summary>
    public static CodePointSet Close(int codePoint, bool unicode)
    {
        if (!unicode)
        {
            return Close(CodePointSet.Of(codePoint), unicode: false);
        }

        int folded = Fold(codePoint);
        List<(int First, int Last)> ranges = [(codePoint, codePoint), (folded, folded)];
        foreach ((int other, _, int otherFolded) in s_cased.Value)
        {
            if (otherFolded == folded)
            {
                ranges.Add((other, other));
            }
        }

        return CodePointSet.From(ranges);
    }

    private static int Fold(int codePoint) => Rune.IsValid(codePoint) ? SpecialCasing.SimpleLower(SpecialCasing.SimpleUpper(new Rune(codePoint))).Value : codePoint;

    private static (int CodePoint, int Upper, int Folded)[] FindCased()
    {
        List<(int CodePoint, int Upper, int Folded)> cased = [];
        for (int c = 0; c <= CodePointSet.Max; c++)
        {
            if (!Rune.IsValid(c))
            {
                continue;
            }

            int upper = SpecialCasing.SimpleUpper(new Rune(c)).Value;
            int folded = Fold(c);
            if (upper != c || folded != c)
            {
                cased.Add((c, upper, folded));
            }
        }

        return [.. cased];
    }
}
