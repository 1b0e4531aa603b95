using Weir.Engine.Batches;

namespace Weir.Engine.Connectors;

/// <summary>
/// A batch that a reader fills: for each row write all columns at position <see cref="RowCount"/>, then call <see cref="Add"/>. A row given up halfway is simply written over by the next (a bytes column keeps
/// the bytes until the batch is done).
/// </summary>
public sealed class SourceBatch(Column[] columns, int capacity)
{
    private readonly RowKind[] _kinds = new RowKind[capacity];
    private Column[] _columns = columns;

    /// <summary>The columns asked for, in the order of <see cref="SourceContext.Columns"/>.</summary>
    public ReadOnlySpan<Column> Columns => _columns;

    /// <summary>How many rows there is room for.</summary>
    public int Capacity => capacity;

    /// <summary>How many rows have been added.</summary>
    public int RowCount { get; private set; }

    /// <summary>Whether there is no room left.</summary>
    public bool IsFull => RowCount == capacity;

    /// <summary>Whether all rows are +I.</summary>
    public bool IsInsertOnly { get; private set; } = true;

    /// <summary>The kind of each row.</summary>
    public ReadOnlySpan<RowKind> Kinds => _kinds.AsSpan(0, RowCount);

    /// <summary>Set by a source that knows its own watermark: event time after the rows of this batch, in milliseconds.</summary>
    public long? Watermark { get; set; }

    /// <summary>How many bytes of input the rows took, for the metrics.</summary>
    public long BytesRead { get; set; }

    /// <summary>Adds the row written at <see cref="RowCount"/>.</summary>
    public void Add(RowKind kind = RowKind.Insert)
    {
        _kinds[RowCount] = kind;
        IsInsertOnly &= kind == RowKind.Insert;
        RowCount++;
    }

    /// <summary>Adds so many rows of kind +I that were written from <see cref="RowCount"/> on.</summary>
    public void AddMany(int rows)
    {
        _kinds.AsSpan(RowCount, rows).Clear();
        RowCount += rows;
    }

    /// <summary>
    /// Takes columns that are filled already in place of those of this batch, which must be empty, so that nothing is copied. All rows are +I. Each column is retained by the caller for the batch, and
    /// not written again until the batch has released it.
    /// </summary>
    public void Take(ReadOnlySpan<Column> filled, int rows)
    {
        if (RowCount != 0 || rows > capacity || filled.Length != _columns.Length)
        {
            throw new InvalidOperationException($"Whole columns ({filled.Length} of {rows} rows) fit only an empty batch of as many columns and no fewer rows.");
        }

        filled.CopyTo(_columns);
        HoldsOthers = true;
        AddMany(rows);
    }

    /// <summary>Whether the columns are no longer those that <see cref="Reset"/> gave.</summary>
    internal bool HoldsOthers { get; private set; }

    /// <summary>Begins anew with other columns.</summary>
    public void Reset(Column[] columns)
    {
        HoldsOthers = false;
        _columns = columns;
        RowCount = 0;
        IsInsertOnly = true;
        BytesRead = 0;
        Watermark = null;
    }
}
