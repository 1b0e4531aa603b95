using Weir.Engine.Batches;
using Weir.Engine.Connectors;

namespace Weir.Connectors.Tests;

/// <summary>Writes to sinks as a lane does.</summary>
internal static class SinkWriting
{
    public static Batch Batch(TableSpec table, params (RowKind Kind, object?[] Row)[] rows)
    {
        ColumnSpec[] written = [.. table.Columns.Where(c => !c.IsVirtual)];
        Column[] columns = [.. written.Select(c => ColumnFactory.Create(c.Type, Math.Max(rows.Length, 1)))];
        Batch batch = new(columns, rows.Length);
        for (int r = 0; r < rows.Length; r++)
        {
            for (int c = 0; c < columns.Length; c++)
            {
                ColumnValues.Set(columns[c], written[c].Type, r, rows[r].Row[c]);
            }

            if (rows[r].Kind != RowKind.Insert)
            {
                batch.TrackKinds()[r] = rows[r].Kind;
            }
        }

        return batch;
    }

    public static Batch Inserts(TableSpec table, params object?[][] rows) => Batch(table, [.. rows.Select(r => (RowKind.Insert, r))]);

    /// <summary>Writes the batches, waiting where the sink has no room, and finishes.</summary>
    public static void WriteAll(TableSink sink, AutoResetEvent woken, params Batch[] batches)
    {
        foreach (Batch batch in batches)
        {
            Await(woken, () => sink.CanWrite);
            sink.Write(batch);
        }

        Await(woken, sink.Finish);
    }

    public static void Await(AutoResetEvent woken, Func<bool> condition)
    {
        while (!condition())
        {
            if (!woken.WaitOne(Patience.Ms))
            {
                throw new TimeoutException("The sink did not wake its lane.");
            }
        }
    }
}
