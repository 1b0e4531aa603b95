using System.Text;

namespace Weir.Engine.Functions.Temporal.Patterns;

/// <summary>A letter with how often it stands (Count), or one byte of literal text (Letter 0).</summary>
internal readonly record struct SimplePart(char Letter, int Count, byte Literal);

/// <summary>Compiles the patterns of java.text.SimpleDateFormat, which Flink still uses for strings and Unix times, for the locale en-US.</summary>
internal static class SimplePattern
{
    /// <summary>The parts of a pattern.</summary>
    /// <exception cref="PatternException">A letter is unknown or a quote does not match.</exception>
    public static SimplePart[] Parse(string pattern)
    {
        List<SimplePart> parts = [];
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

                int count = i + 1 - start;
                Check(c, count, pattern);
                parts.Add(new SimplePart(c, Math.Min(count, 255), 0));
            }
            else if (c == '\'')
            {
                i = Quoted(pattern, i, parts);
            }
            else
            {
                Rune rune = Rune.GetRuneAt(pattern, i);
                i += rune.Utf16SequenceLength - 1;
                AddLiteral(parts, rune.ToString());
            }
        }

        return [.. parts];
    }

    /// <summary>The same pattern as parts to write; the forms are SimpleDateFormat's.</summary>
    public static PatternPart[] ToWrite(SimplePart[] parts)
    {
        List<PatternPart> result = [];
        foreach (SimplePart part in parts)
        {
            result.Add(part.Letter == 0 ? new PatternPart(PartKind.Literal) { Text = [part.Literal] } : ToWrite(part));
        }

        return [.. result];
    }

    private static PatternPart ToWrite(SimplePart part)
    {
        int count = part.Count;
        TextForm form = count >= 4 ? TextForm.Full : TextForm.Short;
        return part.Letter switch
        {
            'G' => new PatternPart(PartKind.Text, PatternField.Era),
            'y' when count == 2 => new PatternPart(PartKind.TwoDigitYear, PatternField.YearOfEra, 2, 2),
            'y' => Number(PatternField.YearOfEra, count),
            'Y' when count == 2 => new PatternPart(PartKind.TwoDigitYear, PatternField.UsWeekYear, 2, 2),
            'Y' => Number(PatternField.UsWeekYear, count),
            'M' or 'L' when count >= 3 => new PatternPart(PartKind.Text, PatternField.Month) { Form = form },
            'M' or 'L' => Number(PatternField.Month, count),
            'E' => new PatternPart(PartKind.Text, PatternField.DayOfWeek) { Form = form },
            'a' => new PatternPart(PartKind.Text, PatternField.AmPm),
            'z' => new PatternPart(PartKind.ZoneName, PatternField.Zone, count),
            'Z' => new PatternPart(PartKind.Offset, PatternField.Offset, 2) { Text = OffsetText.Bytes("+0000") },
            'X' => new PatternPart(PartKind.Offset, PatternField.Offset, count == 1 ? 6 : count) { Text = [(byte)'Z'] },
            _ => Number(FieldOf(part.Letter), count),
        };
    }

    private static PatternPart Number(PatternField field, int count) => new(PartKind.Number, field, count, 255) { Sign = SignRule.Normal };

    private static PatternField FieldOf(char letter) => letter switch
    {
        'w' => PatternField.UsWeekOfYear,
        'W' => PatternField.UsWeekOfMonth,
        'D' => PatternField.DayOfYear,
        'd' => PatternField.Day,
        'F' => PatternField.DayOfWeekInMonth,
        'u' => PatternField.DayOfWeek,
        'H' => PatternField.Hour,
        'k' => PatternField.ClockHour,
        'K' => PatternField.HourOfAmPm,
        'h' => PatternField.ClockHourOfAmPm,
        'm' => PatternField.Minute,
        's' => PatternField.Second,
        _ => PatternField.MsOfSecond,
    };

    private static void Check(char c, int count, string pattern)
    {
        if (!"GyYMLwWDdFEuaHkKhmsSzZX".Contains(c, StringComparison.Ordinal))
        {
            throw new PatternException($"Pattern '{pattern}': unknown letter '{c}'. Text is written in quotes.");
        }

        if (c == 'X' && count > 3)
        {
            throw new PatternException($"Pattern '{pattern}': the letter 'X' can stand at most 3 times, not {count}.");
        }
    }

    private static int Quoted(string pattern, int start, List<SimplePart> parts)
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

        AddLiteral(parts, text.Length == 0 ? "'" : text.ToString());
        return i;
    }

    private static void AddLiteral(List<SimplePart> parts, string text)
    {
        foreach (byte b in OffsetText.Bytes(text))
        {
            parts.Add(new SimplePart('\0', 0, b));
        }
    }
}
