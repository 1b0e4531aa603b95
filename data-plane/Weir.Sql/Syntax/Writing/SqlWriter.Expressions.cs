using Weir.Sql.Syntax.Ast;
using Weir.Sql.Syntax.Parsing;

namespace Weir.Sql.Syntax.Writing;

public sealed partial class SqlWriter
{
    private void Expression(Expression expression) => Expression(expression, 0);

    /// <summary>In parentheses when it binds more weakly than <paramref name="minimum"/>, the mirror of how the parser reads.</summary>
    private void Expression(Expression expression, int minimum)
    {
        var needsParentheses = PrecedenceOf(expression) < minimum;
        if (needsParentheses) Add("(");
        Bare(expression);
        if (needsParentheses) Add(")");
    }

    private static int PrecedenceOf(Expression expression) => expression switch
    {
        BinaryExpression binary => Precedence.Of(binary.Operator),
        UnaryExpression { Operator: UnaryOperator.Not } => Precedence.Not,
        UnaryExpression => Precedence.Sign,
        IsExpression => Precedence.Is,
        BetweenExpression or LikeExpression or InListExpression or InQueryExpression or QuantifiedComparison => Precedence.Membership,
        NamedArgument or Ast.TableArgument or JsonKeyValue or JsonFormatted => 0,
        _ => Precedence.Primary,
    };

    private void Bare(Expression expression)
    {
        switch (expression)
        {
            case Literal literal:
                Literal(literal);
                break;
            case ColumnReference column:
                List(column.Parts, Name, ".");
                break;
            case FunctionCall call:
                Call(call);
                break;
            case UnaryExpression unary:
                Add(unary.Operator switch { UnaryOperator.Not => "NOT ", UnaryOperator.Minus => "-", _ => "+" });
                // Two signs next to each other would start a comment.
                Expression(unary.Operand, unary.Operator == UnaryOperator.Not ? Precedence.Not : Precedence.Sign + 1);
                break;
            case BinaryExpression binary:
                var precedence = Precedence.Of(binary.Operator);
                Expression(binary.Left, precedence);
                Add($" {Text(binary.Operator)} ");
                Expression(binary.Right, precedence + 1);
                break;
            case IsExpression test:
                Expression(test.Operand, Precedence.Is);
                Add(test.IsNegated ? " IS NOT " : " IS ").Add(Text(test.Test));
                break;
            case BetweenExpression or LikeExpression or InListExpression or InQueryExpression or QuantifiedComparison:
                Membership(expression);
                break;
            case CaseExpression @case:
                Case(@case);
                break;
            case Star star:
                foreach (var part in star.Qualifier)
                {
                    Name(part);
                    Add(".");
                }

                Add("*");
                break;
            default:
                Constructor(expression);
                break;
        }
    }

    private void Constructor(Expression expression)
    {
        switch (expression)
        {
            case ScalarSubquery subquery:
                InParentheses(subquery.Query);
                break;
            case ExistsExpression exists:
                Add("EXISTS ");
                InParentheses(exists.Query);
                break;
            case ItemAccess item:
                Container(item.Container, isField: false);
                Add("[");
                Expression(item.Index);
                Add("]");
                break;
            case FieldAccess field:
                Container(field.Row, isField: true);
                Add(".");
                Name(field.Field);
                break;
            case RowConstructor row:
                if (row.HasKeyword) Add("ROW");
                InParentheses(row.Items, Expression);
                break;
            case CollectionConstructor collection:
                Add(Text(collection.Kind)).Add("[");
                List(collection.Items, Expression);
                Add("]");
                break;
            case CollectionQuery collection:
                Add(Text(collection.Kind));
                InParentheses(collection.Query);
                break;
            case DefaultExpression:
                Add("DEFAULT");
                break;
            case IntervalExpression interval:
                Add("INTERVAL ");
                var isPlain = interval.Value is NumericLiteral { Kind: not NumericLiteralKind.Double } or ColumnReference;
                if (!isPlain) Add("(");
                Expression(interval.Value);
                if (!isPlain) Add(")");
                Add(" ");
                Qualifier(interval.Qualifier);
                break;
            default:
                Argument(expression);
                break;
        }
    }

    /// <summary>What <c>[…]</c> or <c>.f</c> is attached to; a name before a field would read as one longer name.</summary>
    private void Container(Expression container, bool isField)
    {
        var isBare = container is FunctionCall { IsNiladic: false } or ItemAccess or FieldAccess or RowConstructor or ScalarSubquery or CollectionConstructor or CollectionQuery
            || (container is ColumnReference && !isField);
        if (!isBare) Add("(");
        Expression(container);
        if (!isBare) Add(")");
    }

    private void Membership(Expression expression)
    {
        const int Inner = Precedence.Membership + 1;
        switch (expression)
        {
            case BetweenExpression between:
                Expression(between.Operand, Inner);
                Add(between.IsNegated ? " NOT BETWEEN " : " BETWEEN ");
                if (between.IsSymmetric) Add("SYMMETRIC ");
                Expression(between.Low, Inner);
                Add(" AND ");
                Expression(between.High, Inner);
                break;
            case LikeExpression like:
                Expression(like.Operand, Inner);
                Add(like.IsNegated ? " NOT " : " ").Add(like.Kind == LikeKind.Like ? "LIKE " : "SIMILAR TO ");
                Expression(like.Pattern, Inner);
                if (like.Escape is null) break;
                Add(" ESCAPE ");
                Expression(like.Escape, Inner);
                break;
            case InListExpression list:
                Expression(list.Operand, Inner);
                Add(list.IsNegated ? " NOT IN " : " IN ");
                InParentheses(list.Items, Expression);
                break;
            case InQueryExpression query:
                Expression(query.Operand, Inner);
                Add(query.IsNegated ? " NOT IN " : " IN ");
                InParentheses(query.Query);
                break;
            case QuantifiedComparison comparison:
                Expression(comparison.Left, Inner);
                Add($" {Text(comparison.Operator)} ").Add(comparison.IsAll ? "ALL " : "ANY ");
                if (comparison.Query is not null) InParentheses(comparison.Query);
                else InParentheses(comparison.Items, Expression);
                break;
        }
    }

    private void Case(CaseExpression expression)
    {
        Add("CASE ");
        if (expression.Operand is not null)
        {
            Expression(expression.Operand);
            Add(" ");
        }

        foreach (var when in expression.Whens)
        {
            Add("WHEN ");
            List(when.Conditions, Expression);
            Add(" THEN ");
            Expression(when.Result);
            Add(" ");
        }

        if (expression.Else is not null)
        {
            Add("ELSE ");
            Expression(expression.Else);
            Add(" ");
        }

        Add("END");
    }

    private void InParentheses(Query query)
    {
        Add("(");
        Query(query);
        Add(")");
    }
}
