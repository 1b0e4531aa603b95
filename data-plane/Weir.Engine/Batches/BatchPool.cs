using Weir.Engine.Types;

namespace Weir.Engine.Batches;

/// <summary>Batches and columns for use again and again; one for each job. Thread-safe.</summary>
public sealed class BatchPool(int batchRows = ColumnPool.DefaultBatchRows)
{
    private readonly Dictionary<int, Stack<Batch>> _free = [];
    private readonly Lock _lock = new();

    /// <summary>The columns of the batches.</summary>
    public ColumnPool Columns { get; } = new(batchRows);

    /// <summary>How many rows a batch has room for.</summary>
    public int BatchRows => Columns.BatchRows;

    /// <summary>A batch of so many rows whose columns are still to be set (all of them, before anything else), owned by the caller.</summary>
    public Batch Rent(int columnCount, int rowCount)
    {
        lock (_lock)
        {
            if (_free.TryGetValue(columnCount, out Stack<Batch>? free) && free.TryPop(out Batch? batch))
            {
                batch.Reset(rowCount);
                return batch;
            }
        }

        return new Batch(new Column[columnCount], rowCount) { Pool = this };
    }

    /// <summary>A batch with empty columns of the types, owned by the caller.</summary>
    public Batch Rent(IReadOnlyList<DataType> types, int rowCount)
    {
        Batch batch = Rent(types.Count, rowCount);
        for (int i = 0; i < types.Count; i++)
        {
            batch.SetColumn(i, Columns.Rent(types[i]));
        }

        return batch;
    }

    internal void Return(Batch batch)
    {
        lock (_lock)
        {
            if (!_free.TryGetValue(batch.Columns.Length, out Stack<Batch>? free))
            {
                _free[batch.Columns.Length] = free = new Stack<Batch>();
            }

            free.Push(batch);
        }
    }
}
