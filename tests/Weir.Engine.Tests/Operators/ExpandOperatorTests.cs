using Weir.Engine.Expressions;
using Weir.Engine.Operators;
using Weir.Engine.Tests.Runtime;
using Weir.Engine.Types;

namespace Weir.Engine.Tests.Operators;

public sealed class ExpandOperatorTests
{
    [Fact]
    public void Each_row_comes_out_once_for_each_projection_with_its_kind()
    {
        DataType[] types = [DataType.BigInt, DataType.String];
        DataType[] output = [DataType.BigInt, DataType.String, DataType.BigInt];
        ExpandOperator op = new(
        [
            [new ColumnExpression(0, types[0]), new LiteralExpression(null, types[1]), new LiteralExpression(1L, DataType.BigInt)],
            [new LiteralExpression(null, types[0]), new ColumnExpression(1, types[1]), new LiteralExpression(2L, DataType.BigInt)],
        ]);
        using OperatorHarness harness = new(op, types, output);
        harness.Send([OperatorHarness.Insert(1L, "a"), OperatorHarness.Delete(2L, "b")], sparse: true);
        Assert.Equal(["+I[1, NULL, 1]", "-D[2, NULL, 1]", "+I[NULL, a, 2]", "-D[NULL, b, 2]"], harness.Take());
        harness.Insert([3L, "c"]);
        Assert.Equal(["+I[3, NULL, 1]", "+I[NULL, c, 2]"], harness.Take());
        Assert.Equal(4, harness.Batches);
    }
}
