using Weir.Sql.Descriptors;
using Weir.Sql.Syntax.Ast;
using Weir.Sql.Syntax.Lexing;

namespace Weir.Sql.Syntax.Parsing;

internal sealed partial class Parser
{
    private const string OptionsHint = "OPTIONS";
    private const string TimeToLiveHint = "STATE_TTL";

    /// <summary>The hints that Flink knows; it refuses any other.</summary>
    private static readonly string[] s_hints = [OptionsHint, TimeToLiveHint, "LOOKUP", "BROADCAST", "SHUFFLE_HASH", "SHUFFLE_MERGE", "NEST_LOOP", "MULTI_JOIN"];

    /// <summary>The hints at the current token, if any. One that would change what the query means, but has no effect here, is told as a warning; those that only say how a join is run are not.</summary>
    private List<Hint> Hints(bool isOfTable)
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

        foreach (var hint in hints)
        {
            if (isOfTable && hint.Name.Name.Equals(TimeToLiveHint, StringComparison.OrdinalIgnoreCase))
                Warn(hint, "The hint STATE_TTL has no effect after a table", "write it after SELECT: SELECT /*+ STATE_TTL('t'='1 d') */");
            else if (!isOfTable && hint.Name.Name.Equals(OptionsHint, StringComparison.OrdinalIgnoreCase))
                Warn(hint, "The hint OPTIONS has no effect after SELECT", "write it after the name of the table: t /*+ OPTIONS('key'='value') */");
        }

        return hints;
    }

    private void Warn(Hint hint, string message, string? remedy = null)
    {
        // A text that is tried in two ways is read twice.
        if (!_diagnostics.Exists(d => d.Span == hint.Span && d.Message == message))
            _diagnostics.Add(new SqlDiagnostic(SqlSeverity.Warning, message, hint.Span, remedy));
    }

    private Hint Hint()
    {
        var name = Name("the name of a hint");
        if (!s_hints.Contains(name.Name, StringComparer.OrdinalIgnoreCase))
            throw Error(name.Span, $"there is no hint '{name.Name}'", NearestName.Hint(name.Name.ToUpperInvariant(), s_hints) ?? $"there are {string.Join(", ", s_hints)}");
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
