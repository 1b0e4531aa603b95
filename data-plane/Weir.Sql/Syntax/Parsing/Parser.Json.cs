using Weir.Sql.Syntax.Ast;
using Weir.Sql.Syntax.Lexing;

namespace Weir.Sql.Syntax.Parsing;

internal sealed partial class Parser
{
    /// <summary>A JSON function with syntax of its own; null for one like JSON_STRING that has none.</summary>
    private FunctionCall? JsonCall(Token word)
    {
        Func<(List<Expression>, List<OrderItem>, JsonClauses?)>? body = word.Upper switch
        {
            "JSON_VALUE" => () => JsonPathBody(isValue: true, isQuery: false),
            "JSON_QUERY" => () => JsonPathBody(isValue: false, isQuery: true),
            "JSON_EXISTS" => () => JsonPathBody(isValue: false, isQuery: false),
            "JSON_OBJECT" => () => JsonObjectBody(isAggregate: false),
            "JSON_OBJECTAGG" => () => JsonObjectBody(isAggregate: true),
            "JSON_ARRAY" => JsonArrayBody,
            "JSON_ARRAYAGG" => JsonArrayBody,
            _ => null,
        };
        if (body is null) return null;
        Take();
        ExpectSymbol("(");
        var (arguments, orderBy, json) = body();
        ExpectSymbol(")");
        return Suffixes(new FunctionCall(SpanFrom(word.Span), SimpleName(word), arguments) { OrderBy = orderBy, Json = json });
    }

    private (List<Expression> Arguments, List<OrderItem> OrderBy, JsonClauses? Json) JsonPathBody(bool isValue, bool isQuery)
    {
        List<Expression> arguments = [JsonInput()];
        ExpectSymbol(",");
        arguments.Add(Expression());
        var start = Current.Span;
        var json = new JsonClauses(start);
        if (Accept("PASSING")) throw Error(start, "PASSING is not supported in a JSON path");
        if ((isValue || isQuery) && Accept("RETURNING")) json = json with { Returning = Type() };
        if (isQuery) json = json with { Wrapper = Wrapper() };
        while (!IsSymbol(")"))
        {
            var behavior = Behavior(isValue, isQuery);
            Expect("ON");
            if ((isValue || isQuery) && Accept("EMPTY"))
            {
                if (json.OnEmpty is not null || json.OnError is not null) throw Error(behavior.Span, "ON EMPTY stands once, before ON ERROR");
                json = json with { OnEmpty = behavior };
            }
            else
            {
                Expect("ERROR");
                if (json.OnError is not null) throw Error(behavior.Span, "ON ERROR stands once");
                json = json with { OnError = behavior };
            }
        }

        return (arguments, [], json == new JsonClauses(start) ? null : json with { Span = SpanFrom(start) });
    }

    private JsonWrapper Wrapper()
    {
        var wrapper = JsonWrapper.None;
        if (Accept("WITHOUT"))
        {
            wrapper = JsonWrapper.Without;
        }
        else if (Accept("WITH"))
        {
            wrapper = JsonWrapper.Unconditional;
            if (Accept("CONDITIONAL")) wrapper = JsonWrapper.Conditional;
            else Accept("UNCONDITIONAL");
        }

        if (wrapper != JsonWrapper.None)
        {
            Accept("ARRAY");
            Expect("WRAPPER");
        }

        return wrapper;
    }

    private JsonBehavior Behavior(bool isValue, bool isQuery)
    {
        var start = Current.Span;
        if (Accept("ERROR")) return new JsonBehavior(start, JsonBehaviorKind.Error);
        if (isValue && Accept("DEFAULT"))
        {
            var value = Expression();
            return new JsonBehavior(SpanFrom(start), JsonBehaviorKind.Default, value);
        }

        if (isQuery && Accept("EMPTY"))
        {
            var kind = JsonBehaviorKind.EmptyArray;
            if (Accept("OBJECT")) kind = JsonBehaviorKind.EmptyObject;
            else Expect("ARRAY");
            return new JsonBehavior(SpanFrom(start), kind);
        }

        if (isValue || isQuery)
        {
            Expect("NULL");
            return new JsonBehavior(start, JsonBehaviorKind.Null);
        }

        if (Accept("TRUE")) return new JsonBehavior(start, JsonBehaviorKind.True);
        if (Accept("FALSE")) return new JsonBehavior(start, JsonBehaviorKind.False);
        Expect("UNKNOWN");
        return new JsonBehavior(start, JsonBehaviorKind.Unknown);
    }

    private (List<Expression> Arguments, List<OrderItem> OrderBy, JsonClauses? Json) JsonObjectBody(bool isAggregate)
    {
        List<Expression> arguments = [];
        if (isAggregate || (!IsSymbol(")") && !IsJsonNulls()))
        {
            arguments.Add(JsonKeyValue());
            while (!isAggregate && AcceptSymbol(",")) arguments.Add(JsonKeyValue());
        }

        return (arguments, [], JsonNullsClause());
    }

    private JsonKeyValue JsonKeyValue()
    {
        var start = Current.Span;
        var hasKeyword = Is("KEY") && !Peek(1).IsWord("VALUE") && !Peek(1).IsSymbol(":") && !Peek(1).IsSymbol(",") && !Peek(1).IsSymbol(".");
        if (hasKeyword) Take();
        var key = Expression();
        if (!Accept("VALUE")) ExpectSymbol(":");
        var value = JsonInput();
        return new JsonKeyValue(SpanFrom(start), key, value);
    }

    private (List<Expression> Arguments, List<OrderItem> OrderBy, JsonClauses? Json) JsonArrayBody()
    {
        List<Expression> arguments = IsSymbol(")") || IsJsonNulls() ? [] : CommaList(JsonInput);
        List<OrderItem> orderBy = Is("ORDER") ? OrderBy() : [];
        return (arguments, orderBy, JsonNullsClause());
    }

    private Expression JsonInput()
    {
        var value = Expression();
        return Accept("FORMAT", "JSON") ? new JsonFormatted(SpanFrom(value.Span), value) : value;
    }

    private bool IsJsonNulls() => (Is("NULL") || Is("ABSENT")) && Peek(1).IsWord("ON") && Peek(2).IsWord("NULL");

    private JsonClauses? JsonNullsClause()
    {
        var start = Current.Span;
        JsonNulls nulls;
        if (Accept("NULL")) nulls = JsonNulls.NullOnNull;
        else if (Accept("ABSENT")) nulls = JsonNulls.AbsentOnNull;
        else return null;
        Expect("ON");
        Expect("NULL");
        return new JsonClauses(SpanFrom(start)) { Nulls = nulls };
    }
}
