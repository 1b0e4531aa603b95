using Weir.Sql.Syntax.Ast;

namespace Weir.Sql.Syntax.Writing;

public sealed partial class SqlWriter
{
    private void Query(Query query)
    {
        if (query.With is not null) With(query.With);
        Body(query.Body, 0);
        if (query.OrderBy.Count > 0)
        {
            Add(" ORDER BY ");
            List(query.OrderBy, OrderItem);
        }

        if (query.Limit is not null)
        {
            Add(" LIMIT ");
            Expression(query.Limit);
        }

        if (query.Offset is null) return;
        Add(" OFFSET ");
        Expression(query.Offset);
    }

    private void With(WithClause with)
    {
        Add(with.IsRecursive ? "WITH RECURSIVE " : "WITH ");
        List(with.Tables, table =>
        {
            Name(table.Name);
            if (table.Columns.Count > 0)
            {
                Add(" ");
                InParentheses(table.Columns, Name);
            }

            Add(" AS ");
            InParentheses(table.Query);
        });
        Add(" ");
    }

    private void Body(QueryBody body, int minimum)
    {
        switch (body)
        {
            case Select select:
                Select(select);
                break;
            case SetOperation operation:
                var precedence = operation.Operator == SetOperator.Intersect ? 2 : 1;
                if (precedence < minimum) Add("(");
                Body(operation.Left, precedence);
                Add($" {operation.Operator.ToString().ToUpperInvariant()} ").Add(operation.IsAll ? "ALL " : "");
                Body(operation.Right, precedence + 1);
                if (precedence < minimum) Add(")");
                break;
            case ValuesBody values:
                Add("VALUES ");
                List(values.Rows, Expression);
                break;
            case ParenthesizedQuery query:
                InParentheses(query.Query);
                break;
            case ExplicitTable table:
                Add("TABLE ");
                Name(table.Name);
                break;
        }
    }

    private void Select(Select select)
    {
        Add("SELECT ");
        Hints(select.Hints, "", " ");
        if (select.Quantifier != SetQuantifier.None) Add(select.Quantifier == SetQuantifier.All ? "ALL " : "DISTINCT ");
        List(select.Items, SelectItem);
        if (select.From is not null)
        {
            Add(" FROM ");
            Table(select.From);
        }

        Clause(" WHERE ", select.Where);
        if (select.GroupBy is not null)
        {
            Add(" ");
            GroupBy(select.GroupBy);
        }

        Clause(" HAVING ", select.Having);
        if (select.Windows.Count > 0)
        {
            Add(" WINDOW ");
            List(select.Windows, window =>
            {
                Name(window.Name);
                Add(" AS ");
                Window(window.Specification);
            });
        }

        Clause(" QUALIFY ", select.Qualify);
    }

    private void Clause(string word, Expression? expression)
    {
        if (expression is null) return;
        Add(word);
        Expression(expression);
    }

    private void SelectItem(SelectItem item)
    {
        Expression(item.Expression);
        if (item.Alias is null) return;
        Add(" AS ");
        Name(item.Alias);
    }

    private void GroupBy(GroupByClause groupBy)
    {
        Add(groupBy.IsDistinct ? "GROUP BY DISTINCT " : "GROUP BY ");
        List(groupBy.Elements, Grouping);
    }

    private void Grouping(GroupingElement element)
    {
        switch (element)
        {
            case GroupingSet { Expressions: [var single] }:
                Expression(single);
                break;
            case GroupingSet set:
                InParentheses(set.Expressions, Expression);
                break;
            case GroupingSets sets:
                Add("GROUPING SETS ");
                InParentheses(sets.Elements, Grouping);
                break;
            case Rollup rollup:
                Add("ROLLUP ");
                InParentheses(rollup.Sets, Grouping);
                break;
            case Cube cube:
                Add("CUBE ");
                InParentheses(cube.Sets, Grouping);
                break;
        }
    }

    private void OrderItem(OrderItem item)
    {
        Expression(item.Expression);
        if (item.IsDescending) Add(" DESC");
        if (item.Nulls != NullsOrder.None) Add(item.Nulls == NullsOrder.First ? " NULLS FIRST" : " NULLS LAST");
    }

    private void Over(OverClause over)
    {
        Add("OVER ");
        if (over.Name is not null) Name(over.Name);
        else Window(over.Specification!);
    }

    private void Window(WindowSpecification window)
    {
        var separator = "";
        Add("(");
        if (window.Base is not null)
        {
            Name(window.Base);
            separator = " ";
        }

        if (window.PartitionBy.Count > 0)
        {
            Add(separator).Add("PARTITION BY ");
            List(window.PartitionBy, Expression);
            separator = " ";
        }

        if (window.OrderBy.Count > 0)
        {
            Add(separator).Add("ORDER BY ");
            List(window.OrderBy, OrderItem);
            separator = " ";
        }

        if (window.Frame is { } frame)
        {
            Add(separator).Add(frame.IsRows ? "ROWS " : "RANGE ");
            if (frame.End is not null) Add("BETWEEN ");
            Bound(frame.Start);
            if (frame.End is not null)
            {
                Add(" AND ");
                Bound(frame.End);
            }
        }

        Add(")");
    }

    private void Bound(FrameBound bound)
    {
        if (bound.Offset is not null)
        {
            Expression(bound.Offset, Parsing.Precedence.And + 1);
            Add(" ");
        }

        Add(bound.Kind switch
        {
            FrameBoundKind.UnboundedPreceding => "UNBOUNDED PRECEDING",
            FrameBoundKind.Preceding => "PRECEDING",
            FrameBoundKind.CurrentRow => "CURRENT ROW",
            FrameBoundKind.Following => "FOLLOWING",
            _ => "UNBOUNDED FOLLOWING",
        });
    }

    private void Hints(IReadOnlyList<Hint> hints, string before, string after)
    {
        if (hints.Count == 0) return;
        Add(before).Add("/*+ ");
        List(hints, hint =>
        {
            Name(hint.Name);
            if (hint.Arguments.Count == 0) return;
            InParentheses(hint.Arguments, argument =>
            {
                if (argument.Key is not null)
                {
                    String(argument.Key);
                    Add(" = ");
                }

                String(argument.Value);
            });
        });
        Add(" */").Add(after);
    }
}
