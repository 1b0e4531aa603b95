using Weir.Engine.Types;

namespace Weir.Engine.Batches;

/// <summary>Makes columns that belong to no pool (constants, state, tests).</summary>
public static class ColumnFactory
{
    /// <summary>An empty column for values of the type with room for so many rows.</summary>
    public static Column Create(DataType type, int capacity) => type.Physical switch
    {
        PhysicalType.Bool => new FixedColumn<byte>(PhysicalType.Bool, capacity),
        PhysicalType.Int8 => new FixedColumn<sbyte>(PhysicalType.Int8, capacity),
        PhysicalType.Int16 => new FixedColumn<short>(PhysicalType.Int16, capacity),
        PhysicalType.Int32 => new FixedColumn<int>(PhysicalType.Int32, capacity),
        PhysicalType.Int64 => new FixedColumn<long>(PhysicalType.Int64, capacity),
        PhysicalType.Float32 => new FixedColumn<float>(PhysicalType.Float32, capacity),
        PhysicalType.Float64 => new FixedColumn<double>(PhysicalType.Float64, capacity),
        PhysicalType.Int128 => new FixedColumn<Int128>(PhysicalType.Int128, capacity),
        PhysicalType.Bytes => new BytesColumn(capacity),
        PhysicalType.Array => new ArrayColumn(capacity, Create(type.Element, capacity)),
        PhysicalType.Map => new MapColumn(capacity, Create(type.Key, capacity), Create(type.Root == TypeRoot.Multiset ? DataType.Int.NotNull() : type.Value, capacity)),
        PhysicalType.Row => new RowColumn(capacity, [.. type.Fields.Select(f => Create(f.Type, capacity))]),
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };
}
