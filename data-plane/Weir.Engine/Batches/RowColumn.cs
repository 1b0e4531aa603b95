using Weir.Engine.Types;

namespace Weir.Engine.Batches;

/// <summary>A column of ROW values: one column for each field, addressed by the same row.</summary>
public sealed class RowColumn : Column
{
    private readonly Column[] _fields;

    internal RowColumn(int capacity, Column[] fields)
        : base(PhysicalType.Row, capacity) => _fields = fields;

    /// <summary>The fields. Where the row is NULL, its fields are unspecified.</summary>
    public ReadOnlySpan<Column> Fields => _fields;

    /// <inheritdoc/>
    public override void Clear()
    {
        base.Clear();
        foreach (Column field in _fields)
        {
            field.Clear();
        }
    }

    private protected override void Grow(int capacity)
    {
        foreach (Column field in _fields)
        {
            field.EnsureCapacity(capacity);
        }
    }

    private protected override void ClearValue(int row)
    {
        foreach (Column field in _fields)
        {
            field.SetNull(row);
        }
    }

    private protected override void CopyValue(int row, Column source, int sourceRow)
    {
        Column[] from = ((RowColumn)source)._fields;
        for (int f = 0; f < _fields.Length; f++)
        {
            _fields[f].CopyRow(row, from[f], sourceRow);
        }
    }

    private protected override void GatherValues(int start, Column source, ReadOnlySpan<int> sourceRows)
    {
        Column[] from = ((RowColumn)source)._fields;
        for (int f = 0; f < _fields.Length; f++)
        {
            _fields[f].Gather(start, from[f], sourceRows);
        }
    }
}
