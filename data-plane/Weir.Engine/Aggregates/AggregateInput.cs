using Weir.Engine.Batches;

namespace Weir.Engine.Aggregates;

/// <summary>Rows to be aggregated: the k-th slot given beside it belongs to the k-th row.</summary>
public readonly ref struct AggregateInput
{
    /// <summary>The arguments' columns (all addressed by the rows' positions).</summary>
    public required ReadOnlySpan<Column> Arguments { get; init; }

    /// <summary>The rows; those that FILTER leaves out are already gone.</summary>
    public required Selection Rows { get; init; }

    /// <summary>The kind of each row by position; empty when all are +I.</summary>
    public ReadOnlySpan<RowKind> Kinds { get; init; }

    /// <summary>Whether all rows add.</summary>
    public bool IsInsertOnly => Kinds.IsEmpty;

    /// <summary>The first argument.</summary>
    public Column Argument => Arguments[0];

    /// <summary>1 for a row that adds, -1 for one that takes back.</summary>
    public int SignOf(int row) => Kinds.IsEmpty || !Kinds[row].IsRetraction() ? 1 : -1;
}
