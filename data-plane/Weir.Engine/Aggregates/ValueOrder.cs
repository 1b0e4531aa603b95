using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Weir.Engine.Batches;
using Weir.Engine.State;
using Weir.Engine.Types;

namespace Weir.Engine.Aggregates;

/// <summary>The order of MIN and MAX: numbers by value, floating point as Java's <c>Double.compare</c> (NaN is the greatest, -0.0 less than 0.0), bytes unsigned.</summary>
internal static class ValueOrder
{
    /// <summary>Less than 0, 0 or more than 0 as the left value comes before, is the same as, or comes after the right one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Compare<T>(T left, T right)
        where T : IComparable<T>
    {
        // The type is known when this is compiled, so that only one branch is left.
        if (typeof(T) == typeof(double))
        {
            return CompareFloats((double)(object)left, (double)(object)right);
        }

        return typeof(T) == typeof(float) ? CompareFloats((float)(object)left, (float)(object)right) : left.CompareTo(right);
    }

    /// <summary>Writes the bytes of a value of simple layout, without a mark for NULL; all NaN have the same bytes.</summary>
    public static void WriteRaw(ByteWriter to, Column column, int row)
    {
        switch (column)
        {
            case FixedColumn<long> c:
                to.WriteFixed(c[row]);
                break;
            case FixedColumn<int> c:
                to.WriteFixed(c[row]);
                break;
            case BytesColumn c:
                to.Write(c[row]);
                break;
            case FixedColumn<double> c:
                to.WriteFixed(double.IsNaN(c[row]) ? double.NaN : c[row]);
                break;
            case FixedColumn<float> c:
                to.WriteFixed(float.IsNaN(c[row]) ? float.NaN : c[row]);
                break;
            case FixedColumn<Int128> c:
                to.WriteFixed(c[row]);
                break;
            case FixedColumn<short> c:
                to.WriteFixed(c[row]);
                break;
            case FixedColumn<sbyte> c:
                to.WriteFixed(c[row]);
                break;
            case FixedColumn<byte> c:
                to.WriteFixed(c[row]);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(column));
        }
    }

    /// <summary>Sets a row to a value of simple layout from its bytes.</summary>
    public static void ReadRaw(ReadOnlySpan<byte> from, Column column, int row)
    {
        column.SetValid(row);
        switch (column)
        {
            case FixedColumn<long> c:
                c[row] = MemoryMarshal.Read<long>(from);
                break;
            case FixedColumn<int> c:
                c[row] = MemoryMarshal.Read<int>(from);
                break;
            case BytesColumn c:
                c.Set(row, from);
                break;
            case FixedColumn<double> c:
                c[row] = MemoryMarshal.Read<double>(from);
                break;
            case FixedColumn<float> c:
                c[row] = MemoryMarshal.Read<float>(from);
                break;
            case FixedColumn<Int128> c:
                c[row] = MemoryMarshal.Read<Int128>(from);
                break;
            case FixedColumn<short> c:
                c[row] = MemoryMarshal.Read<short>(from);
                break;
            case FixedColumn<sbyte> c:
                c[row] = MemoryMarshal.Read<sbyte>(from);
                break;
            case FixedColumn<byte> c:
                c[row] = from[0];
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(column));
        }
    }

    /// <summary>Compares two values of a simple layout by their bytes.</summary>
    public static int CompareRaw(PhysicalType layout, ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) => layout switch
    {
        PhysicalType.Bytes => left.SequenceCompareTo(right),
        PhysicalType.Int64 => MemoryMarshal.Read<long>(left).CompareTo(MemoryMarshal.Read<long>(right)),
        PhysicalType.Int32 => MemoryMarshal.Read<int>(left).CompareTo(MemoryMarshal.Read<int>(right)),
        PhysicalType.Int16 => MemoryMarshal.Read<short>(left).CompareTo(MemoryMarshal.Read<short>(right)),
        PhysicalType.Int8 => ((sbyte)left[0]).CompareTo((sbyte)right[0]),
        PhysicalType.Bool => left[0].CompareTo(right[0]),
        PhysicalType.Int128 => MemoryMarshal.Read<Int128>(left).CompareTo(MemoryMarshal.Read<Int128>(right)),
        PhysicalType.Float64 => CompareFloats(MemoryMarshal.Read<double>(left), MemoryMarshal.Read<double>(right)),
        PhysicalType.Float32 => CompareFloats(MemoryMarshal.Read<float>(left), MemoryMarshal.Read<float>(right)),
        _ => throw new ArgumentOutOfRangeException(nameof(layout)),
    };

    private static int CompareFloats(double left, double right)
    {
        if (left < right)
        {
            return -1;
        }

        if (left > right)
        {
            return 1;
        }

        return double.IsNaN(left) || double.IsNaN(right)
            ? double.IsNaN(left).CompareTo(double.IsNaN(right))
            : double.IsNegative(right).CompareTo(double.IsNegative(left));
    }
}
