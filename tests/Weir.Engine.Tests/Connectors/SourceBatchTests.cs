using Weir.Engine.Batches;
using Weir.Engine.Connectors;
using Weir.Engine.Types;

namespace Weir.Engine.Tests.Connectors;

public sealed class SourceBatchTests
{
    [Fact]
    public void A_reader_may_hand_over_whole_columns()
    {
        SourceBatch batch = new([ColumnFactory.Create(DataType.BigInt, 4)], 4);
        Column filled = ColumnFactory.Create(DataType.BigInt, 4);
        batch.Take([filled], 3);
        Assert.Same(filled, batch.Columns[0]);
        Assert.Equal((3, true), (batch.RowCount, batch.IsInsertOnly));
    }

    [Fact]
    public void Whole_columns_fit_only_an_empty_batch_of_their_shape()
    {
        Column filled = ColumnFactory.Create(DataType.BigInt, 8);
        SourceBatch batch = new([ColumnFactory.Create(DataType.BigInt, 4)], 4);
        Assert.Throws<InvalidOperationException>(() => batch.Take([filled], 5));
        Assert.Throws<InvalidOperationException>(() => batch.Take([filled, filled], 3));
        batch.Add();
        Assert.Throws<InvalidOperationException>(() => batch.Take([filled], 3));
    }
}
