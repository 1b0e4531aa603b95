using Weir.Sql.Syntax.Ast;
using Weir.Sql.Syntax.Lexing;
using Weir.Sql.Syntax.Parsing;

namespace Weir.Sql.Syntax.Writing;

public sealed partial class SqlWriter
{
    private void Call(FunctionCall call)
    {
        if (call is { SimpleName: "MINUS_DATE", Arguments: [var left, var right, UnitArgument unit] })
        {
            Add("(");
            Expression(new BinaryExpression(call.Span, BinaryOperator.Subtract, left, right));
            Add(") ");
            Argument(unit);
            return;
        }

        FunctionName(call.Name);
        if (call.IsNiladic) return;
        var keyword = call.Name is { Parts: [{ IsQuoted: false } only] } ? only.Name : "";
        if (keyword is "RUNNING" or "FINAL" && call.Arguments is [FunctionCall])
        {
            Add(" ");
            Expression(call.Arguments[0]);
            return;
        }

        Add("(");
        if (call.Quantifier != SetQuantifier.None) Add(call.Quantifier == SetQuantifier.All ? "ALL " : "DISTINCT ");
        Arguments(keyword, call.Arguments);
        if (call.OrderBy.Count > 0)
        {
            Add(" ORDER BY ");
            List(call.OrderBy, OrderItem);
        }

        if (call.Json is not null) Json(call.Json, hasArguments: call.Arguments.Count > 0);
        Add(")");
        Suffixes(call);
    }

    /// <summary>A reserved word that is a function stands without backquotes: in them it would name another.</summary>
    private void FunctionName(QualifiedName name)
    {
        if (name.Parts is [{ IsQuoted: false } only] && Keywords.IsReserved(only.Name.ToUpperInvariant())) Add(only.Name);
        else Name(name);
    }

    private void Arguments(string keyword, IReadOnlyList<Expression> arguments)
    {
        switch (keyword)
        {
            case "CAST" or "TRY_CAST" or "SAFE_CAST":
                Separated(arguments, " AS ");
                break;
            case "EXTRACT":
                Separated(arguments, " FROM ");
                break;
            case "CEIL" or "FLOOR" when arguments is [_, UnitArgument]:
                Separated(arguments, " TO ");
                break;
            case "SUBSTRING":
                Separated(arguments, " FROM ", " FOR ");
                break;
            case "TRIM" when arguments is [KeywordArgument side, ..]:
                Expression(side);
                Add(" ");
                Separated([.. arguments.Skip(1)], " FROM ");
                break;
            case "OVERLAY":
                Separated(arguments, " PLACING ", " FROM ", " FOR ");
                break;
            case "POSITION":
                Expression(arguments[0], Precedence.Membership + 1);
                for (var i = 1; i < arguments.Count; i++)
                {
                    Add(i == 1 ? " IN " : " FROM ");
                    Expression(arguments[i]);
                }

                break;
            case "TRANSLATE" or "CONVERT" when arguments is [_, KeywordArgument]:
                Separated(arguments, " USING ");
                break;
            default:
                List(arguments, Expression);
                break;
        }
    }

    private void Separated(IReadOnlyList<Expression> arguments, params ReadOnlySpan<string> separators)
    {
        for (var i = 0; i < arguments.Count; i++)
        {
            if (i > 0) Add(separators[i - 1]);
            Expression(arguments[i]);
        }
    }

    private void Suffixes(FunctionCall call)
    {
        if (call.NullTreatment != NullTreatment.None) Add(call.NullTreatment == NullTreatment.Ignore ? " IGNORE NULLS" : " RESPECT NULLS");
        if (call.WithinDistinct.Count > 0)
        {
            Add(" WITHIN DISTINCT ");
            InParentheses(call.WithinDistinct, Expression);
        }

        if (call.WithinGroup.Count > 0)
        {
            Add(" WITHIN GROUP (ORDER BY ");
            List(call.WithinGroup, OrderItem);
            Add(")");
        }

        if (call.Filter is not null)
        {
            Add(" FILTER (WHERE ");
            Expression(call.Filter);
            Add(")");
        }

        if (call.Over is null) return;
        Add(" ");
        Over(call.Over);
    }

    private void Argument(Expression argument)
    {
        switch (argument)
        {
            case NamedArgument named:
                Name(named.Name);
                Add(" => ");
                Expression(named.Value);
                break;
            case TypeArgument type:
                Type(type.Type);
                break;
            case UnitArgument unit:
                Add(Text(unit.Unit));
                break;
            case KeywordArgument keyword:
                Add(keyword.Keyword);
                break;
            case DescriptorArgument descriptor:
                Add("DESCRIPTOR");
                InParentheses(descriptor.Columns, Name);
                break;
            case TableArgument table:
                TableArgument(table);
                break;
            case JsonKeyValue pair:
                Add("KEY ");
                Expression(pair.Key);
                Add(" VALUE ");
                Expression(pair.Value);
                break;
            case JsonFormatted json:
                Expression(json.Value);
                Add(" FORMAT JSON");
                break;
            default:
                throw new ArgumentException($"There is no text for a {argument.GetType().Name}.", nameof(argument));
        }
    }

    private void TableArgument(TableArgument argument)
    {
        if (argument.Table is not null)
        {
            Add("TABLE ");
            Name(argument.Table);
        }
        else
        {
            InParentheses(argument.Query!);
        }

        if (argument.PartitionBy.Count > 0)
        {
            Add(" PARTITION BY ");
            InParentheses(argument.PartitionBy, Expression);
        }

        if (argument.OrderBy.Count == 0) return;
        Add(" ORDER BY ");
        InParentheses(argument.OrderBy, OrderItem);
    }

    private void Json(JsonClauses json, bool hasArguments)
    {
        if (json.Returning is not null)
        {
            Add(" RETURNING ");
            Type(json.Returning);
        }

        Add(json.Wrapper switch
        {
            JsonWrapper.Without => " WITHOUT ARRAY WRAPPER",
            JsonWrapper.Conditional => " WITH CONDITIONAL ARRAY WRAPPER",
            JsonWrapper.Unconditional => " WITH UNCONDITIONAL ARRAY WRAPPER",
            _ => "",
        });
        Behavior(json.OnEmpty, " ON EMPTY");
        Behavior(json.OnError, " ON ERROR");
        if (json.Nulls == JsonNulls.None) return;
        if (hasArguments) Add(" ");
        Add(json.Nulls == JsonNulls.NullOnNull ? "NULL ON NULL" : "ABSENT ON NULL");
    }

    private void Behavior(JsonBehavior? behavior, string on)
    {
        if (behavior is null) return;
        Add(behavior.Kind switch
        {
            JsonBehaviorKind.Default => " DEFAULT ",
            JsonBehaviorKind.EmptyArray => " EMPTY ARRAY",
            JsonBehaviorKind.EmptyObject => " EMPTY OBJECT",
            _ => " " + behavior.Kind.ToString().ToUpperInvariant(),
        });
        if (behavior.Default is not null) Expression(behavior.Default);
        Add(on);
    }
}
