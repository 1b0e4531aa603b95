using Weir.Sql.Syntax.Ast;
using Weir.Sql.Syntax.Lexing;

namespace Weir.Sql.Syntax.Parsing;

internal sealed partial class Parser
{
    /// <summary>The hints at the current token, if any.</summary>
    private List<Hint> Hints()
    {
        List<Hint> hints = [];
        while (Current.Kind == TokenKind.HintStart)
        {
            Take();
            do
            {
                if (Current.Kind == TokenKind.HintEnd) break;
                hints.Add(Hint());
                AcceptSymbol(",");
            }
            while (Current.Kind != TokenKind.HintEnd && !AtEnd);
            if (Current.Kind != TokenKind.HintEnd) throw Unexpected("the hint's closing '*/'");
            Take();
        }

        return hints;
    }

    private Hint Hint()
    {
        var name = Name("the name of a hint");
        List<HintArgument> arguments = [];
        if (AcceptSymbol("(") && !AcceptSymbol(")"))
        {
            arguments = CommaList(HintArgument);
            ExpectSymbol(")");
        }

        return new Hint(SpanFrom(name.Span), name, arguments);
    }

    private HintArgument HintArgument()
    {
        var start = Current.Span;
        var value = HintValue();
        if (!AcceptSymbol("=")) return new HintArgument(SpanFrom(start), null, value);
        var second = HintValue();
        return new HintArgument(SpanFrom(start), value, second);
    }

    private string HintValue()
    {
        if (Current.Kind is TokenKind.String or TokenKind.Integer or TokenKind.Decimal) return Take().Text;
        return QualifiedName("a value").ToString();
    }
}
