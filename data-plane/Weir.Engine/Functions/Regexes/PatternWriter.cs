using System.Globalization;
using System.Text;

namespace Weir.Engine.Functions.Regexes;

/// <summary>What a text may hold. .NET matches UTF-16 units where Java matches code points, so the pattern is written for the text's alphabet, and most texts get a simple one.</summary>
internal enum Alphabet
{
    /// <summary>ASCII only.</summary>
    Ascii,

    /// <summary>Up to U+FFFF: each code point is one unit.</summary>
    Basic,

    /// <summary>All code points; those beyond U+FFFF are pairs of surrogates.</summary>
    Full,
}

/// <summary>Writes a parsed pattern in the syntax of .NET for an alphabet.</summary>
internal sealed class PatternWriter(Alphabet alphabet, int groups)
{
    private static readonly CodePointSet s_ascii = CodePointSet.Of(0, 0x7F);
    private static readonly CodePointSet s_basic = CodePointSet.Of(0, 0xD7FF).Union(CodePointSet.Of(0xE000, 0xFFFF));

    private readonly StringBuilder _text = new();

    /// <summary>How many groups the whole pattern has.</summary>
    public int Groups { get; } = groups;

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();

    /// <summary>Writes text that is in the syntax of .NET already.</summary>
    public void Append(string text) => _text.Append(text);

    /// <summary>Writes one code point of a set as one unit of syntax, which may be followed by a quantifier.</summary>
    public void WriteSet(CodePointSet set)
    {
        CodePointSet single = set.Intersect(alphabet == Alphabet.Ascii ? s_ascii : s_basic);
        if (alphabet != Alphabet.Full || set.Ranges.IsEmpty || set.Ranges[^1].Last <= 0xFFFF)
        {
            WriteSingles(single);
            return;
        }

        _text.Append("(?:");
        if (!single.Ranges.IsEmpty)
        {
            WriteSingles(single);
            _text.Append('|');
        }

        bool first = true;
        foreach ((int from, int to) in set.Intersect(CodePointSet.Of(0x10000, CodePointSet.Max)).Ranges)
        {
            _text.Append(first ? string.Empty : "|");
            first = false;
            WritePairs(from, to);
        }

        _text.Append(')');
    }

    /// <summary>
    /// Writes a word boundary. Java 17 takes letters and digits of all scripts and the underscore for parts of a word, and a mark that has a letter or digit before it.
    /// </summary>
    public void WriteWordBoundary(bool negated)
    {
        if (alphabet == Alphabet.Ascii)
        {
            _text.Append(negated ? "\\B" : "\\b");
            return;
        }

        CodePointSet letters = UnicodeSets.LettersAndDigits;
        string word = Text(letters.Union(CodePointSet.Of('_')));
        string letter = Text(letters);
        string mark = Text(UnicodeSets.Category(UnicodeCategory.NonSpacingMark));
        string left = $"{word}|{letter}{mark}+";
        _text.Append(negated ? "(?!" : "(?:").Append($"(?<={left})(?!{word}|(?<={letter}{mark}*){mark})|(?<!{left})(?={word}))");
    }

    private string Text(CodePointSet set)
    {
        PatternWriter writer = new(alphabet, Groups);
        writer.WriteSet(set);
        return writer.ToString();
    }

    /// <summary>Writes the code points of the alphabet that are one unit: as they are, or as those that are not, whichever is shorter.</summary>
    private void WriteSingles(CodePointSet set)
    {
        if (set.Ranges.IsEmpty)
        {
            _text.Append("(?!)");
            return;
        }

        if (set.IsSingle)
        {
            WriteUnit(set.Ranges[0].First);
            return;
        }

        // No text holds other units than the alphabet's, so the complement may ignore them, but for surrogates of the full one.
        CodePointSet others = set.Complement().Intersect(alphabet == Alphabet.Ascii ? s_ascii : alphabet == Alphabet.Basic ? s_basic : CodePointSet.Of(0, 0xFFFF));
        bool negate = others.Ranges.Length < set.Ranges.Length;
        if (negate && others.Ranges.IsEmpty)
        {
            _text.Append("[\\0-\\uFFFF]");
            return;
        }

        _text.Append(negate ? "[^" : "[");
        foreach ((int first, int last) in (negate ? others : set).Ranges)
        {
            WriteUnit(first);
            if (last > first)
            {
                _text.Append('-');
                WriteUnit(last);
            }
        }

        _text.Append(']');
    }

    private void WriteUnit(int unit)
    {
        if (unit < 0x80 && char.IsAsciiLetterOrDigit((char)unit))
        {
            _text.Append((char)unit);
        }
        else
        {
            _text.Append("\\u").Append(unit.ToString("X4", CultureInfo.InvariantCulture));
        }
    }

    /// <summary>A range beyond U+FFFF: the rest of the first high surrogate, whole high surrogates, the start of the last.</summary>
    private void WritePairs(int from, int to)
    {
        (int high, int low) = Split(from);
        (int lastHigh, int lastLow) = Split(to);
        if (high == lastHigh)
        {
            WritePair(high, high, low, lastLow);
            return;
        }

        if (low > 0xDC00)
        {
            WritePair(high, high, low, 0xDFFF);
            high++;
            _text.Append('|');
        }

        int wholeTo = lastLow == 0xDFFF ? lastHigh : lastHigh - 1;
        if (high <= wholeTo)
        {
            WritePair(high, wholeTo, 0xDC00, 0xDFFF);
            _text.Append(wholeTo < lastHigh ? "|" : string.Empty);
        }

        if (wholeTo < lastHigh)
        {
            WritePair(lastHigh, lastHigh, 0xDC00, lastLow);
        }
    }

    private static (int High, int Low) Split(int codePoint) => (0xD800 + ((codePoint - 0x10000) >> 10), 0xDC00 + ((codePoint - 0x10000) & 0x3FF));

    private void WritePair(int high, int lastHigh, int low, int lastLow)
    {
        WriteUnits(high, lastHigh);
        WriteUnits(low, lastLow);
    }

    private void WriteUnits(int first, int last)
    {
        if (first == last)
        {
            WriteUnit(first);
            return;
        }

        _text.Append('[');
        WriteUnit(first);
        _text.Append('-');
        WriteUnit(last);
        _text.Append(']');
    }
}
