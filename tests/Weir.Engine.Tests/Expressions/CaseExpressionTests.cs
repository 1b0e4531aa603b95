using Weir.Engine.Batches;
using Weir.Engine.Expressions;
using Weir.Engine.Types;

namespace Weir.Engine.Tests.Expressions;

/// <summary>CASE takes each row's value from the branch that is its own, whatever the layout.</summary>
public sealed class CaseExpressionTests
{
    private const int Rows = 30;

    public static TheoryData<DataType> Types() =>
        [DataType.BigInt, DataType.Int, DataType.SmallInt, DataType.Boolean, DataType.Double, DataType.Decimal(38, 2), DataType.String, DataType.Array(DataType.Int)];

    [Theory]
    [MemberData(nameof(Types))]
    public void Values_of_every_layout_come_from_their_branch(DataType type) => Check(type, withNulls: false);

    [Theory]
    [MemberData(nameof(Types))]
    public void NULL_comes_from_its_branch(DataType type) => Check(type, withNulls: true);

    private static void Check(DataType type, bool withNulls)
    {
        object?[] first = [.. Enumerable.Range(0, Rows).Select(row => withNulls && row % 5 == 2 ? null : Value(type, row))];
        object?[] second = [.. Enumerable.Range(0, Rows).Select(row => Value(type, row + 3))];
        object? constant = Value(type, 77);
        object?[] firstHolds = [.. Enumerable.Range(0, Rows).Select(row => row % 4 == 3 ? null : (object?)(row % 3 == 0))];
        object?[] secondHolds = [.. Enumerable.Range(0, Rows).Select(row => (object?)(row % 2 == 0))];
        Batch batch = new(
            [Evaluation.Column(DataType.Boolean, firstHolds), Evaluation.Column(DataType.Boolean, secondHolds), Evaluation.Column(type, first), Evaluation.Column(type, second)],
            Rows);
        CaseExpression expression = new(
            [new ColumnExpression(0, DataType.Boolean), new ColumnExpression(1, DataType.Boolean)],
            [new ColumnExpression(2, type), new LiteralExpression(constant, type)],
            new ColumnExpression(3, type),
            type);
        object?[] expected = [.. Enumerable.Range(0, Rows).Select(row => firstHolds[row] is true ? first[row] : secondHolds[row] is true ? constant : second[row])];

        Column all = expression.Evaluate(Evaluation.Context, batch, batch.Rows);
        Assert.Equal(expected, Enumerable.Range(0, Rows).Select(row => ColumnValues.Get(all, type, row)));

        int[] some = [.. Enumerable.Range(0, Rows).Where(row => row % 7 != 0)];
        Column part = expression.Evaluate(Evaluation.Context, batch, new Selection(some));
        Assert.Equal(some.Select(row => expected[row]), some.Select(row => ColumnValues.Get(part, type, row)));
    }

    private static object Value(DataType type, int row) => type.Root switch
    {
        TypeRoot.BigInt => (long)row,
        TypeRoot.Integer => row,
        TypeRoot.SmallInt => (short)row,
        TypeRoot.Boolean => row % 3 == 1,
        TypeRoot.Double => row / 4.0,
        TypeRoot.Decimal => (Int128)row * row,
        TypeRoot.Array => new object?[] { row, null },
        _ => new string('x', row % 11) + row,
    };
}
