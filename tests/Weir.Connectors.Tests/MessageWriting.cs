using Weir.Engine.Batches;
using Weir.Engine.Connectors;

namespace Weir.Connectors.Tests;

/// <summary>Writes sinks as a lane does.</summary>
internal static class MessageWriting
{
    public static Batch Batch(TableSpec table, params object?[][] rows)
    {
        ColumnSpec[] written = [.. table.Columns.Where(c => !c.IsVirtual)];
        Column[] columns = [.. written.Select(c => ColumnFactory.Create(c.Type, Math.Max(1, rows.Length)))];
        for (int r = 0; r < rows.Length; r++)
        {
            for (int c = 0; c < columns.Length; c++)
            {
                ColumnValues.Set(columns[c], written[c].Type, r, rows[r][c]);
            }
        }

        return new Batch(columns, rows.Length);
    }

    /// <summary>Writes when there is room, waiting for the wake until then.</summary>
    public static void WriteWhenReady(TableSink sink, AutoResetEvent woken, Batch batch)
    {
        while (!sink.CanWrite)
        {
            Wait(woken);
        }

        sink.Write(batch);
        batch.Release();
    }

    public static void FinishAll(TableSink sink, AutoResetEvent woken)
    {
        while (!sink.Finish())
        {
            Wait(woken);
        }
    }

    /// <summary>Opens, writes, finishes and disposes of a sink.</summary>
    public static void WriteAll(TableSink sink, TableSpec table, params object?[][] rows)
    {
        using AutoResetEvent woken = new(false);
        using (sink)
        {
            sink.Open(new SinkContext { Wake = () => woken.Set() });
            WriteWhenReady(sink, woken, Batch(table, rows));
            FinishAll(sink, woken);
        }
    }

    private static void Wait(AutoResetEvent woken)
    {
        if (!woken.WaitOne(Patience.Ms))
        {
            throw new TimeoutException("The sink did not wake its lane.");
        }
    }
}
