namespace Weir.Engine.Functions.Temporal.Patterns;

/// <summary>A pattern compiled to a small program that writes UTF-8. Immutable.</summary>
public sealed class DateTimeWriter
{
    private const int MaxWordBytes = 16;
    private const int MaxZoneBytes = 64;

    private readonly PatternPart[] _parts;

    private DateTimeWriter(PatternPart[] parts)
    {
        _parts = Merge(parts);
        StepMs = Calendar.MsPerDay;
        foreach (PatternPart part in _parts)
        {
            MaxBytes += SizeOf(part);
            StepMs = Math.Min(StepMs, StepOf(part));
            HasZone |= part.Kind is PartKind.Offset or PartKind.ZoneName or PartKind.GmtOffset;
            HasNanos |= part is { Kind: PartKind.Fraction, Max: > 3 } or { Kind: PartKind.Number, Field: PatternField.NanoOfSecond or PatternField.NanoOfDay };
        }
    }

    /// <summary>The most bytes that a text has.</summary>
    public int MaxBytes { get; }

    /// <summary>The text stays the same within spans of so many milliseconds that begin at multiples of it: a day for <c>yyyy-MM-dd</c>, a minute for <c>HH:mm</c>.</summary>
    public long StepMs { get; }

    /// <summary>Whether the text names a zone or an offset.</summary>
    public bool HasZone { get; }

    /// <summary>Whether the text shows parts of a millisecond.</summary>
    public bool HasNanos { get; }

    /// <summary>A pattern of java.time.format.DateTimeFormatter for local dates and times: letters that need a zone are refused, optional sections with them left out.</summary>
    /// <exception cref="PatternException">The pattern cannot be used.</exception>
    public static DateTimeWriter Java(string pattern) => new(WithoutOptions(JavaPattern.Parse(pattern), pattern));

    /// <summary>A pattern of java.text.SimpleDateFormat.</summary>
    /// <exception cref="PatternException">The pattern cannot be used.</exception>
    public static DateTimeWriter Simple(string pattern)
    {
        SimplePart[] parts = SimplePattern.Parse(pattern);
        foreach (SimplePart part in parts)
        {
            if (part is { Letter: 'z', Count: >= 4 })
            {
                throw new PatternException($"Pattern '{pattern}': names of time zones in full ('zzzz') are not supported; write 'z', 'Z' or 'X'.");
            }
        }

        return new(SimplePattern.ToWrite(parts));
    }

    /// <summary>Writes a moment to a target of at least <see cref="MaxBytes"/>, and gives how many bytes it took.</summary>
    internal int Write(Span<byte> target, in LocalMoment moment)
    {
        int at = 0;
        foreach (ref readonly PatternPart part in _parts.AsSpan())
        {
            at += WritePart(target[at..], in part, in moment);
        }

        return at;
    }

    private static int WritePart(Span<byte> target, in PatternPart part, in LocalMoment moment)
    {
        switch (part.Kind)
        {
            case PartKind.Literal:
                part.Text.CopyTo(target);
                return part.Text!.Length;
            case PartKind.Number:
                return WriteNumber(target, moment.Get(part.Field), part.Min, part.Sign);
            case PartKind.TwoDigitYear:
                return WriteNumber(target, Math.Abs(moment.Get(part.Field)) % 100, 2, SignRule.Normal);
            case PartKind.Fraction:
                return WriteFraction(target, moment.Get(PatternField.NanoOfSecond), part.Max);
            case PartKind.Text:
                byte[] word = EnglishText.Of(part.Field, part.Form)[moment.Get(part.Field) - EnglishText.First(part.Field)];
                word.CopyTo(target);
                return word.Length;
            case PartKind.Offset:
                return OffsetText.Write(target, moment.OffsetSeconds, part.Min, part.Text!);
            case PartKind.GmtOffset:
                return OffsetText.WriteGmt(target, moment.OffsetSeconds, part.Min == 4);
            default:
                return WriteZone(target, in moment);
        }
    }

    private static int WriteNumber(Span<byte> target, long value, int width, SignRule sign)
    {
        if (width == 2 && (ulong)value < 100)
        {
            Pair(target, (uint)value);
            return 2;
        }

        if (width == 4 && (ulong)value < 10_000)
        {
            uint hundreds = (uint)value / 100;
            Pair(target, hundreds);
            Pair(target[2..], (uint)value - (hundreds * 100));
            return 4;
        }

        int at = 0;
        if (value < 0)
        {
            target[at++] = (byte)'-';
            value = -value;
        }

        int digits = 1;
        for (long rest = value / 10; rest > 0; rest /= 10)
        {
            digits++;
        }

        if (sign == SignRule.ExceedsPad && at == 0 && digits > width)
        {
            target[at++] = (byte)'+';
        }

        int end = at + Math.Max(width, digits);
        for (int i = end - 1; i >= at; i--)
        {
            target[i] = (byte)('0' + (value % 10));
            value /= 10;
        }

        return end;
    }

    private static void Pair(Span<byte> target, uint value)
    {
        uint tens = value / 10;
        target[1] = (byte)('0' + (value - (tens * 10)));
        target[0] = (byte)('0' + tens);
    }

    private static int WriteFraction(Span<byte> target, long nanos, int width)
    {
        if (width == 3)
        {
            uint ms = (uint)nanos / Calendar.NanosPerMs;
            Pair(target[1..], ms % 100);
            target[0] = (byte)('0' + (ms / 100));
            return 3;
        }

        for (int drop = width; drop < 9; drop++)
        {
            nanos /= 10;
        }

        for (int i = width - 1; i >= 0; i--)
        {
            target[i] = (byte)('0' + (nanos % 10));
            nanos /= 10;
        }

        return width;
    }

    // TimeZoneInfo knows the abbreviations of the system's zone data (CET, CEST) when it has no culture data, which Weir runs without.
    private static int WriteZone(Span<byte> target, in LocalMoment moment)
    {
        TimeZoneInfo zone = moment.Zone ?? TimeZoneInfo.Utc;
        if (ReferenceEquals(zone, TimeZoneInfo.Utc))
        {
            "UTC"u8.CopyTo(target);
            return 3;
        }

        string name = moment.IsDaylightTime ? zone.DaylightName : zone.StandardName;
        if (name.Length is 0 or > MaxZoneBytes || name[0] is '+' or '-' || !name.All(char.IsAsciiLetter))
        {
            return OffsetText.WriteGmt(target, moment.OffsetSeconds, true);
        }

        return System.Text.Encoding.ASCII.GetBytes(name, target);
    }

    // Sections that need a zone are left out, as java.time leaves them out for a date-time without one; all others are always written.
    private static PatternPart[] WithoutOptions(PatternPart[] parts, string pattern)
    {
        List<PatternPart> result = [];
        Stack<int> open = [];
        for (int i = 0; i < parts.Length; i++)
        {
            PatternPart part = parts[i];
            switch (part.Kind)
            {
                case PartKind.OptionalStart:
                    open.Push(result.Count | (i << 16));
                    break;
                case PartKind.OptionalEnd:
                    open.Pop();
                    break;
                case PartKind.Offset or PartKind.GmtOffset or PartKind.ZoneName when open.Count > 0:
                    int start = open.Pop();
                    result.RemoveRange(start & 0xFFFF, result.Count - (start & 0xFFFF));
                    i = parts[start >> 16].End;
                    break;
                case PartKind.Offset or PartKind.GmtOffset or PartKind.ZoneName:
                    throw new PatternException($"Pattern '{pattern}': the letter '{part.Letter}' needs a time zone, which the value does not carry.");
                default:
                    result.Add(part);
                    break;
            }
        }

        return [.. result];
    }

    private static PatternPart[] Merge(PatternPart[] parts)
    {
        List<PatternPart> result = [];
        foreach (PatternPart part in parts)
        {
            if (part.Kind == PartKind.Literal && result.Count > 0 && result[^1].Kind == PartKind.Literal)
            {
                result[^1] = result[^1] with { Text = [.. result[^1].Text!, .. part.Text!] };
            }
            else
            {
                result.Add(part);
            }
        }

        return [.. result];
    }

    private static int SizeOf(PatternPart part) => part.Kind switch
    {
        PartKind.Literal => part.Text!.Length,
        PartKind.Number => Math.Max(part.Min, 20) + 1,
        PartKind.Text => MaxWordBytes,
        PartKind.ZoneName => MaxZoneBytes,
        _ => 16,
    };

    private static long StepOf(PatternPart part) => part.Kind switch
    {
        PartKind.Literal => Calendar.MsPerDay,
        PartKind.Offset or PartKind.GmtOffset or PartKind.ZoneName => Calendar.MsPerMinute,
        PartKind.Fraction => 1,
        _ => part.Field switch
        {
            PatternField.Hour or PatternField.ClockHour or PatternField.HourOfAmPm or PatternField.ClockHourOfAmPm or PatternField.AmPm => Calendar.MsPerHour,
            PatternField.Minute => Calendar.MsPerMinute,
            PatternField.Second => Calendar.MsPerSecond,
            PatternField.NanoOfSecond or PatternField.MsOfSecond or PatternField.MsOfDay or PatternField.NanoOfDay => 1,
            _ => Calendar.MsPerDay,
        },
    };
}
