namespace Weir.Engine.Batches;

/// <summary>
/// Rows on their way through a job: columns of the same length; which rows are still alive (the selection); for changelogs the kind of each row;
/// after an exchange by key the hash of each row's key. Counted like its columns: whoever keeps a batch retains it, whoever is done releases it.
/// </summary>
public sealed class Batch
{
    private readonly Column[] _columns;
    private int[] _selection = [];
    private bool _dense = true;
    private RowKind[] _kinds = [];
    private int _references = 1;

    /// <summary>A batch over the columns, which it owns from now on; all rows alive, all of kind +I.</summary>
    public Batch(Column[] columns, int rowCount)
    {
        _columns = columns;
        RowCount = rowCount;
        SelectedCount = rowCount;
    }

    /// <summary>The columns.</summary>
    public ReadOnlySpan<Column> Columns => _columns;

    /// <summary>How many rows the columns hold, alive or not.</summary>
    public int RowCount { get; private set; }

    /// <summary>How many rows are alive.</summary>
    public int SelectedCount { get; private set; }

    /// <summary>Whether all rows are of kind +I.</summary>
    public bool IsInsertOnly { get; private set; } = true;

    /// <summary>The rows that are alive.</summary>
    public Selection Rows => _dense ? new Selection(RowCount) : new Selection(_selection.AsSpan(0, SelectedCount));

    /// <summary>The kind of each row; only to be read when not <see cref="IsInsertOnly"/>.</summary>
    public Span<RowKind> Kinds => _kinds;

    /// <summary>The kind of a row.</summary>
    public RowKind KindOf(int row) => IsInsertOnly ? RowKind.Insert : _kinds[row];

    /// <summary>Starts to keep a kind for each row; all are +I until written.</summary>
    public Span<RowKind> TrackKinds()
    {
        if (_kinds.Length < RowCount)
        {
            _kinds = new RowKind[Math.Max(RowCount, ColumnPool.DefaultBatchRows)];
        }

        if (IsInsertOnly)
        {
            Array.Clear(_kinds, 0, RowCount);
            IsInsertOnly = false;
        }

        return _kinds;
    }

    /// <summary>Takes the kinds of another batch with the same rows.</summary>
    public void CopyKinds(Batch other)
    {
        if (!other.IsInsertOnly)
        {
            other._kinds.AsSpan(0, RowCount).CopyTo(TrackKinds());
        }
    }

    /// <summary>Narrows the rows alive to those named (ascending, each alive before). The positions are copied.</summary>
    public void Select(ReadOnlySpan<int> rows)
    {
        if (_selection.Length < rows.Length)
        {
            _selection = new int[Math.Max(RowCount, ColumnPool.DefaultBatchRows)];
        }

        rows.CopyTo(_selection);
        SelectedCount = rows.Length;
        _dense = false;
    }

    /// <summary>Takes the selection of another batch with the same rows.</summary>
    public void CopySelection(Batch other)
    {
        if (!other._dense)
        {
            Select(other._selection.AsSpan(0, other.SelectedCount));
        }
    }

    /// <summary>Adds an owner, and returns the batch.</summary>
    public Batch Retain()
    {
        Interlocked.Increment(ref _references);
        return this;
    }

    /// <summary>Takes an owner away; the last one releases the columns and, if the batch came from a pool, returns it there.</summary>
    public void Release()
    {
        if (Interlocked.Decrement(ref _references) != 0)
        {
            return;
        }

        foreach (Column column in _columns)
        {
            column.Release();
        }

        Pool?.Return(this);
    }

    internal BatchPool? Pool { get; set; }

    /// <summary>Puts a column in its place when a batch from a pool is filled; the batch owns it from then on.</summary>
    public void SetColumn(int index, Column column) => _columns[index] = column;

    /// <summary>Releases the columns and owns these from now on.</summary>
    internal void ReplaceColumns(ReadOnlySpan<Column> columns)
    {
        foreach (Column column in _columns)
        {
            column.Release();
        }

        columns.CopyTo(_columns);
    }

    /// <summary>Cuts a batch that was rented with room to spare down to the rows written, all alive.</summary>
    internal void Truncate(int rowCount, bool insertOnly)
    {
        RowCount = rowCount;
        SelectedCount = rowCount;
        _dense = true;
        IsInsertOnly = insertOnly;
    }

    internal void Reset(int rowCount)
    {
        RowCount = rowCount;
        SelectedCount = rowCount;
        _dense = true;
        IsInsertOnly = true;
        _references = 1;
    }
}
