namespace Weir.Sql.Syntax.Ast;

public abstract record Literal(SourceSpan Span) : Expression(Span);

public sealed record NullLiteral(SourceSpan Span) : Literal(Span);

/// <summary>TRUE, FALSE, or UNKNOWN, whose value is null.</summary>
public sealed record BooleanLiteral(SourceSpan Span, bool? Value) : Literal(Span);

public enum NumericLiteralKind
{
    /// <summary>Digits alone: an INT, or a BIGINT when it does not fit. 9223372036854775808 occurs only under a minus.</summary>
    Integer,

    /// <summary>Digits with a point: an exact DECIMAL.</summary>
    Decimal,

    /// <summary>With an exponent: a DOUBLE.</summary>
    Double,
}

/// <summary>A number without a sign (a minus before it is a <see cref="UnaryExpression"/>), its digits as written.</summary>
public sealed record NumericLiteral(SourceSpan Span, NumericLiteralKind Kind, string Text) : Literal(Span);

/// <summary>A string with its quotes and escapes resolved; neighbours (<c>'a' 'b'</c> on several lines) are joined.</summary>
public sealed record StringLiteral(SourceSpan Span, string Value) : Literal(Span);

/// <summary><c>X'1F'</c>: the bytes as hexadecimal digits in upper case, always an even number.</summary>
public sealed record BinaryLiteral(SourceSpan Span, string Hex) : Literal(Span)
{
    public byte[] ToBytes() => Convert.FromHexString(Hex);
}

public enum DateTimeLiteralKind
{
    Date,
    Time,
    Timestamp,
    TimestampWithLocalTimeZone,
}

/// <summary><c>DATE '…'</c>, <c>TIME '…'</c>, <c>TIMESTAMP '…'</c>: the text is checked by the parser (form and range) and kept as written.</summary>
public sealed record DateTimeLiteral(SourceSpan Span, DateTimeLiteralKind Kind, string Text) : Literal(Span);

/// <summary>
/// <c>INTERVAL [-] '1-2' YEAR TO MONTH</c>; <see cref="IsNegative"/> is the sign outside the quotes. <see cref="Value"/> is the whole in
/// months for year-month qualifiers and in milliseconds for day-time ones, both signs applied.
/// </summary>
public sealed record IntervalLiteral(SourceSpan Span, bool IsNegative, string Text, IntervalQualifier Qualifier, long Value) : Literal(Span);

/// <summary><c>INTERVAL expression UNIT</c>, with an expression in place of the quoted text.</summary>
public sealed record IntervalExpression(SourceSpan Span, Expression Value, IntervalQualifier Qualifier) : Expression(Span);

/// <summary><c>DAY(3) TO SECOND(6)</c>. <see cref="End"/> is null for a single unit.</summary>
public sealed record IntervalQualifier(
    SourceSpan Span, TimeUnit Start, int? StartPrecision, TimeUnit? End, int? FractionalPrecision) : SyntaxNode(Span)
{
    /// <summary>Whether the interval counts months (YEAR, QUARTER, MONTH) rather than milliseconds.</summary>
    public bool IsYearMonth => Start is TimeUnit.Year or TimeUnit.Quarter or TimeUnit.Month;
}

/// <summary>Units of intervals, EXTRACT, CEIL/FLOOR and TIMESTAMPADD/TIMESTAMPDIFF.</summary>
public enum TimeUnit
{
    Year,
    Quarter,
    Month,
    Week,
    Day,
    Hour,
    Minute,
    Second,
    Millisecond,
    Microsecond,
    Nanosecond,
    Dow,
    Doy,
    IsoDow,
    IsoYear,
    Epoch,
    Decade,
    Century,
    Millennium,
}
