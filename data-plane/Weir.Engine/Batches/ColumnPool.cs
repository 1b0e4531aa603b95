using Weir.Engine.Types;

namespace Weir.Engine.Batches;

/// <summary>
/// Columns for use again and again, so that a job in steady state allocates none. Thread-safe: a batch may be released on another lane than
/// the one that made it. Columns of simple layouts are kept by layout; nested ones by type.
/// </summary>
public sealed class ColumnPool
{
    /// <summary>How many rows a batch has room for.</summary>
    public const int DefaultBatchRows = 2048;

    /// <summary>A bytes column whose buffer grew beyond this is not kept.</summary>
    private const int KeptBufferBytes = 8 << 20;

    /// <summary>How many free columns are kept of each layout.</summary>
    private const int KeptColumns = 1024;

    private readonly Stack<Column>[] _simple;
    private readonly Lock[] _locks;
    private readonly Dictionary<DataType, Stack<Column>> _nested = [];
    private readonly Lock _nestedLock = new();

    /// <summary>A pool of columns with room for so many rows.</summary>
    public ColumnPool(int batchRows = DefaultBatchRows)
    {
        BatchRows = batchRows;
        int layouts = Enum.GetValues<PhysicalType>().Length;
        _simple = new Stack<Column>[layouts];
        _locks = new Lock[layouts];
        for (int i = 0; i < layouts; i++)
        {
            _simple[i] = new Stack<Column>();
            _locks[i] = new Lock();
        }
    }

    /// <summary>How many rows a column from this pool has room for at first.</summary>
    public int BatchRows { get; }

    /// <summary>An empty column for values of the type, with one owner: the caller.</summary>
    public Column Rent(DataType type)
    {
        Column? column = null;
        if (type.IsNested)
        {
            lock (_nestedLock)
            {
                if (_nested.TryGetValue(type.Nullable(), out Stack<Column>? free))
                {
                    free.TryPop(out column);
                }
            }
        }
        else
        {
            int layout = (int)type.Physical;
            lock (_locks[layout])
            {
                _simple[layout].TryPop(out column);
            }
        }

        if (column is null)
        {
            column = ColumnFactory.Create(type, BatchRows);
            column.Pool = this;
            column.PooledType = type.IsNested ? type.Nullable() : null;
        }
        else
        {
            column.Revive();
        }

        return column;
    }

    internal void Return(Column column)
    {
        if (column is BytesColumn { Data.Length: > KeptBufferBytes })
        {
            return;
        }

        column.Clear();
        if (column.PooledType is { } type)
        {
            lock (_nestedLock)
            {
                if (!_nested.TryGetValue(type, out Stack<Column>? free))
                {
                    _nested[type] = free = new Stack<Column>();
                }

                if (free.Count < KeptColumns)
                {
                    free.Push(column);
                }
            }

            return;
        }

        int layout = (int)column.Physical;
        lock (_locks[layout])
        {
            if (_simple[layout].Count < KeptColumns)
            {
                _simple[layout].Push(column);
            }
        }
    }
}
