using Weir.Sql.Syntax.Ast;
using Weir.Sql.Syntax.Lexing;

namespace Weir.Sql.Syntax.Parsing;

/// <summary>Functions with keywords among their arguments; the order they end up in is <see cref="FunctionCall"/>'s.</summary>
internal sealed partial class Parser
{
    /// <summary>Null when the word is the name of an ordinary function.</summary>
    private FunctionCall? KeywordCall(Token word)
    {
        if (word.Upper.StartsWith("JSON_", StringComparison.Ordinal)) return JsonCall(word);
        Func<List<Expression>>? arguments = word.Upper switch
        {
            "CAST" or "TRY_CAST" or "SAFE_CAST" => CastArguments,
            "EXTRACT" => ExtractArguments,
            "CEIL" or "CEILING" or "FLOOR" => RoundingArguments,
            "SUBSTRING" => SubstringArguments,
            "TRIM" => TrimArguments,
            "OVERLAY" => OverlayArguments,
            "POSITION" => PositionArguments,
            "TIMESTAMPADD" or "TIMESTAMPDIFF" => UnitFirstArguments,
            "TRANSLATE" or "CONVERT" => TranslateArguments,
            _ => null,
        };
        if (arguments is null) return null;
        Take();
        ExpectSymbol("(");
        var values = arguments();
        ExpectSymbol(")");
        return new FunctionCall(SpanFrom(word.Span), word.Upper == "CEILING" ? SimpleName(word with { Upper = "CEIL" }) : SimpleName(word), values);
    }

    private List<Expression> CastArguments()
    {
        var value = Expression();
        Expect("AS");
        var type = Type();
        if (type.IsNotNull) throw Error(type.Span, "the target of a cast cannot be NOT NULL", "leave NOT NULL out: the result is nullable when the value is");
        return [value, new TypeArgument(type.Span, type)];
    }

    private List<Expression> ExtractArguments()
    {
        var unit = Unit();
        Expect("FROM");
        return [unit, Expression()];
    }

    private List<Expression> RoundingArguments()
    {
        var value = Expression();
        return Accept("TO") ? [value, Unit()] : [value];
    }

    private List<Expression> SubstringArguments()
    {
        var value = Expression();
        var hasKeywords = Accept("FROM");
        if (!hasKeywords) ExpectSymbol(",");
        var start = Expression();
        var hasLength = hasKeywords ? Accept("FOR") || AcceptSymbol(",") : AcceptSymbol(",") || Accept("FOR");
        return hasLength ? [value, start, Expression()] : [value, start];
    }

    private List<Expression> TrimArguments()
    {
        var place = Current.Span;
        var side = "BOTH";
        var hasSide = true;
        if (Accept("LEADING")) side = "LEADING";
        else if (Accept("TRAILING")) side = "TRAILING";
        else hasSide = Accept("BOTH");
        var keyword = new KeywordArgument(place, side);
        Expression blank = new StringLiteral(place, " ");
        if (hasSide && Accept("FROM")) return [keyword, blank, Expression()];
        var first = Expression();
        if (Accept("FROM")) return [keyword, first, Expression()];
        return [keyword, blank, first];
    }

    private List<Expression> OverlayArguments()
    {
        var value = Expression();
        Expect("PLACING");
        var replacement = Expression();
        Expect("FROM");
        var start = Expression();
        return Accept("FOR") ? [value, replacement, start, Expression()] : [value, replacement, start];
    }

    private List<Expression> PositionArguments()
    {
        // IN separates the arguments here, so the first must not take it for its own.
        var needle = Expression(Precedence.Membership + 1);
        Expect("IN");
        var haystack = Expression();
        return Accept("FROM") ? [needle, haystack, Expression()] : [needle, haystack];
    }

    private List<Expression> UnitFirstArguments()
    {
        var unit = Unit();
        ExpectSymbol(",");
        var first = Expression();
        ExpectSymbol(",");
        return [unit, first, Expression()];
    }

    private List<Expression> TranslateArguments()
    {
        var value = Expression();
        if (Accept("USING"))
        {
            var name = Name("a character set or translation");
            return [value, new KeywordArgument(name.Span, name.Name.ToUpperInvariant())];
        }

        List<Expression> arguments = [value];
        while (AcceptSymbol(",")) arguments.Add(Expression());
        return arguments;
    }
}
