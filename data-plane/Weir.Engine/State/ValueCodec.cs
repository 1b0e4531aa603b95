using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Weir.Engine.Batches;
using Weir.Engine.Types;

namespace Weir.Engine.State;

/// <summary>
/// Values as bytes, for keys and for rows in state. Part of the state's format:
/// a byte 0 for NULL or 1 followed by the value: fixed sizes little-endian; bytes as a length of 4 bytes and the bytes; arrays and maps as a count of 4 bytes and the elements (key, value, key, …); rows field by field.
/// Equal values have equal bytes, but for maps, whose entries keep their order, and floats, whose -0.0 differs from 0.0.
/// </summary>
public static class ValueCodec
{
    /// <summary>Appends the value of a row.</summary>
    public static void Write(ByteWriter to, Column column, int row)
    {
        if (column.IsNull(row))
        {
            to.WriteByte(0);
            return;
        }

        to.WriteByte(1);
        switch (column)
        {
            case FixedColumn<long> c:
                to.WriteFixed(c[row]);
                break;
            case FixedColumn<int> c:
                to.WriteFixed(c[row]);
                break;
            case BytesColumn c:
                ReadOnlySpan<byte> value = c[row];
                to.WriteFixed(value.Length);
                to.Write(value);
                break;
            case FixedColumn<byte> c:
                to.WriteByte(c[row]);
                break;
            case FixedColumn<sbyte> c:
                to.WriteByte((byte)c[row]);
                break;
            case FixedColumn<short> c:
                to.WriteFixed(c[row]);
                break;
            case FixedColumn<float> c:
                to.WriteFixed(c[row]);
                break;
            case FixedColumn<double> c:
                to.WriteFixed(c[row]);
                break;
            case FixedColumn<Int128> c:
                to.WriteFixed(c[row]);
                break;
            case ArrayColumn c:
                to.WriteFixed(c.Lengths[row]);
                for (int e = 0; e < c.Lengths[row]; e++)
                {
                    Write(to, c.Elements, c.Starts[row] + e);
                }

                break;
            case MapColumn c:
                to.WriteFixed(c.Lengths[row]);
                for (int e = 0; e < c.Lengths[row]; e++)
                {
                    Write(to, c.Keys, c.Starts[row] + e);
                    Write(to, c.Values, c.Starts[row] + e);
                }

                break;
            case RowColumn c:
                foreach (Column field in c.Fields)
                {
                    Write(to, field, row);
                }

                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(column));
        }
    }

    /// <summary>Reads one value into a row, and returns what comes after it.</summary>
    public static ReadOnlySpan<byte> Read(ReadOnlySpan<byte> from, Column column, int row)
    {
        if (from[0] == 0)
        {
            column.SetNull(row);
            return from[1..];
        }

        from = from[1..];
        column.SetValid(row);
        switch (column)
        {
            case FixedColumn<long> c:
                return ReadFixed(from, c, row);
            case FixedColumn<int> c:
                return ReadFixed(from, c, row);
            case BytesColumn c:
                int length = BinaryPrimitives.ReadInt32LittleEndian(from);
                c.Set(row, from.Slice(4, length));
                return from[(4 + length)..];
            case FixedColumn<byte> c:
                return ReadFixed(from, c, row);
            case FixedColumn<sbyte> c:
                return ReadFixed(from, c, row);
            case FixedColumn<short> c:
                return ReadFixed(from, c, row);
            case FixedColumn<float> c:
                return ReadFixed(from, c, row);
            case FixedColumn<double> c:
                return ReadFixed(from, c, row);
            case FixedColumn<Int128> c:
                return ReadFixed(from, c, row);
            case ArrayColumn c:
                int elements = BinaryPrimitives.ReadInt32LittleEndian(from);
                from = from[4..];
                int start = c.ElementCount;
                for (int e = 0; e < elements; e++)
                {
                    from = Read(from, c.Elements, c.AddElement());
                }

                c.Commit(row, start);
                return from;
            case MapColumn c:
                int entries = BinaryPrimitives.ReadInt32LittleEndian(from);
                from = from[4..];
                int first = c.EntryCount;
                for (int e = 0; e < entries; e++)
                {
                    int at = c.AddEntry();
                    from = Read(from, c.Keys, at);
                    from = Read(from, c.Values, at);
                }

                c.Commit(row, first);
                return from;
            case RowColumn c:
                foreach (Column field in c.Fields)
                {
                    from = Read(from, field, row);
                }

                return from;
            default:
                throw new ArgumentOutOfRangeException(nameof(column));
        }
    }

    /// <summary>How many bytes a value of a simple layout takes without its first byte, or -1 when that differs from value to value.</summary>
    public static int FixedSize(PhysicalType layout) => layout switch
    {
        PhysicalType.Bool or PhysicalType.Int8 => 1,
        PhysicalType.Int16 => 2,
        PhysicalType.Int32 or PhysicalType.Float32 => 4,
        PhysicalType.Int64 or PhysicalType.Float64 => 8,
        PhysicalType.Int128 => 16,
        _ => -1,
    };

    private static ReadOnlySpan<byte> ReadFixed<T>(ReadOnlySpan<byte> from, FixedColumn<T> column, int row)
        where T : unmanaged
    {
        column[row] = MemoryMarshal.Read<T>(from);
        return from[System.Runtime.CompilerServices.Unsafe.SizeOf<T>()..];
    }
}
