using System.Text;

namespace Weir.Engine.Functions.Temporal.Patterns;

/// <summary>Compiles the patterns of java.time.format.DateTimeFormatter, letter by letter as its builder does, for the locale en-US.</summary>
internal sealed class JavaPattern
{
    private readonly List<PatternPart> _parts = [];

    // Where the open optional sections start.
    private readonly Stack<int> _open = [];

    // The number that touching fixed numbers leave digits for; -1 for none.
    private int _activeNumber = -1;

    /// <summary>The parts of a pattern.</summary>
    /// <exception cref="PatternException">A letter is unknown or stands too often, a quote or bracket does not match.</exception>
    public static PatternPart[] Parse(string pattern)
    {
        JavaPattern builder = new();
        builder.Append(pattern);
        return builder.Finish(pattern);
    }

    /// <summary>The format that TO_TIMESTAMP reads when none is given: <c>yyyy-M-d[ H:m:s[.fraction]]</c>, one or two digits each.</summary>
    public static PatternPart[] Default()
    {
        JavaPattern builder = new();
        builder.Append("yyyy-[MM][M]-[dd][d][ [HH][H]:[mm][m]:[ss][s]");
        builder.Other(new PatternPart(PartKind.Fraction, PatternField.NanoOfSecond, 0, 9) { Text = [(byte)'.'] });
        builder.Append("]");
        return builder.Finish("default");
    }

    private PatternPart[] Finish(string pattern) =>
        _open.Count == 0 ? [.. _parts] : throw new PatternException($"Pattern '{pattern}': a '[' has no ']'.");

    private void Append(string pattern)
    {
        for (int i = 0; i < pattern.Length; i++)
        {
            char c = pattern[i];
            if (char.IsAsciiLetter(c))
            {
                int start = i;
                while (i + 1 < pattern.Length && pattern[i + 1] == c)
                {
                    i++;
                }

                Letter(c, i + 1 - start, pattern);
            }
            else if (c == '\'')
            {
                i = Quoted(pattern, i);
            }
            else if (c == '[')
            {
                _open.Push(_parts.Count);
                _parts.Add(new PatternPart(PartKind.OptionalStart));
                _activeNumber = -1;
            }
            else if (c == ']')
            {
                if (_open.Count == 0)
                {
                    throw new PatternException($"Pattern '{pattern}': a ']' has no '['.");
                }

                int open = _open.Pop();
                _parts[open] = _parts[open] with { End = _parts.Count };
                _parts.Add(new PatternPart(PartKind.OptionalEnd));
                _activeNumber = -1;
            }
            else if (c is '{' or '}' or '#')
            {
                throw new PatternException($"Pattern '{pattern}': '{c}' is reserved; write it in quotes.");
            }
            else
            {
                Rune rune = Rune.GetRuneAt(pattern, i);
                i += rune.Utf16SequenceLength - 1;
                Other(new PatternPart(PartKind.Literal) { Text = OffsetText.Bytes(rune.ToString()) });
            }
        }
    }

    private int Quoted(string pattern, int start)
    {
        StringBuilder text = new();
        int i = start + 1;
        for (; i < pattern.Length; i++)
        {
            if (pattern[i] == '\'')
            {
                if (i + 1 < pattern.Length && pattern[i + 1] == '\'')
                {
                    i++;
                }
                else
                {
                    break;
                }
            }

            text.Append(pattern[i]);
        }

        if (i >= pattern.Length)
        {
            throw new PatternException($"Pattern '{pattern}' ends within quotes.");
        }

        Other(new PatternPart(PartKind.Literal) { Text = text.Length == 0 ? [(byte)'\''] : OffsetText.Bytes(text.ToString()) });
        return i;
    }

    private void Letter(char c, int count, string pattern)
    {
        switch (c)
        {
            case 'u':
                Year(c, PatternField.Year, count);
                break;
            case 'y':
                Year(c, PatternField.YearOfEra, count);
                break;
            case 'Y':
                Year(c, PatternField.UsWeekYear, count);
                break;
            case 'G':
                Text(c, PatternField.Era, count, pattern);
                break;
            case 'M' or 'L':
                NumberOrText(c, PatternField.Month, count, pattern);
                break;
            case 'Q' or 'q':
                NumberOrText(c, PatternField.Quarter, count, pattern);
                break;
            case 'E':
                Text(c, PatternField.DayOfWeek, count, pattern);
                break;
            case 'e' or 'c' when count <= 2:
                AtMost(c, count, c == 'c' ? 1 : 2, pattern);
                Number(Field(c, PatternField.UsDayOfWeek, count, count, SignRule.NotNegative));
                break;
            case 'e' or 'c':
                Text(c, PatternField.DayOfWeek, count, pattern);
                break;
            case 'w':
                AtMost(c, count, 2, pattern);
                Number(Field(c, PatternField.UsWeekOfYear, count, 2, SignRule.NotNegative));
                break;
            case 'W':
                AtMost(c, count, 1, pattern);
                Number(Field(c, PatternField.UsWeekOfMonth, 1, 1, SignRule.NotNegative));
                break;
            case 'F':
                AtMost(c, count, 1, pattern);
                Plain(c, PatternField.AlignedDayOfWeekInMonth, count);
                break;
            case 'D':
                AtMost(c, count, 3, pattern);
                Number(count == 1 ? Field(c, PatternField.DayOfYear, 1, 19, SignRule.Normal) : Field(c, PatternField.DayOfYear, count, 3, SignRule.NotNegative));
                break;
            case 'd' or 'H' or 'k' or 'K' or 'h' or 'm' or 's':
                AtMost(c, count, 2, pattern);
                Plain(c, FieldOf(c), count);
                break;
            case 'a':
                AtMost(c, count, 1, pattern);
                Other(new PatternPart(PartKind.Text, PatternField.AmPm) { Letter = c });
                break;
            case 'S':
                AtMost(c, count, 9, pattern);
                Number(new PatternPart(PartKind.Fraction, PatternField.NanoOfSecond, count, count) { Letter = c, Sign = SignRule.NotNegative });
                break;
            case 'n' or 'N' or 'A':
                AtMost(c, count, 19, pattern);
                Number(Field(c, c == 'n' ? PatternField.NanoOfSecond : c == 'N' ? PatternField.NanoOfDay : PatternField.MsOfDay, count, 19, SignRule.NotNegative));
                break;
            default:
                ZoneLetter(c, count, pattern);
                break;
        }
    }

    private void ZoneLetter(char c, int count, string pattern)
    {
        switch (c)
        {
            case 'X':
                AtMost(c, count, 5, pattern);
                Offset(c, count, "Z");
                break;
            case 'x':
                AtMost(c, count, 5, pattern);
                Offset(c, count, count == 1 ? "+00" : count is 2 or 4 ? "+0000" : "+00:00");
                break;
            case 'Z' when count == 5:
                Offset(c, 5, "Z");
                break;
            case 'Z' when count == 4:
                Other(new PatternPart(PartKind.GmtOffset, PatternField.Offset, 4) { Letter = c });
                break;
            case 'Z' when count <= 3:
                Offset(c, 2, "+0000");
                break;
            case 'O' when count is 1 or 4:
                Other(new PatternPart(PartKind.GmtOffset, PatternField.Offset, count) { Letter = c });
                break;
            case 'V' when count == 2:
            case 'z' when count <= 3:
                Other(new PatternPart(PartKind.ZoneName, PatternField.Zone, count) { Letter = c });
                break;
            case 'z':
                throw new PatternException($"Pattern '{pattern}': names of time zones in full ('zzzz') are not supported; write 'z' or 'VV'.");
            case 'Z' or 'O' or 'V':
                throw new PatternException($"Pattern '{pattern}': the letter '{c}' cannot stand {count} times.");
            case 'B' or 'g' or 'p' or 'v':
                throw new PatternException($"Pattern '{pattern}': the letter '{c}' is not supported.");
            default:
                throw new PatternException($"Pattern '{pattern}': unknown letter '{c}'. Text is written in quotes.");
        }
    }

    private void Year(char c, PatternField field, int count) => Number(count switch
    {
        2 => new PatternPart(PartKind.TwoDigitYear, field, 2, 2) { Letter = c, Sign = SignRule.NotNegative },
        < 4 => Field(c, field, count, 19, SignRule.Normal),
        _ => Field(c, field, Math.Min(count, 19), 19, SignRule.ExceedsPad),
    });

    private void NumberOrText(char c, PatternField field, int count, string pattern)
    {
        if (count <= 2)
        {
            Plain(c, field, count);
        }
        else
        {
            Text(c, field, count, pattern);
        }
    }

    private void Text(char c, PatternField field, int count, string pattern)
    {
        AtMost(c, count, 5, pattern);
        TextForm form = count == 5 ? TextForm.Narrow : count == 4 ? TextForm.Full : TextForm.Short;
        Other(new PatternPart(PartKind.Text, field) { Letter = c, Form = form });
    }

    private void Plain(char c, PatternField field, int count) =>
        Number(count == 1 ? Field(c, field, 1, 19, SignRule.Normal) : Field(c, field, count, count, SignRule.NotNegative));

    private static PatternPart Field(char c, PatternField field, int min, int max, SignRule sign) =>
        new(PartKind.Number, field, min, max) { Letter = c, Sign = sign };

    private void Offset(char c, int style, string zero) =>
        Other(new PatternPart(PartKind.Offset, PatternField.Offset, style) { Letter = c, Text = OffsetText.Bytes(zero) });

    private void Other(PatternPart part)
    {
        _parts.Add(part);
        _activeNumber = -1;
    }

    // A number right after a number: a fixed one makes the first leave digits for it, any other makes the first fixed. The rule is DateTimeFormatterBuilder's.
    private void Number(PatternPart part)
    {
        bool isFixed = part.Min == part.Max && part.Sign == SignRule.NotNegative;
        if (_activeNumber < 0)
        {
            _activeNumber = _parts.Count;
        }
        else if (isFixed)
        {
            PatternPart first = _parts[_activeNumber];
            _parts[_activeNumber] = first with { SubsequentWidth = first.SubsequentWidth + part.Max };
            part.SubsequentWidth = -1;
        }
        else
        {
            _parts[_activeNumber] = _parts[_activeNumber] with { SubsequentWidth = -1 };
            _activeNumber = _parts.Count;
        }

        _parts.Add(part);
    }

    private static PatternField FieldOf(char c) => c switch
    {
        'd' => PatternField.Day,
        'H' => PatternField.Hour,
        'k' => PatternField.ClockHour,
        'K' => PatternField.HourOfAmPm,
        'h' => PatternField.ClockHourOfAmPm,
        'm' => PatternField.Minute,
        _ => PatternField.Second,
    };

    private static void AtMost(char c, int count, int most, string pattern)
    {
        if (count > most)
        {
            throw new PatternException($"Pattern '{pattern}': the letter '{c}' can stand at most {most} times, not {count}.");
        }
    }
}
