using Weir.Sql.Syntax.Ast;

namespace Weir.Sql.Tests.Syntax;

/// <summary>Trees of operators in any nesting, as no text that somebody writes would have them.</summary>
internal static class RandomExpression
{
    private static readonly string[] Names = ["a", "b", "tbl", "Key", "value", "order", "with space", "tick`ed", "größe", "$x", "_y", "1st", "count"];

    public static Expression Next(Random random, int depth)
    {
        if (depth == 0) return Leaf(random);
        Expression Inner() => Next(random, random.Next(depth));
        return random.Next(16) switch
        {
            0 or 1 or 2 => new BinaryExpression(default, Pick(random, Enum.GetValues<BinaryOperator>()), Inner(), Inner()),
            3 => new UnaryExpression(default, Pick(random, Enum.GetValues<UnaryOperator>()), Inner()),
            4 => new IsExpression(default, Inner(), random.Next(2) == 0, Pick(random, Enum.GetValues<IsTest>())),
            5 => new BetweenExpression(default, Inner(), random.Next(2) == 0, random.Next(2) == 0, Inner(), Inner()),
            6 => new LikeExpression(default, Pick(random, Enum.GetValues<LikeKind>()), Inner(), random.Next(2) == 0, Inner(), random.Next(2) == 0 ? null : Inner()),
            7 => new InListExpression(default, Inner(), random.Next(2) == 0, [Inner(), Inner()]),
            8 => new QuantifiedComparison(default, Pick(random, [BinaryOperator.Equal, BinaryOperator.Less]), Inner(), random.Next(2) == 0, null, [Inner(), Inner()]),
            9 => new ItemAccess(default, Inner(), Inner()),
            10 => new FieldAccess(default, Inner(), Name(random)),
            11 => new CaseExpression(default, random.Next(2) == 0 ? null : Inner(), [new WhenClause(default, [Inner()], Inner())], random.Next(2) == 0 ? null : Inner()),
            12 => new RowConstructor(default, [Inner(), Inner()], random.Next(2) == 0),
            13 => new CollectionConstructor(default, Pick(random, Enum.GetValues<CollectionKind>()), [Inner(), Inner()]),
            14 => Call("POSITION", Inner(), Inner()),
            _ => Call(Pick(random, ["f", "COALESCE", "SUM", "my func"]), Inner(), Inner()),
        };
    }

    private static Expression Leaf(Random random) => random.Next(8) switch
    {
        0 => new NumericLiteral(default, NumericLiteralKind.Integer, random.Next(1000).ToString(System.Globalization.CultureInfo.InvariantCulture)),
        1 => new NumericLiteral(default, NumericLiteralKind.Decimal, "1.50"),
        2 => new StringLiteral(default, Pick(random, ["", "it's", "a\nb", "-- no comment", "🙂"])),
        3 => new BooleanLiteral(default, Pick(random, [true, false, (bool?)null])),
        4 => new NullLiteral(default),
        5 => Call("CURRENT_DATE") with { IsNiladic = true },
        _ => new ColumnReference(default, [Name(random)]),
    };

    private static FunctionCall Call(string name, params Expression[] arguments) =>
        new(default, new QualifiedName(default, [new Identifier(default, name, name.Contains(' ', StringComparison.Ordinal))]), arguments);

    private static Identifier Name(Random random)
    {
        var name = Pick(random, Names);
        return new Identifier(default, name, IsQuoted: name is not ("a" or "b" or "tbl" or "Key" or "größe" or "$x" or "_y"));
    }

    private static T Pick<T>(Random random, T[] values) => values[random.Next(values.Length)];
}
