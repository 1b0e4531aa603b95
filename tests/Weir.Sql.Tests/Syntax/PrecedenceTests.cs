using Weir.Sql.Syntax.Ast;

namespace Weir.Sql.Tests.Syntax;

public sealed class PrecedenceTests
{
    [Theory]
    [InlineData("a OR b AND c", "(a OR (b AND c))")]
    [InlineData("a AND b OR c AND d", "((a AND b) OR (c AND d))")]
    [InlineData("NOT a = b AND c", "((NOT (a = b)) AND c)")]
    [InlineData("a = b IS NULL", "((a = b) IS NULL)")]
    [InlineData("NOT a IS NULL", "(NOT (a IS NULL))")]
    [InlineData("a + b * c", "(a + (b * c))")]
    [InlineData("a - b - c", "((a - b) - c)")]
    [InlineData("a || b + c", "((a || b) + c)")]
    [InlineData("a || b * c", "((a || b) * c)")]
    [InlineData("- a * b", "((-a) * b)")]
    [InlineData("-a[1]", "(-(a[1]))")]
    [InlineData("a < b = c", "((a < b) = c)")]
    [InlineData("a = b IN (c)", "(a = (b IN (c)))")]
    [InlineData("a + 1 BETWEEN b AND c + 2 AND d", "(((a + 1) BETWEEN b AND (c + 2)) AND d)")]
    [InlineData("a NOT BETWEEN SYMMETRIC b AND c OR d", "((a NOT BETWEEN SYMMETRIC b AND c) OR d)")]
    [InlineData("a LIKE b || c ESCAPE '!' AND d", "((a LIKE (b || c) ESCAPE '!') AND d)")]
    [InlineData("a LIKE b LIKE c", "(a LIKE (b LIKE c))")]
    [InlineData("a = b LIKE c", "(a = (b LIKE c))")]
    [InlineData("a IS DISTINCT FROM b IS TRUE", "((a IS DISTINCT FROM b) IS TRUE)")]
    [InlineData("a <> ALL (b, c) AND d", "((a <> ALL (b, c)) AND d)")]
    [InlineData("a OVERLAPS b AND c", "((a OVERLAPS b) AND c)")]
    public void Operators_bind_as_in_Calcite(string text, string expected) => Assert.Equal(expected, Explicit(Sql.Expression(text)));

    [Theory]
    [InlineData("a OR b AND c", "a OR b AND c")]
    [InlineData("(a OR b) AND c", "(a OR b) AND c")]
    [InlineData("a - (b - c)", "a - (b - c)")]
    [InlineData("((a - b)) - c", "a - b - c")]
    [InlineData("- (- a)", "-(-a)")]
    [InlineData("(a LIKE b) LIKE c", "(a LIKE b) LIKE c")]
    [InlineData("(a IN (1)) IN (2)", "(a IN (1)) IN (2)")]
    [InlineData("NOT (a AND b)", "NOT (a AND b)")]
    [InlineData("(NOT a) = b", "(NOT a) = b")]
    [InlineData("a = (NOT b)", "a = (NOT b)")]
    [InlineData("(r).f", "(r).f")]
    public void Written_expressions_have_the_parentheses_they_need(string text, string expected) => Assert.Equal(expected, Sql.Rewritten(text));

    /// <summary>Parentheses around every operator, put by the tree alone.</summary>
    private static string Explicit(Expression expression) => expression switch
    {
        ColumnReference column => column.Parts[0].Name,
        NumericLiteral number => number.Text,
        StringLiteral text => $"'{text.Value}'",
        BinaryExpression binary => $"({Explicit(binary.Left)} {Symbols[binary.Operator]} {Explicit(binary.Right)})",
        UnaryExpression unary => $"({(unary.Operator == UnaryOperator.Not ? "NOT " : "-")}{Explicit(unary.Operand)})",
        IsExpression test => $"({Explicit(test.Operand)} IS {test.Test.ToString().ToUpperInvariant()})",
        BetweenExpression between => $"({Explicit(between.Operand)}{(between.IsNegated ? " NOT" : "")} BETWEEN {(between.IsSymmetric ? "SYMMETRIC " : "")}{Explicit(between.Low)} AND {Explicit(between.High)})",
        LikeExpression like => $"({Explicit(like.Operand)} LIKE {Explicit(like.Pattern)}{(like.Escape is null ? "" : $" ESCAPE {Explicit(like.Escape)}")})",
        InListExpression list => $"({Explicit(list.Operand)} IN ({string.Join(", ", list.Items.Select(Explicit))}))",
        QuantifiedComparison comparison => $"({Explicit(comparison.Left)} {Symbols[comparison.Operator]} {(comparison.IsAll ? "ALL" : "ANY")} ({string.Join(", ", comparison.Items.Select(Explicit))}))",
        ItemAccess item => $"({Explicit(item.Container)}[{Explicit(item.Index)}])",
        _ => throw new ArgumentException(expression.GetType().Name),
    };

    private static readonly Dictionary<BinaryOperator, string> Symbols = new()
    {
        [BinaryOperator.Or] = "OR",
        [BinaryOperator.And] = "AND",
        [BinaryOperator.Equal] = "=",
        [BinaryOperator.NotEqual] = "<>",
        [BinaryOperator.Less] = "<",
        [BinaryOperator.Add] = "+",
        [BinaryOperator.Subtract] = "-",
        [BinaryOperator.Multiply] = "*",
        [BinaryOperator.Concatenate] = "||",
        [BinaryOperator.IsDistinctFrom] = "IS DISTINCT FROM",
        [BinaryOperator.Overlaps] = "OVERLAPS",
    };
}
