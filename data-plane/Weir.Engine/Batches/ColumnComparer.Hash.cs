using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Weir.Engine.Types;

namespace Weir.Engine.Batches;

public static partial class ColumnComparer
{
    private const ulong Seed = 0x9E3779B97F4A7C15;
    private const ulong Odd1 = 0xA0761D6478BD642F;
    private const ulong Odd2 = 0xE7037ED1A0B428DB;
    private const ulong NullHash = 0x8EBC6AF09C88C6E3;

    /// <summary>A hash of 64 well-mixed bits; values that are equal have the same.</summary>
    public static ulong Hash(Column column, int row)
    {
        if (column.IsNull(row))
        {
            return NullHash;
        }

        switch (column.Physical)
        {
            case PhysicalType.Bool:
                return Mix(Value<byte>(column, row), Seed);
            case PhysicalType.Int8:
                return Mix((ulong)Value<sbyte>(column, row), Seed);
            case PhysicalType.Int16:
                return Mix((ulong)Value<short>(column, row), Seed);
            case PhysicalType.Int32:
                return Mix((ulong)Value<int>(column, row), Seed);
            case PhysicalType.Int64:
                return Mix((ulong)Value<long>(column, row), Seed);
            case PhysicalType.Int128:
                Int128 wide = Value<Int128>(column, row);
                return Mix((ulong)(wide >> 64), Mix((ulong)wide, Seed));
            case PhysicalType.Float32:
                return Mix((ulong)Bits(Value<float>(column, row)), Seed);
            case PhysicalType.Float64:
                return Mix((ulong)Bits(Value<double>(column, row)), Seed);
            case PhysicalType.Bytes:
                return HashBytes(((BytesColumn)column)[row]);
            case PhysicalType.Array:
                return HashArray((ArrayColumn)column, row);
            case PhysicalType.Map:
                return HashMap((MapColumn)column, row);
            case PhysicalType.Row:
                return HashRow((RowColumn)column, row);
            default:
                throw new ArgumentOutOfRangeException(nameof(column));
        }
    }

    /// <summary>The hash of a string of bytes, as <see cref="Hash"/> gives it for a bytes column.</summary>
    public static ulong HashBytes(ReadOnlySpan<byte> bytes)
    {
        ulong hash = Seed ^ (ulong)bytes.Length;
        while (bytes.Length >= 8)
        {
            hash = Mix(BinaryPrimitives.ReadUInt64LittleEndian(bytes), hash);
            bytes = bytes[8..];
        }

        ulong tail = 0;
        for (int i = 0; i < bytes.Length; i++)
        {
            tail |= (ulong)bytes[i] << (8 * i);
        }

        return Mix(tail, hash);
    }

    /// <summary>Adds the hash of a further value to a hash; the order of values matters.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Combine(ulong hash, ulong next) => Mix(next, hash);

    // The 128-bit product folded, as wyhash does. The second round keeps a value that meets a factor of zero from swallowing the hash before it.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mix(ulong value, ulong hash)
    {
        ulong high = Math.BigMul(value ^ Odd1, hash ^ Odd2, out ulong low);
        hash = (high ^ low) + BitRotate(hash);
        high = Math.BigMul(hash ^ Odd2, Seed, out low);
        return high ^ low;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong BitRotate(ulong hash) => (hash << 23) | (hash >> 41);

    private static ulong HashArray(ArrayColumn column, int row)
    {
        ulong hash = Seed ^ (ulong)column.Lengths[row];
        int start = column.Starts[row];
        for (int e = 0; e < column.Lengths[row]; e++)
        {
            hash = Mix(Hash(column.Elements, start + e), hash);
        }

        return hash;
    }

    private static ulong HashRow(RowColumn column, int row)
    {
        ulong hash = Seed;
        foreach (Column field in column.Fields)
        {
            hash = Mix(Hash(field, row), hash);
        }

        return hash;
    }

    // A sum, for entries have no order.
    private static ulong HashMap(MapColumn column, int row)
    {
        ulong sum = (ulong)column.Lengths[row];
        int start = column.Starts[row];
        for (int e = 0; e < column.Lengths[row]; e++)
        {
            sum += Mix(Hash(column.Values, start + e), Hash(column.Keys, start + e));
        }

        return Mix(sum, Seed);
    }
}
