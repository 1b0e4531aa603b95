using Weir.Engine.Batches;
using Weir.Engine.Types;

namespace Weir.Engine.State;

/// <summary>Some columns of a row as bytes, one value after another as <see cref="ValueCodec"/> writes them. Not thread-safe.</summary>
internal sealed class RowCodec
{
    private readonly int[] _columns;
    private readonly Column[]? _left;
    private readonly Column[]? _right;

    /// <summary>A codec of the columns at these positions, in that order, of rows of these types.</summary>
    public RowCodec(IReadOnlyList<int> columns, IReadOnlyList<DataType> types)
    {
        _columns = [.. columns];
        if (_columns.Any(c => HasMaps(types[c])))
        {
            _left = [.. _columns.Select(c => ColumnFactory.Create(types[c], 1))];
            _right = [.. _columns.Select(c => ColumnFactory.Create(types[c], 1))];
        }
    }

    /// <summary>Appends a row's values.</summary>
    public void Write(ByteWriter to, ReadOnlySpan<Column> from, int row)
    {
        foreach (int column in _columns)
        {
            ValueCodec.Write(to, from[column], row);
        }
    }

    /// <summary>Reads a row's values into the same positions of other columns, and returns what comes after them.</summary>
    public ReadOnlySpan<byte> Read(ReadOnlySpan<byte> from, ReadOnlySpan<Column> into, int row)
    {
        foreach (int column in _columns)
        {
            from = ValueCodec.Read(from, into[column], row);
        }

        return from;
    }

    /// <summary>Whether both, which may go on after the values, begin with the same values. Maps are the same whatever the order of their entries, so their bytes do not tell.</summary>
    public bool Same(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, int rightLength)
    {
        if (left.StartsWith(right[..rightLength]))
        {
            return true;
        }

        if (_left is null || _right is null)
        {
            return false;
        }

        bool same = true;
        for (int c = 0; c < _left.Length; c++)
        {
            _left[c].Clear();
            _right[c].Clear();
            left = ValueCodec.Read(left, _left[c], 0);
            right = ValueCodec.Read(right, _right[c], 0);
            same &= ColumnComparer.Equals(_left[c], 0, _right[c], 0);
        }

        return same;
    }

    private static bool HasMaps(DataType type) => type.Physical switch
    {
        PhysicalType.Map => true,
        PhysicalType.Array => HasMaps(type.Element),
        PhysicalType.Row => type.Fields.Any(f => HasMaps(f.Type)),
        _ => false,
    };
}
