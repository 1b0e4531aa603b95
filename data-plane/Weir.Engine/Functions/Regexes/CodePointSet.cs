namespace Weir.Engine.Functions.Regexes;

/// <summary>A set of code points as ranges, ascending and apart from each other. Immutable.</summary>
internal sealed class CodePointSet
{
    /// <summary>The greatest code point.</summary>
    public const int Max = 0x10FFFF;

    private readonly (int First, int Last)[] _ranges;

    private CodePointSet((int First, int Last)[] ranges) => _ranges = ranges;

    /// <summary>No code point.</summary>
    public static CodePointSet Empty { get; } = new([]);

    /// <summary>Every code point.</summary>
    public static CodePointSet All { get; } = Of(0, Max);

    /// <summary>The ranges, both ends included.</summary>
    public ReadOnlySpan<(int First, int Last)> Ranges => _ranges;

    /// <summary>Whether it is one code point.</summary>
    public bool IsSingle => _ranges.Length == 1 && _ranges[0].First == _ranges[0].Last;

    /// <summary>One code point.</summary>
    public static CodePointSet Of(int codePoint) => Of(codePoint, codePoint);

    /// <summary>A range, both ends included.</summary>
    public static CodePointSet Of(int first, int last) => new([(first, last)]);

    /// <summary>The characters of a text, none beyond U+FFFF.</summary>
    public static CodePointSet OfAny(string characters) => From([.. characters.Select(c => ((int)c, (int)c))]);

    /// <summary>Ranges in hexadecimal, e.g. <c>41-5A 5F</c>.</summary>
    public static CodePointSet Parse(string text) => From([.. text.Split(' ').Select(range =>
    {
        string[] ends = range.Split('-');
        return (Convert.ToInt32(ends[0], 16), Convert.ToInt32(ends[^1], 16));
    })]);

    /// <summary>Ranges in any order, overlapping if need be.</summary>
    public static CodePointSet From(List<(int First, int Last)> ranges)
    {
        ranges.Sort();
        List<(int First, int Last)> merged = [];
        foreach ((int first, int last) in ranges)
        {
            if (merged.Count > 0 && first <= merged[^1].Last + 1)
            {
                merged[^1] = (merged[^1].First, Math.Max(merged[^1].Last, last));
            }
            else
            {
                merged.Add((first, last));
            }
        }

        return new([.. merged]);
    }

    /// <summary>Those of either.</summary>
    public CodePointSet Union(CodePointSet other) => From([.. _ranges, .. other._ranges]);

    /// <summary>Those of both.</summary>
    public CodePointSet Intersect(CodePointSet other) => Complement().Union(other.Complement()).Complement();

    /// <summary>Those of this one only.</summary>
    public CodePointSet Except(CodePointSet other) => Intersect(other.Complement());

    /// <summary>All others.</summary>
    public CodePointSet Complement()
    {
        List<(int First, int Last)> others = [];
        int next = 0;
        foreach ((int first, int last) in _ranges)
        {
            if (first > next)
            {
                others.Add((next, first - 1));
            }

            next = last + 1;
        }

        if (next <= Max)
        {
            others.Add((next, Max));
        }

        return new([.. others]);
    }

    /// <summary>Whether a code point is in it.</summary>
    public bool Contains(int codePoint)
    {
        int low = 0;
        int high = _ranges.Length - 1;
        while (low <= high)
        {
            int middle = (low + high) / 2;
            if (codePoint < _ranges[middle].First)
            {
                high = middle - 1;
            }
            else if (codePoint > _ranges[middle].Last)
            {
                low = middle + 1;
            }
            else
            {
                return true;
            }
        }

        return false;
    }
}
