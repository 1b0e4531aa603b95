namespace Weir.Engine.Functions.Temporal.Patterns;

/// <summary>
/// Reads texts by a pattern of java.text.SimpleDateFormat, leniently as it does: blanks before a number are passed over, values beyond their range are counted on (month 13 is
/// next year's January), text after the end of the pattern is ignored, words match in any case. Dates are proleptic Gregorian. Keeps scratch memory; not thread-safe.
/// </summary>
public sealed class SimpleDateReader
{
    private const int Fails = -1;

    private readonly SimplePart[] _parts;
    private SimpleDateFields _fields;

    private SimpleDateReader(SimplePart[] parts)
    {
        _parts = parts;
        foreach (SimplePart part in parts)
        {
            HasTwoDigitYear |= part is { Letter: 'y', Count: <= 2 };
        }
    }

    /// <summary>Whether years of two digits are read, so that <c>centuryStartMs</c> matters.</summary>
    public bool HasTwoDigitYear { get; }

    /// <summary>A reader for a pattern.</summary>
    /// <exception cref="PatternException">The pattern cannot be used, or has a letter that only writes (week, week year).</exception>
    public static SimpleDateReader Create(string pattern)
    {
        SimplePart[] parts = SimplePattern.Parse(pattern);
        foreach (SimplePart part in parts)
        {
            if (part.Letter is 'Y' or 'w' or 'W' or 'F')
            {
                string hint = part.Letter == 'Y' ? " The year of a date is 'yyyy'." : string.Empty;
                throw new PatternException($"Pattern '{pattern}': the letter '{part.Letter}' can write dates but not read them.{hint}");
            }
        }

        return new SimpleDateReader(parts);
    }

    /// <summary>
    /// Reads a moment: milliseconds since 1970-01-01T00:00Z. Local times are of <paramref name="zone"/> unless the text names an offset. Two-digit years are those from
    /// <paramref name="centuryStartMs"/> (80 years ago) on. False when the text does not fit.
    /// </summary>
    public bool TryRead(ReadOnlySpan<byte> text, ZoneRules zone, long centuryStartMs, out long utcMs)
    {
        _fields = new SimpleDateFields();
        CivilDate century = HasTwoDigitYear ? Calendar.ToDate(Calendar.DayOf(centuryStartMs)) : default;
        int at = 0;
        for (int i = 0; i < _parts.Length; i++)
        {
            SimplePart part = _parts[i];
            if (part.Letter == 0)
            {
                if (at >= text.Length || text[at] != part.Literal)
                {
                    utcMs = 0;
                    return false;
                }

                at++;
                continue;
            }

            bool keepToCount = i + 1 < _parts.Length && IsNumeric(_parts[i + 1]);
            at = ReadPart(text, at, part, keepToCount, century.Year);
            if (at == Fails)
            {
                utcMs = 0;
                return false;
            }
        }

        utcMs = _fields.ToUtcMs(zone);
        if (_fields.IsAmbiguousYear && utcMs < centuryStartMs)
        {
            _fields.Year += 100;
            utcMs = _fields.ToUtcMs(zone);
        }

        return at > 0;
    }

    private static bool IsNumeric(SimplePart part) => part.Letter switch
    {
        'M' or 'L' => part.Count <= 2,
        'y' or 'd' or 'k' or 'H' or 'm' or 's' or 'S' or 'D' or 'h' or 'K' or 'u' => true,
        _ => false,
    };

    private int ReadPart(ReadOnlySpan<byte> text, int start, SimplePart part, bool keepToCount, int centuryYear)
    {
        int at = start;
        while (at < text.Length && text[at] is (byte)' ' or (byte)'\t')
        {
            at++;
        }

        if (at >= text.Length)
        {
            return Fails;
        }

        // Blanks before a word are not passed over: SimpleDateFormat looks for words where the part before ended.
        switch (part.Letter)
        {
            case 'G':
                return ReadWord(text, start, EnglishText.Of(PatternField.Era, TextForm.Short), out _fields.Era);
            case 'M' or 'L' when part.Count > 2:
                return ReadMonth(text, start);
            case 'E':
                int day = ReadWord(text, start, EnglishText.Of(PatternField.DayOfWeek, TextForm.Full), out int dayOfWeek);
                day = day != Fails ? day : ReadWord(text, start, EnglishText.Of(PatternField.DayOfWeek, TextForm.Short), out dayOfWeek);
                _fields.Set('u', dayOfWeek + 1);
                return day;
            case 'a':
                int half = ReadWord(text, start, EnglishText.Of(PatternField.AmPm, TextForm.Short), out int pm);
                if (half != Fails)
                {
                    _fields.SetAmPm(pm);
                }

                return half;
            case 'z' or 'Z':
                return ReadZone(text, at);
            case 'X':
                return ReadIsoZone(text, at, part.Count);
            default:
                return ReadNumber(text, start, at, part, keepToCount, centuryYear);
        }
    }

    private int ReadNumber(ReadOnlySpan<byte> text, int start, int at, SimplePart part, bool keepToCount, int centuryYear)
    {
        if (keepToCount)
        {
            if (start + part.Count > text.Length)
            {
                return Fails;
            }

            text = text[..(start + part.Count)];
        }

        int first = at;
        bool negative = at < text.Length && text[at] == '-';
        at += negative ? 1 : 0;
        long value = 0;
        int digits = 0;
        for (; at < text.Length && char.IsAsciiDigit((char)text[at]); at++)
        {
            value = (value * 10) + text[at] - '0';
            if (++digits > 9)
            {
                return Fails;
            }
        }

        if (digits == 0)
        {
            return Fails;
        }

        int number = (int)(negative ? -value : value);
        if (part.Letter == 'y' && part.Count <= 2 && at - first == 2 && !negative)
        {
            int inCentury = centuryYear % 100;
            _fields.IsAmbiguousYear = number == inCentury;
            number += centuryYear - inCentury + (number < inCentury ? 100 : 0);
        }

        _fields.Set(part.Letter, number);
        return at;
    }

    private int ReadMonth(ReadOnlySpan<byte> text, int at)
    {
        int end = ReadWord(text, at, EnglishText.Of(PatternField.Month, TextForm.Full), out int month);
        if (end == Fails)
        {
            end = ReadWord(text, at, EnglishText.Of(PatternField.Month, TextForm.Short), out month);
        }

        if (end != Fails)
        {
            _fields.Set('M', month + 1);
        }

        return end;
    }

    private static int ReadWord(ReadOnlySpan<byte> text, int at, byte[][] words, out int index)
    {
        index = EnglishText.Match(text[at..], words, ignoreCase: true);
        return index < 0 ? Fails : at + words[index].Length;
    }

    private int ReadZone(ReadOnlySpan<byte> text, int at)
    {
        if (text[at] is (byte)'+' or (byte)'-')
        {
            return ReadOffset(text, at, hoursOnly: false, colon: false, singleHour: false);
        }

        int end = at;
        while (end < text.Length && char.IsAsciiLetter((char)text[end]))
        {
            end++;
        }

        string name = System.Text.Encoding.ASCII.GetString(text[at..end]);
        if (name.Equals("GMT", StringComparison.OrdinalIgnoreCase) && end < text.Length && text[end] is (byte)'+' or (byte)'-')
        {
            return ReadOffset(text, end, hoursOnly: false, colon: true, singleHour: true);
        }

        if (!ZoneNames.TryAbbreviation(name, out int minutes))
        {
            return Fails;
        }

        _fields.OffsetMinutes = minutes;
        return end;
    }

    private int ReadIsoZone(ReadOnlySpan<byte> text, int at, int count)
    {
        if (text[at] == 'Z')
        {
            _fields.OffsetMinutes = 0;
            return at + 1;
        }

        return text[at] is (byte)'+' or (byte)'-' ? ReadOffset(text, at, count == 1, count == 3, singleHour: false) : Fails;
    }

    private int ReadOffset(ReadOnlySpan<byte> text, int at, bool hoursOnly, bool colon, bool singleHour)
    {
        bool negative = text[at++] == '-';
        int hourDigits = 0;
        int hours = 0;
        while (hourDigits < 2 && at < text.Length && char.IsAsciiDigit((char)text[at]))
        {
            hours = (hours * 10) + text[at++] - '0';
            hourDigits++;
        }

        if (hours > 23 || hourDigits < (singleHour ? 1 : 2))
        {
            return Fails;
        }

        int minutes = 0;
        if (!hoursOnly)
        {
            if (colon && (at >= text.Length || text[at++] != ':'))
            {
                return Fails;
            }

            if (at + 2 > text.Length || !char.IsAsciiDigit((char)text[at]) || !char.IsAsciiDigit((char)text[at + 1]))
            {
                return Fails;
            }

            minutes = ((text[at] - '0') * 10) + text[at + 1] - '0';
            at += 2;
            if (minutes > 59)
            {
                return Fails;
            }
        }

        minutes += hours * 60;
        _fields.OffsetMinutes = negative ? -minutes : minutes;
        return at;
    }
}
