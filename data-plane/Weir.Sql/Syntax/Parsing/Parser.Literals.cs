using System.Globalization;
using System.Text;
using Weir.Sql.Syntax.Ast;
using Weir.Sql.Syntax.Lexing;

namespace Weir.Sql.Syntax.Parsing;

internal sealed partial class Parser
{
    private NumericLiteral Number()
    {
        // Without its sign the smallest BIGINT is one too large.
        var isSmallest = _index > 0 && Previous.IsSymbol("-") && Current.Text == "9223372036854775808";
        var token = Take();
        var kind = token.Kind switch
        {
            TokenKind.Integer => NumericLiteralKind.Integer,
            TokenKind.Decimal => NumericLiteralKind.Decimal,
            _ => NumericLiteralKind.Double,
        };
        if (kind == NumericLiteralKind.Integer && !long.TryParse(token.Text, NumberStyles.None, CultureInfo.InvariantCulture, out _) && !isSmallest)
            throw Error(token.Span, $"the number {Shortened(token.Text)} does not fit in a BIGINT", "write a point behind it to make it a DECIMAL");
        if (kind == NumericLiteralKind.Double && !double.IsFinite(double.Parse(token.Text, CultureInfo.InvariantCulture)))
            throw Error(token.Span, $"the number {Shortened(token.Text)} does not fit in a DOUBLE");
        return new NumericLiteral(token.Span, kind, token.Text);
    }

    /// <summary>A string, with those that carry it on in the lines below.</summary>
    private StringLiteral StringValue()
    {
        if (Current.Kind is not (TokenKind.String or TokenKind.UnicodeString)) throw Unexpected("a string in quotes");
        var first = Take();
        var start = first.Span;
        var value = first.Text;
        while (IsContinuedString(TokenKind.String)) value += Take().Text;
        if (first.Kind == TokenKind.UnicodeString) value = Unescaped(start, value, EscapeCharacter());
        return new StringLiteral(SpanFrom(start), value);
    }

    /// <summary>SQL joins neighbouring literals only when a line break is between them; on one line it is a comma forgotten.</summary>
    private bool IsContinuedString(TokenKind kind)
    {
        if (Current.Kind != kind) return false;
        if (Current.Span.Line == Previous.Span.Line)
            throw Error(Current.Span, "two literals follow each other on one line", "put a comma or || between them");
        return true;
    }

    private char EscapeCharacter()
    {
        if (!Accept("UESCAPE")) return '\\';
        if (Current.Kind != TokenKind.String) throw Unexpected("an escape character in quotes");
        var token = Take();
        if (token.Text.Length != 1 || char.IsAsciiHexDigit(token.Text[0]) || token.Text[0] is '+' or '\'' or '"' or ' ')
            throw Error(token.Span, "UESCAPE needs one character that is no hexadecimal digit, plus sign, quote or blank");
        return token.Text[0];
    }

    private static string Unescaped(SourceSpan span, string text, char escape)
    {
        var value = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != escape)
            {
                value.Append(text[i]);
            }
            else if (i + 1 < text.Length && text[i + 1] == escape)
            {
                value.Append(text[++i]);
            }
            else if (i + 4 < text.Length && ushort.TryParse(text.AsSpan(i + 1, 4), NumberStyles.AllowHexSpecifier, null, out var code))
            {
                value.Append((char)code);
                i += 4;
            }
            else
            {
                throw Error(span, $"'{escape}' in this string is not followed by four hexadecimal digits", $"write '{escape}{escape}' for the character itself");
            }
        }

        return value.ToString();
    }

    private BinaryLiteral BinaryValue()
    {
        var start = Current.Span;
        var hex = Take().Text;
        while (IsContinuedString(TokenKind.String)) hex += Take().Text;
        if (!hex.All(char.IsAsciiHexDigit)) throw Error(SpanFrom(start), "a binary literal holds hexadecimal digits only");
        if (hex.Length % 2 != 0) throw Error(SpanFrom(start), "a binary literal needs an even number of hexadecimal digits");
        return new BinaryLiteral(SpanFrom(start), hex.ToUpperInvariant());
    }

    private DateTimeLiteral DateTimeTerm()
    {
        var word = Current;
        if (word.Upper == "DATETIME" && Peek(1).Kind == TokenKind.String) throw Error(word.Span, "there are no DATETIME literals", "write TIMESTAMP '…'");
        var ahead = 1;
        var kind = word.Upper switch
        {
            "DATE" => DateTimeLiteralKind.Date,
            "TIME" => DateTimeLiteralKind.Time,
            _ => DateTimeLiteralKind.Timestamp,
        };
        if (kind is DateTimeLiteralKind.Time or DateTimeLiteralKind.Timestamp && Peek(1).IsWord("WITHOUT") && Peek(2).IsWord("TIME") && Peek(3).IsWord("ZONE"))
        {
            ahead = 4;
        }
        else if (word.Upper == "TIMESTAMP" && Peek(1).IsWord("WITH") && Peek(2).IsWord("LOCAL") && Peek(3).IsWord("TIME") && Peek(4).IsWord("ZONE"))
        {
            kind = DateTimeLiteralKind.TimestampWithLocalTimeZone;
            ahead = 5;
        }

        if (Peek(ahead).Kind != TokenKind.String) throw Unexpected("an expression");
        while (ahead-- > 0) Take();
        var text = Take();
        if (!DateTimeText.IsValid(kind, text.Text))
            throw Error(text.Span, $"'{Shortened(text.Text)}' is no {word.Upper}", $"write it as '{DateTimeText.Form(kind)}'");
        return new DateTimeLiteral(SpanFrom(word.Span), kind, text.Text);
    }

    private Expression Interval()
    {
        var start = Expect("INTERVAL").Span;
        var isNegative = false;
        if (IsSymbol("-") || IsSymbol("+")) isNegative = Take().Text == "-";
        if (Current.Kind == TokenKind.String)
        {
            var text = Take();
            var qualifier = IntervalQualifier();
            if (!IntervalText.TryParse(text.Text, qualifier, out var value, out var problem))
                throw Error(text.Span, problem, IntervalText.Form(qualifier));
            return new IntervalLiteral(SpanFrom(start), isNegative, text.Text, qualifier, isNegative ? -value : value);
        }

        Expression amount;
        if (Current.Kind is TokenKind.Integer or TokenKind.Decimal) amount = Number();
        else if (AcceptSymbol("("))
        {
            // Not a term: in INTERVAL (a - b) DAY the unit is the interval's.
            amount = Expression();
            ExpectSymbol(")");
        }
        else if (Current.IsName) amount = Term();
        else throw Unexpected("a string in quotes");
        if (isNegative) amount = new UnaryExpression(amount.Span, UnaryOperator.Minus, amount);
        var unit = IntervalQualifier();
        return new IntervalExpression(SpanFrom(start), amount, unit);
    }

    private IntervalQualifier IntervalQualifier()
    {
        var start = Current.Span;
        var first = IntervalUnit();
        int? precision = null;
        int? fraction = null;
        TimeUnit? last = null;
        if (AcceptSymbol("("))
        {
            precision = ExpectInteger("a precision");
            if (first == TimeUnit.Second && AcceptSymbol(",")) fraction = ExpectInteger("a precision");
            ExpectSymbol(")");
        }

        if (first is TimeUnit.Year or TimeUnit.Day or TimeUnit.Hour or TimeUnit.Minute && Accept("TO"))
        {
            var place = Current.Span;
            last = IntervalUnit();
            var fits = first == TimeUnit.Year ? last == TimeUnit.Month : last > first && last is TimeUnit.Hour or TimeUnit.Minute or TimeUnit.Second;
            if (!fits) throw Error(place, $"an interval cannot go from {first.ToString().ToUpperInvariant()} to {last.Value.ToString().ToUpperInvariant()}");
            if (last == TimeUnit.Second && AcceptSymbol("("))
            {
                fraction = ExpectInteger("a precision");
                ExpectSymbol(")");
            }
        }

        if (precision is < 1 or > 10) throw Error(SpanFrom(start), "the precision of an interval's first field is from 1 to 10");
        if (fraction is < 1 or > 9) throw Error(SpanFrom(start), "the precision of an interval's seconds is from 1 to 9");
        return new IntervalQualifier(SpanFrom(start), first, precision, last, fraction);
    }

    private TimeUnit IntervalUnit()
    {
        for (var unit = TimeUnit.Year; unit <= TimeUnit.Second; unit++)
        {
            var word = unit.ToString().ToUpperInvariant();
            if (Accept(word) || (Is(word + "S") && Accept(word + "S"))) return unit;
        }

        throw Unexpected();
    }

    /// <summary>The units that EXTRACT, FLOOR and TIMESTAMPADD know by name.</summary>
    private UnitArgument Unit()
    {
        var token = Current;
        if (token.Kind != TokenKind.Word) throw Unexpected("a unit of time");
        var name = token.Upper.StartsWith("SQL_TSI_", StringComparison.Ordinal) ? token.Upper["SQL_TSI_".Length..] : token.Upper;
        TimeUnit? unit = name switch
        {
            "FRAC_SECOND" => TimeUnit.Microsecond,
            _ => Units.TryGetValue(name, out var found) ? found : null,
        };
        if (unit is null)
        {
            foreach (var known in Units.Keys) Expecting(known);
            throw Unexpected("a unit of time");
        }

        Take();
        return new UnitArgument(token.Span, unit.Value);
    }

    private static readonly Dictionary<string, TimeUnit> Units =
        Enum.GetValues<TimeUnit>().ToDictionary(u => u.ToString().ToUpperInvariant(), StringComparer.Ordinal);
}
