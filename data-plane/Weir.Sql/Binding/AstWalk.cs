using Weir.Sql.Syntax.Ast;
using Ast = Weir.Sql.Syntax.Ast;

namespace Weir.Sql.Binding;

/// <summary>Looks into expressions of the text, but not into subqueries.</summary>
internal static class AstWalk
{
    public static bool Any(Ast.Expression expression, Func<Ast.Expression, bool> holds) => holds(expression) || Children(expression).Any(c => Any(c, holds));

    private static IEnumerable<Ast.Expression> Children(Ast.Expression expression) => expression switch
    {
        UnaryExpression u => [u.Operand],
        BinaryExpression b => [b.Left, b.Right],
        QuantifiedComparison q => [q.Left, .. q.Items],
        IsExpression i => [i.Operand],
        BetweenExpression b => [b.Operand, b.Low, b.High],
        LikeExpression l => l.Escape is null ? [l.Operand, l.Pattern] : [l.Operand, l.Pattern, l.Escape],
        InListExpression i => [i.Operand, .. i.Items],
        InQueryExpression i => [i.Operand],
        Ast.CaseExpression c => [.. Some(c.Operand), .. c.Whens.SelectMany(w => w.Conditions.Append(w.Result)), .. Some(c.Else)],
        ItemAccess i => [i.Container, i.Index],
        FieldAccess f => [f.Row],
        RowConstructor r => r.Items,
        CollectionConstructor c => c.Items,
        Ast.FunctionCall f => [.. f.Arguments, .. Some(f.Filter)],
        NamedArgument n => [n.Value],
        JsonKeyValue p => [p.Key, p.Value],
        JsonFormatted f => [f.Value],
        IntervalExpression i => [i.Value],
        _ => [],
    };

    private static IEnumerable<Ast.Expression> Some(Ast.Expression? expression) => expression is null ? [] : [expression];
}
