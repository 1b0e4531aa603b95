namespace Weir.Engine.Functions.Strings;

/// <summary>The flags of a format specifier of java.util.Formatter.</summary>
[Flags]
internal enum PrintfFlags
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>-: to the left.</summary>
    LeftJustify = 1,

    /// <summary>#: another form.</summary>
    Alternate = 2,

    /// <summary>+: a sign always.</summary>
    Plus = 4,

    /// <summary>A space before positive numbers.</summary>
    LeadingSpace = 8,

    /// <summary>0: zeros up to the width.</summary>
    ZeroPad = 16,

    /// <summary>A comma between thousands.</summary>
    Group = 32,

    /// <summary>(: negative numbers in parentheses.</summary>
    Parentheses = 64,

    /// <summary>&lt;: the same argument again.</summary>
    Previous = 128,
}

/// <summary>One format specifier: <c>%[index$][flags][width][.precision]conversion</c>.</summary>
internal readonly ref struct PrintfSpecifier(int index, PrintfFlags flags, int width, int precision, char conversion)
{
    /// <summary>Which argument, from 1; 0 for the next one.</summary>
    public int Index { get; } = index;

    /// <summary>The flags.</summary>
    public PrintfFlags Flags { get; } = flags;

    /// <summary>The least width; -1 for none.</summary>
    public int Width { get; } = width;

    /// <summary>The precision; -1 for none.</summary>
    public int Precision { get; } = precision;

    /// <summary>The conversion.</summary>
    public char Conversion { get; } = conversion;

    /// <summary>Whether the conversion is written in upper case.</summary>
    public bool IsUpper => char.IsAsciiLetterUpper(Conversion);

    /// <summary>Whether a flag is there.</summary>
    public bool Has(PrintfFlags flag) => (Flags & flag) != 0;

    /// <summary>Reads a specifier from after its percent sign; false when it is none.</summary>
    public static bool TryParse(ReadOnlySpan<char> format, ref int at, out PrintfSpecifier specifier)
    {
        specifier = default;
        int index = 0;
        int start = at;
        if (TryParseNumber(format, ref at, out int number) && at < format.Length && format[at] == '$' && format[start] != '0')
        {
            index = number;
            at++;
        }
        else
        {
            at = start;
        }

        PrintfFlags flags = PrintfFlags.None;
        for (; at < format.Length && FlagOf(format[at]) is var flag && flag != PrintfFlags.None; at++)
        {
            if ((flags & flag) != 0)
            {
                return false;
            }

            flags |= flag;
        }

        int width = -1;
        if (at < format.Length && char.IsAsciiDigit(format[at]) && !TryParseNumber(format, ref at, out width))
        {
            return false;
        }

        int precision = -1;
        if (at < format.Length && format[at] == '.')
        {
            at++;
            if (!TryParseNumber(format, ref at, out precision))
            {
                return false;
            }
        }

        if (at >= format.Length)
        {
            return false;
        }

        specifier = new PrintfSpecifier(index, flags, width, precision, format[at++]);
        return true;
    }

    private static PrintfFlags FlagOf(char character) => character switch
    {
        '-' => PrintfFlags.LeftJustify,
        '#' => PrintfFlags.Alternate,
        '+' => PrintfFlags.Plus,
        ' ' => PrintfFlags.LeadingSpace,
        '0' => PrintfFlags.ZeroPad,
        ',' => PrintfFlags.Group,
        '(' => PrintfFlags.Parentheses,
        '<' => PrintfFlags.Previous,
        _ => PrintfFlags.None,
    };

    private static bool TryParseNumber(ReadOnlySpan<char> format, ref int at, out int number)
    {
        long value = 0;
        int start = at;
        for (; at < format.Length && char.IsAsciiDigit(format[at]) && value <= int.MaxValue; at++)
        {
            value = (value * 10) + format[at] - '0';
        }

        number = (int)Math.Min(value, int.MaxValue);
        return at > start && value <= int.MaxValue;
    }
}
