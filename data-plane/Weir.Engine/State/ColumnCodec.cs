using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Weir.Engine.Batches;

namespace Weir.Engine.State;

/// <summary>What <see cref="ValueCodec"/> does, for a whole column of a layout that is not nested.</summary>
internal static class ColumnCodec
{
    /// <summary>Adds to the k-th size how many bytes the value of the k-th row takes.</summary>
    public static void AddSizes(Column column, Selection rows, Span<int> sizes)
    {
        bool nulls = column.HasNulls;
        if (column is BytesColumn bytes)
        {
            ReadOnlySpan<int> lengths = bytes.Lengths;
            for (int k = 0; k < sizes.Length; k++)
            {
                int row = rows[k];
                sizes[k] += nulls && column.Valid[row] == 0 ? 1 : 5 + lengths[row];
            }

            return;
        }

        int size = 1 + ValueCodec.FixedSize(column.Physical);
        for (int k = 0; k < sizes.Length; k++)
        {
            sizes[k] += nulls && column.Valid[rows[k]] == 0 ? 1 : size;
        }
    }

    /// <summary>Writes the value of the k-th row at the k-th place, which is moved to where it ends.</summary>
    public static void Write(Column column, Selection rows, byte[] to, Span<int> places)
    {
        switch (column)
        {
            case BytesColumn c:
                WriteBytes(c, rows, to, places);
                break;
            case FixedColumn<long> c:
                WriteFixed(c, rows, to, places);
                break;
            case FixedColumn<int> c:
                WriteFixed(c, rows, to, places);
                break;
            case FixedColumn<byte> c:
                WriteFixed(c, rows, to, places);
                break;
            case FixedColumn<sbyte> c:
                WriteFixed(c, rows, to, places);
                break;
            case FixedColumn<short> c:
                WriteFixed(c, rows, to, places);
                break;
            case FixedColumn<float> c:
                WriteFixed(c, rows, to, places);
                break;
            case FixedColumn<double> c:
                WriteFixed(c, rows, to, places);
                break;
            case FixedColumn<Int128> c:
                WriteFixed(c, rows, to, places);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(column));
        }
    }

    /// <summary>Reads the value that lies at the k-th place into the row <paramref name="start"/> + k, and moves the place to where the value ends. There is room for the rows.</summary>
    public static void Read(ReadOnlySpan<byte> from, Span<int> places, Column column, int start)
    {
        switch (column)
        {
            case BytesColumn c:
                ReadBytes(from, places, c, start);
                break;
            case FixedColumn<long> c:
                ReadFixed(from, places, c, start);
                break;
            case FixedColumn<int> c:
                ReadFixed(from, places, c, start);
                break;
            case FixedColumn<byte> c:
                ReadFixed(from, places, c, start);
                break;
            case FixedColumn<sbyte> c:
                ReadFixed(from, places, c, start);
                break;
            case FixedColumn<short> c:
                ReadFixed(from, places, c, start);
                break;
            case FixedColumn<float> c:
                ReadFixed(from, places, c, start);
                break;
            case FixedColumn<double> c:
                ReadFixed(from, places, c, start);
                break;
            case FixedColumn<Int128> c:
                ReadFixed(from, places, c, start);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(column));
        }
    }

    private static void ReadFixed<T>(ReadOnlySpan<byte> from, Span<int> places, FixedColumn<T> column, int start)
        where T : unmanaged
    {
        Span<T> values = column.Values.Slice(start, places.Length);
        for (int k = 0; k < places.Length; k++)
        {
            int at = places[k];
            if (from[at] == 0)
            {
                column.SetNull(start + k);
                places[k] = at + 1;
                continue;
            }

            column.SetValid(start + k);
            values[k] = MemoryMarshal.Read<T>(from[(at + 1)..]);
            places[k] = at + 1 + Unsafe.SizeOf<T>();
        }
    }

    /// <summary>All that lies there is copied at once, and the rows name their ranges of it.</summary>
    private static void ReadBytes(ReadOnlySpan<byte> from, Span<int> places, BytesColumn column, int start)
    {
        int data = column.Append(from);
        for (int k = 0; k < places.Length; k++)
        {
            int at = places[k];
            if (from[at] == 0)
            {
                column.SetNull(start + k);
                places[k] = at + 1;
                continue;
            }

            int length = MemoryMarshal.Read<int>(from[(at + 1)..]);
            column.SetValid(start + k);
            column.SetRange(start + k, data + at + 5, length);
            places[k] = at + 5 + length;
        }
    }

    private static void WriteFixed<T>(FixedColumn<T> column, Selection rows, byte[] to, Span<int> places)
        where T : unmanaged
    {
        bool nulls = column.HasNulls;
        ReadOnlySpan<T> values = column.Values;
        for (int k = 0; k < places.Length; k++)
        {
            int row = rows[k];
            int at = places[k];
            if (nulls && column.Valid[row] == 0)
            {
                to[at] = 0;
                places[k] = at + 1;
                continue;
            }

            to[at] = 1;
            MemoryMarshal.Write(to.AsSpan(at + 1), in values[row]);
            places[k] = at + 1 + Unsafe.SizeOf<T>();
        }
    }

    private static void WriteBytes(BytesColumn column, Selection rows, byte[] to, Span<int> places)
    {
        bool nulls = column.HasNulls;
        for (int k = 0; k < places.Length; k++)
        {
            int row = rows[k];
            int at = places[k];
            if (nulls && column.Valid[row] == 0)
            {
                to[at] = 0;
                places[k] = at + 1;
                continue;
            }

            ReadOnlySpan<byte> value = column[row];
            to[at] = 1;
            MemoryMarshal.Write(to.AsSpan(at + 1), value.Length);
            value.CopyTo(to.AsSpan(at + 5));
            places[k] = at + 5 + value.Length;
        }
    }
}
