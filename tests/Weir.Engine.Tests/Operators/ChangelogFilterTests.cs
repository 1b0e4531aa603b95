using Weir.Engine.Batches;
using Weir.Engine.Connectors;
using Weir.Engine.Operators;
using Weir.Engine.Tests.Runtime;
using Weir.Engine.Types;
using static Weir.Engine.Tests.Runtime.OperatorHarness;

namespace Weir.Engine.Tests.Operators;

public sealed class ChangelogFilterTests
{
    private static readonly DataType[] s_types = [DataType.Int, DataType.String.NotNull(), DataType.Decimal(4, 1).NotNull(), DataType.Int.NotNull()];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Rows_of_other_kinds_are_left_out(bool sparse)
    {
        DataType[] types = [DataType.Int];
        using OperatorHarness harness = new(new RowKindFilterOperator(ChangelogMode.Upsert), types, types);
        harness.Send([Insert(1), (RowKind.UpdateBefore, [2]), (RowKind.UpdateAfter, [3]), Delete(4)], sparse);
        harness.Insert([5]);
        harness.Send([(RowKind.UpdateBefore, [6])], sparse);
        Assert.Equal(["+I[1]", "+U[3]", "-D[4]", "+I[5]"], harness.Take());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Deletes_by_key_have_something_in_columns_that_are_not_null(bool sparse)
    {
        using OperatorHarness harness = new(new KeyOnlyDeleteOperator(s_types), [.. s_types.Select(t => t.Nullable())], s_types);
        harness.Send([Insert(1, "a", (Int128)15, 7), Delete(2, null, null, null), Delete(null, "b", (Int128)25, 8)], sparse);
        Assert.Equal(["+I[1, a, 1.5, 7]", "-D[2, , NULL, -1]", "-D[NULL, b, 2.5, 8]"], harness.Take());
        Assert.True(KeyOnlyDeleteOperator.IsNeeded(s_types));
        Assert.False(KeyOnlyDeleteOperator.IsNeeded([DataType.Int, DataType.Decimal(4, 1).NotNull(), DataType.Array(DataType.Int).NotNull()]));
    }
}
