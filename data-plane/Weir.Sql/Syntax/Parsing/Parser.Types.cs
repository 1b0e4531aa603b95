using Weir.Sql.Syntax.Ast;
using Weir.Sql.Syntax.Lexing;

namespace Weir.Sql.Syntax.Parsing;

internal sealed partial class Parser
{
    public TypeSyntax Type()
    {
        Enter();
        var start = Current.Span;
        var type = Nullability(start, TypeName());
        while (Is("ARRAY") || Is("MULTISET"))
        {
            Grow();
            var kind = Take().Upper == "ARRAY" ? CollectionKind.Array : CollectionKind.Multiset;
            type = Nullability(start, new CollectionType(SpanFrom(start), kind, type));
        }

        Leave();
        return type;
    }

    private TypeSyntax Nullability(SourceSpan start, TypeSyntax type)
    {
        if (Is("NOT", "NULL"))
        {
            Take();
            Take();
            return type with { IsNotNull = true, Span = SpanFrom(start) };
        }

        Expecting("NOT NULL");
        if (Is("NULL") && !Peek(1).IsWord("ON")) Take();
        return type;
    }

    private TypeSyntax TypeName()
    {
        var token = Current;
        var next = Peek(1);
        switch (token.Kind == TokenKind.Word ? token.Upper : "")
        {
            case "BOOLEAN" or "TINYINT" or "SMALLINT" or "INT" or "BIGINT" or "FLOAT" or "DATE" or "STRING" or "BYTES" or "VARIANT" or "BITMAP" or "DESCRIPTOR":
                return Simple(token.Upper);
            case "INTEGER":
                return Simple("INT");
            case "REAL":
                return Simple("FLOAT");
            case "DOUBLE":
                Take();
                Accept("PRECISION");
                return new SimpleType(SpanFrom(token.Span), "DOUBLE");
            case "DECIMAL" or "DEC" or "NUMERIC":
                Take();
                return Sized(token.Span, "DECIMAL", hasScale: true);
            case "CHAR" or "CHARACTER":
                Take();
                return Sized(token.Span, Accept("VARYING") ? "VARCHAR" : "CHAR", hasScale: false);
            case "VARCHAR":
                Take();
                return Sized(token.Span, "VARCHAR", hasScale: false);
            case "BINARY":
                Take();
                return Sized(token.Span, Accept("VARYING") ? "VARBINARY" : "BINARY", hasScale: false);
            case "VARBINARY":
                Take();
                return Sized(token.Span, "VARBINARY", hasScale: false);
            case "TIME":
                Take();
                return WithZone(Sized(token.Span, "TIME", hasScale: false));
            case "TIMESTAMP":
                Take();
                return WithZone(Sized(token.Span, "TIMESTAMP", hasScale: false));
            case "TIMESTAMP_LTZ":
                Take();
                return Sized(token.Span, "TIMESTAMP_LTZ", hasScale: false);
            case "INTERVAL":
                Take();
                var qualifier = IntervalQualifier();
                return new IntervalType(SpanFrom(token.Span), qualifier);
            case "ARRAY" or "MULTISET":
                return CollectionTypeName();
            case "MAP" when next.IsSymbol("<"):
                return MapTypeName();
            case "ROW":
                return RowTypeName();
            case "RAW":
                return RawTypeName();
            case "STRUCTURED":
                return StructuredTypeName();
        }

        if (!token.IsName)
        {
            foreach (var word in TypeWords) Expecting(word);
            throw Unexpected("a type");
        }

        return UserType();
    }

    private static readonly string[] TypeWords =
    [
        "BOOLEAN", "TINYINT", "SMALLINT", "INT", "INTEGER", "BIGINT", "FLOAT", "DOUBLE", "DECIMAL", "NUMERIC", "CHAR", "VARCHAR", "STRING", "BINARY", "VARBINARY", "BYTES",
        "DATE", "TIME", "TIMESTAMP", "TIMESTAMP_LTZ", "INTERVAL", "ARRAY", "MAP", "MULTISET", "ROW", "RAW", "VARIANT",
    ];

    /// <summary>A name that is no built-in type: one of a user's, or a slip of the pen.</summary>
    private NamedType UserType()
    {
        var token = Current;
        var name = QualifiedName("a type");
        if (name.Parts.Count == 1 && token.Kind == TokenKind.Word && Spelling.Nearest(token.Upper, TypeWords) is { } near)
            throw Error(name.Span, $"there is no type '{token.Text}'", $"did you mean {near}?");
        return new NamedType(name.Span, name);
    }

    private SimpleType Simple(string name) => new(Take().Span, name);

    private SimpleType Sized(SourceSpan start, string name, bool hasScale)
    {
        int? precision = null;
        int? scale = null;
        if (AcceptSymbol("("))
        {
            precision = ExpectInteger("a number");
            if (hasScale && AcceptSymbol(",")) scale = ExpectInteger("a number");
            ExpectSymbol(")");
        }

        return new SimpleType(SpanFrom(start), name, precision, scale);
    }

    private SimpleType WithZone(SimpleType type)
    {
        if (Is("WITHOUT"))
        {
            Take();
            Expect("TIME", "ZONE");
            return type with { Span = SpanFrom(type.Span) };
        }

        if (!Is("WITH") || !(Peek(1).IsWord("LOCAL") || Peek(1).IsWord("TIME"))) return type;
        var place = Take().Span;
        if (!Accept("LOCAL")) throw Error(place, $"the type {type.Name} WITH TIME ZONE is not supported", "write TIMESTAMP_LTZ, an instant shown in the session's time zone");
        Expect("TIME", "ZONE");
        if (type.Name != "TIMESTAMP") throw Error(type.Span, "the type TIME WITH LOCAL TIME ZONE is not supported");
        return type with { Name = "TIMESTAMP_LTZ", Span = SpanFrom(type.Span) };
    }

    private CollectionType CollectionTypeName()
    {
        var start = Take();
        ExpectSymbol("<");
        var element = Type();
        ExpectSymbol(">");
        return new CollectionType(SpanFrom(start.Span), start.Upper == "ARRAY" ? CollectionKind.Array : CollectionKind.Multiset, element);
    }

    private MapType MapTypeName()
    {
        var start = Take().Span;
        ExpectSymbol("<");
        var key = Type();
        ExpectSymbol(",");
        var value = Type();
        ExpectSymbol(">");
        return new MapType(SpanFrom(start), key, value);
    }

    private RowType RowTypeName()
    {
        var start = Take().Span;
        if (AcceptSymbol("<>")) return new RowType(SpanFrom(start), []);
        var close = IsSymbol("(") ? ")" : ">";
        if (!AcceptSymbol("(")) ExpectSymbol("<");
        List<RowField> fields = IsSymbol(close) ? [] : CommaList(RowField);
        ExpectSymbol(close);
        return new RowType(SpanFrom(start), fields);
    }

    private RowField RowField()
    {
        var name = Name("a field name");
        var type = Type();
        var comment = Current.Kind == TokenKind.String ? StringValue().Value : null;
        return new RowField(SpanFrom(name.Span), name, type, comment);
    }

    private RawType RawTypeName()
    {
        var start = Take().Span;
        ExpectSymbol("(");
        var className = ExpectString("the name of a class in quotes");
        ExpectSymbol(",");
        var serializer = ExpectString("a serializer in quotes");
        ExpectSymbol(")");
        return new RawType(SpanFrom(start), className, serializer);
    }

    private StructuredType StructuredTypeName()
    {
        var start = Take().Span;
        ExpectSymbol("<");
        var className = ExpectString("the name of a class in quotes");
        List<RowField> fields = AcceptSymbol(",") ? CommaList(RowField) : [];
        ExpectSymbol(">");
        return new StructuredType(SpanFrom(start), className, fields);
    }
}
