using Weir.Engine.Types;

namespace Weir.Engine.Batches;

/// <summary>A column whose values have one size: byte (BOOLEAN), sbyte, short, int, long, float, double or Int128.</summary>
public sealed class FixedColumn<T> : Column
    where T : unmanaged
{
    private T[] _values;

    internal FixedColumn(PhysicalType physical, int capacity)
        : base(physical, capacity) => _values = new T[capacity];

    /// <summary>The values, one a row up to the capacity.</summary>
    public Span<T> Values => _values;

    /// <summary>The value of a row; setting it leaves validity as it is (rows are valid unless set NULL).</summary>
    public T this[int row]
    {
        get => _values[row];
        set => _values[row] = value;
    }

    private protected override void Grow(int capacity) => Array.Resize(ref _values, capacity);

    private protected override void ClearValue(int row) => _values[row] = default;

    private protected override void CopyValue(int row, Column source, int sourceRow) => _values[row] = ((FixedColumn<T>)source)._values[sourceRow];

    private protected override void GatherValues(int start, Column source, ReadOnlySpan<int> sourceRows)
    {
        T[] from = ((FixedColumn<T>)source)._values;
        Span<T> to = _values.AsSpan(start, sourceRows.Length);
        for (int k = 0; k < to.Length; k++)
        {
            to[k] = from[sourceRows[k]];
        }
    }
}
