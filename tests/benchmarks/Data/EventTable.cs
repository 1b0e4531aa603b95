using Weir.Engine.Batches;
using Weir.Engine.Connectors;

namespace Weir.Benchmarks.Data;

/// <summary>
/// A table of the Nexmark generator, made before anything is timed: each column in chunks of a batch's rows, by the generator itself. Engine and loops read the same chunks. A column is made when it is
/// first asked for, so that a run takes memory only for what its query reads.
/// </summary>
internal sealed class EventTable
{
    private readonly Column[]?[] _columns;
    private readonly Func<EventTable, int, Column[]> _make;

    /// <summary>A table of so many rows; <paramref name="make"/> makes the chunks of one column.</summary>
    public EventTable(TableSpec spec, int rows, Func<EventTable, int, Column[]> make)
    {
        Spec = spec;
        RowCount = rows;
        _make = make;
        _columns = new Column[spec.Columns.Count][];
    }

    public TableSpec Spec { get; }

    public int RowCount { get; }

    public int ChunkCount => (RowCount + ColumnPool.DefaultBatchRows - 1) / ColumnPool.DefaultBatchRows;

    /// <summary>How many rows a chunk has: a batch's, but for the last one.</summary>
    public int RowsOf(int chunk) => Math.Min(ColumnPool.DefaultBatchRows, RowCount - (chunk * ColumnPool.DefaultBatchRows));

    /// <summary>The chunks of a column.</summary>
    public Column[] Chunks(int column) => _columns[column] ??= _make(this, column);

    /// <summary>The chunks of a column.</summary>
    public Column[] Chunks(string column)
    {
        for (int c = 0; c < Spec.Columns.Count; c++)
        {
            if (Spec.Columns[c].Name == column)
            {
                return Chunks(c);
            }
        }

        throw new ArgumentException($"{Spec.Name} has no column {column}.", nameof(column));
    }

    /// <summary>The values of a column of numbers in a chunk.</summary>
    public static ReadOnlySpan<long> Longs(Column[] chunks, int chunk, int rows) => ((FixedColumn<long>)chunks[chunk]).Values[..rows];
}
