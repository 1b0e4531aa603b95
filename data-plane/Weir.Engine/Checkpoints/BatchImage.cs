using Weir.Engine.Batches;
using Weir.Engine.State;
using Weir.Engine.Types;

namespace Weir.Engine.Checkpoints;

/// <summary>
/// The rows of a batch that are alive, as bytes: batches that are on their way between operators when a snapshot is taken.
/// <code>
/// rows (4) | 1 when all are +I, else 0 and the kind of each (1) | each row's values, as <see cref="ValueCodec"/> writes them
/// </code>
/// </summary>
internal static class BatchImage
{
    public static void Write(ByteWriter to, Batch batch)
    {
        Selection rows = batch.Rows;
        to.WriteFixed(rows.Count);
        to.WriteByte(batch.IsInsertOnly ? (byte)1 : (byte)0);
        if (!batch.IsInsertOnly)
        {
            foreach (int row in rows)
            {
                to.WriteByte((byte)batch.Kinds[row]);
            }
        }

        foreach (int row in rows)
        {
            foreach (Column column in batch.Columns)
            {
                ValueCodec.Write(to, column, row);
            }
        }
    }

    /// <summary>The rows again, as a batch that the caller owns.</summary>
    public static Batch Read(ReadOnlySpan<byte> from, IReadOnlyList<DataType> types, BatchPool pool)
    {
        int rows = BitConverter.ToInt32(from);
        bool insertOnly = from[4] != 0;
        from = from[5..];
        Batch batch = pool.Rent(types, rows);
        foreach (Column column in batch.Columns)
        {
            column.EnsureCapacity(rows);
        }

        if (!insertOnly)
        {
            Span<RowKind> kinds = batch.TrackKinds();
            for (int row = 0; row < rows; row++)
            {
                kinds[row] = (RowKind)from[row];
            }

            from = from[rows..];
        }

        for (int row = 0; row < rows; row++)
        {
            foreach (Column column in batch.Columns)
            {
                from = ValueCodec.Read(from, column, row);
            }
        }

        return batch;
    }
}
