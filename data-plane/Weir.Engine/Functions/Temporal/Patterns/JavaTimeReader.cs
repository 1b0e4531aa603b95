namespace Weir.Engine.Functions.Temporal.Patterns;

/// <summary>
/// Reads texts by a pattern of java.time.format.DateTimeFormatter: strict parsing, the whole text, case matters; then the SMART resolver, and what is missing
/// from 1970-01-01T00:00 as Flink's TO_TIMESTAMP has it. Keeps scratch memory; not thread-safe.
/// </summary>
public sealed class JavaTimeReader
{
    private const int Fails = -1;

    private readonly PatternPart[] _parts;
    private readonly ParsedFields _fields = new();

    private JavaTimeReader(PatternPart[] parts) => _parts = parts;

    /// <summary>A reader for a pattern.</summary>
    /// <exception cref="PatternException">The pattern cannot be used.</exception>
    public static JavaTimeReader Create(string pattern) => new(JavaPattern.Parse(pattern));

    /// <summary>A reader for <c>yyyy-M-d[ H:m:s[.fraction]]</c>, what TO_TIMESTAMP reads without a pattern.</summary>
    public static JavaTimeReader CreateDefault() => new(JavaPattern.Default());

    /// <summary>Reads a local time: milliseconds since 1970-01-01T00:00 and the nanoseconds beyond. False when the text does not fit or names no valid time.</summary>
    public bool TryRead(ReadOnlySpan<byte> text, out long localMs, out int nanoOfMs)
    {
        _fields.Clear();
        if (Read(text, 0, 0, _parts.Length) == text.Length)
        {
            return FieldResolver.TryResolve(_fields, out localMs, out nanoOfMs);
        }

        localMs = 0;
        nanoOfMs = 0;
        return false;
    }

    private int Read(ReadOnlySpan<byte> text, int at, int part, int end)
    {
        while (part < end && at != Fails)
        {
            ref readonly PatternPart p = ref _parts[part];
            if (p.Kind == PartKind.OptionalStart)
            {
                uint mark = _fields.Mark;
                int after = Read(text, at, part + 1, p.End);
                if (after == Fails)
                {
                    _fields.Reset(mark);
                }
                else
                {
                    at = after;
                }

                part = p.End + 1;
                continue;
            }

            at = ReadPart(text, at, in p);
            part++;
        }

        return at;
    }

    private int ReadPart(ReadOnlySpan<byte> text, int at, in PatternPart part)
    {
        switch (part.Kind)
        {
            case PartKind.Literal:
                return text[at..].StartsWith(part.Text) ? at + part.Text!.Length : Fails;
            case PartKind.Number:
                return ReadNumber(text, at, in part, out long number) is var n && n != Fails && _fields.Set(part.Field, number) ? n : Fails;
            case PartKind.TwoDigitYear:
                int y = ReadNumber(text, at, in part, out long year);
                return y != Fails && _fields.Set(part.Field, y - at == 2 ? 2000 + year : year) ? y : Fails;
            case PartKind.Fraction:
                return ReadFraction(text, at, in part);
            case PartKind.Text:
                return ReadText(text, at, in part);
            case PartKind.Offset:
                int offsetEnd = OffsetText.Read(text, at, part.Min, part.Text!, out int offset);
                return offsetEnd != Fails && _fields.Set(PatternField.Offset, offset) ? offsetEnd : Fails;
            case PartKind.GmtOffset:
                int gmtEnd = OffsetText.ReadGmt(text, at, part.Min == 4, out int gmt);
                return gmtEnd != Fails && _fields.Set(PatternField.Offset, gmt) ? gmtEnd : Fails;
            default:
                return ReadZone(text, at);
        }
    }

    // NumberPrinterParser.parse in strict mode.
    private static int ReadNumber(ReadOnlySpan<byte> text, int start, in PatternPart part, out long value)
    {
        value = 0;
        int at = start;
        bool negative = false;
        bool positive = false;
        if (at >= text.Length)
        {
            return Fails;
        }

        if (text[at] == '-' && part.Sign != SignRule.NotNegative)
        {
            negative = true;
            at++;
        }
        else if (text[at] == '+' && part.Sign == SignRule.ExceedsPad)
        {
            positive = true;
            at++;
        }

        int max = part.Max + Math.Max(part.SubsequentWidth, 0);
        int digits = Digits(text[at..], max);
        if (part.SubsequentWidth > 0)
        {
            digits = Math.Min(digits, Math.Max(part.Min, digits - part.SubsequentWidth));
        }

        if (digits < part.Min || digits > 18)
        {
            return Fails;
        }

        foreach (byte digit in text.Slice(at, digits))
        {
            value = (value * 10) + digit - '0';
        }

        at += digits;
        if (negative)
        {
            value = -value;
            return value == 0 ? Fails : at;
        }

        if (part.Sign == SignRule.ExceedsPad && positive != digits > part.Min)
        {
            return Fails;
        }

        return at;
    }

    private int ReadFraction(ReadOnlySpan<byte> text, int at, in PatternPart part)
    {
        if (part.Text is not null)
        {
            if (at >= text.Length || text[at] != '.')
            {
                return part.Min > 0 ? Fails : at;
            }

            at++;
        }

        int digits = Digits(text[at..], part.Max);
        if (digits < part.Min)
        {
            return Fails;
        }

        long nanos = 0;
        for (int i = 0; i < 9; i++)
        {
            nanos = (nanos * 10) + (i < digits ? text[at + i] - '0' : 0);
        }

        return _fields.Set(PatternField.NanoOfSecond, nanos) ? at + digits : Fails;
    }

    private int ReadText(ReadOnlySpan<byte> text, int at, in PatternPart part)
    {
        byte[][] words = EnglishText.Of(part.Field, part.Form);
        int word = EnglishText.Match(text[at..], words, ignoreCase: false);
        return word >= 0 && _fields.Set(part.Field, word + EnglishText.First(part.Field)) ? at + words[word].Length : Fails;
    }

    // A zone's name does not move a local time, but it must be one.
    private static int ReadZone(ReadOnlySpan<byte> text, int at)
    {
        int end = at;
        while (end < text.Length && (char.IsAsciiLetterOrDigit((char)text[end]) || text[end] is (byte)'/' or (byte)'_' or (byte)'+' or (byte)'-' or (byte)':'))
        {
            end++;
        }

        string name = System.Text.Encoding.ASCII.GetString(text[at..end]);
        return name.Length > 0 && (ZoneNames.TryAbbreviation(name, out _) || ZoneNames.Find(name, bareOffset: true) is not null) ? end : Fails;
    }

    private static int Digits(ReadOnlySpan<byte> text, int max)
    {
        int count = 0;
        while (count < text.Length && count < max && char.IsAsciiDigit((char)text[count]))
        {
            count++;
        }

        return count;
    }
}
