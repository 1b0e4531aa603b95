namespace Weir.Engine.Functions.Temporal.Patterns;

/// <summary>The forms a part of a pattern takes.</summary>
internal enum PartKind : byte
{
    /// <summary>Bytes as they are.</summary>
    Literal,

    /// <summary>A number of Min to Max digits.</summary>
    Number,

    /// <summary>The last two digits of a year; read as 2000 to 2099 by java.time.</summary>
    TwoDigitYear,

    /// <summary>A fraction of the second, Min to Max digits; with a point before it if Text is not null.</summary>
    Fraction,

    /// <summary>English text.</summary>
    Text,

    /// <summary>An offset such as +0100; Min is java.time's style (see <see cref="OffsetText"/>), Text what stands for zero.</summary>
    Offset,

    /// <summary>GMT+1 (Min 1) or GMT+01:00 (Min 4).</summary>
    GmtOffset,

    /// <summary>A zone's id or name.</summary>
    ZoneName,

    /// <summary>The parts up to End may be missing.</summary>
    OptionalStart,

    /// <summary>The end of such parts.</summary>
    OptionalEnd,
}

/// <summary>How a number's sign is written: java.time.format.SignStyle.</summary>
internal enum SignRule : byte
{
    /// <summary>Minus for negative numbers.</summary>
    Normal,

    /// <summary>No negative numbers.</summary>
    NotNegative,

    /// <summary>Minus for negative numbers, plus for those that have more digits than Min.</summary>
    ExceedsPad,
}

/// <summary>The forms of a text.</summary>
internal enum TextForm : byte
{
    Short,
    Full,
    Narrow,
}

/// <summary>One part of a compiled pattern.</summary>
internal record struct PatternPart(PartKind Kind, PatternField Field = PatternField.Era, int Min = 0, int Max = 0)
{
    /// <summary>The letter it came from, for errors.</summary>
    public char Letter;

    /// <summary>How the sign of a number is written.</summary>
    public SignRule Sign;

    /// <summary>The form of a text.</summary>
    public TextForm Form;

    /// <summary>The bytes of a literal, or what stands for an offset of zero.</summary>
    public byte[]? Text;

    /// <summary>
    /// Reading numbers that touch: -1 for a number of fixed width, else how many digits the fixed numbers right after it take. java.time's "adjacent value parsing".
    /// </summary>
    public int SubsequentWidth;

    /// <summary>OptionalStart: the position of its OptionalEnd.</summary>
    public int End;
}
