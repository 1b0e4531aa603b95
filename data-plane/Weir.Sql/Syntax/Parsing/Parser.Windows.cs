using Weir.Sql.Syntax.Ast;

namespace Weir.Sql.Syntax.Parsing;

internal sealed partial class Parser
{
    private NamedWindow NamedWindow()
    {
        var name = Name("a window name");
        Expect("AS");
        var specification = WindowSpecification();
        return new NamedWindow(SpanFrom(name.Span), name, specification);
    }

    private OverClause Over()
    {
        var start = Expect("OVER").Span;
        if (Current.IsName)
        {
            var name = Name("a window name");
            return new OverClause(SpanFrom(start), name, null);
        }

        Expecting("a window name");
        var specification = WindowSpecification();
        return new OverClause(SpanFrom(start), null, specification);
    }

    private WindowSpecification WindowSpecification()
    {
        var start = ExpectSymbol("(").Span;
        var baseName = Current.IsName ? Name("a window name") : null;
        List<Expression> partitionBy = [];
        if (Accept("PARTITION"))
        {
            Expect("BY");
            partitionBy = CommaList(Expression);
        }

        Expecting("ORDER");
        List<OrderItem> orderBy = Is("ORDER") ? OrderBy() : [];
        WindowFrame? frame = null;
        if (Accept("ROWS") || Accept("RANGE")) frame = Frame(Previous.Span, Previous.Upper == "ROWS");
        ExpectSymbol(")");
        return new WindowSpecification(SpanFrom(start), baseName, partitionBy, orderBy, frame);
    }

    private WindowFrame Frame(SourceSpan start, bool isRows)
    {
        if (!Accept("BETWEEN"))
        {
            var only = FrameBound();
            return new WindowFrame(SpanFrom(start), isRows, only, null);
        }

        var first = FrameBound();
        Expect("AND");
        var last = FrameBound();
        return new WindowFrame(SpanFrom(start), isRows, first, last);
    }

    private FrameBound FrameBound()
    {
        var start = Current.Span;
        if (Accept("CURRENT"))
        {
            Expect("ROW");
            return new FrameBound(SpanFrom(start), FrameBoundKind.CurrentRow);
        }

        if (Accept("UNBOUNDED"))
        {
            if (Accept("PRECEDING")) return new FrameBound(SpanFrom(start), FrameBoundKind.UnboundedPreceding);
            Expect("FOLLOWING");
            return new FrameBound(SpanFrom(start), FrameBoundKind.UnboundedFollowing);
        }

        var offset = Expression(Precedence.And + 1);
        if (Accept("PRECEDING")) return new FrameBound(SpanFrom(start), FrameBoundKind.Preceding, offset);
        Expect("FOLLOWING");
        return new FrameBound(SpanFrom(start), FrameBoundKind.Following, offset);
    }
}
