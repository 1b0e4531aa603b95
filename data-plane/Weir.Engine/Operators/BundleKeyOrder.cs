using System.Buffers.Binary;
using System.Numerics;
using Weir.Engine.Batches;
using Weir.Engine.Types;

namespace Weir.Engine.Operators;

/// <summary>
/// The order in which Flink's local aggregation hands on the keys of a bundle: that of a Java HashMap over the hashes of binary rows (MurmurHash3 over the row's words; buckets by the hash's low bits, within one in order of arrival).
/// It decides which keys are still in the bundle of the second phase when that is full, and so which changes are told together.
/// </summary>
internal sealed class BundleKeyOrder(IReadOnlyList<int> keys, IReadOnlyList<DataType> types)
{
    private byte[] _row = new byte[64];
    private int _capacity = 16;

    /// <summary>Sorts keys, each named by its first row; those of types whose binary form is not known here stay in order of arrival.</summary>
    public void Sort(ReadOnlySpan<Column> columns, List<int> firstRows)
    {
        // The map grows by doubling when it is three quarters full, and never shrinks.
        while (firstRows.Count > _capacity / 4 * 3)
        {
            _capacity *= 2;
        }

        List<(int Bucket, int Arrival, int Row)> order = [];
        for (int i = 0; i < firstRows.Count; i++)
        {
            if (Hash(columns, firstRows[i]) is not { } hash)
            {
                return;
            }

            order.Add(((int)((hash ^ (hash >> 16)) & (uint)(_capacity - 1)), i, firstRows[i]));
        }

        order.Sort();
        for (int i = 0; i < order.Count; i++)
        {
            firstRows[i] = order[i].Row;
        }
    }

    /// <summary>The hash of the key as a binary row: bits of NULLs, eight bytes a field, then what does not fit them.</summary>
    private uint? Hash(ReadOnlySpan<Column> columns, int row)
    {
        int nulls = (keys.Count + 71) / 64 * 8;
        int length = nulls + (keys.Count * 8);
        _row.AsSpan().Clear();
        EnsureLength(length);
        for (int k = 0; k < keys.Count; k++)
        {
            Column column = columns[keys[k]];
            int at = nulls + (k * 8);
            if (column.IsNull(row))
            {
                _row[(k + 8) / 8] |= (byte)(1 << ((k + 8) % 8));
                continue;
            }

            if (column is BytesColumn bytes)
            {
                length = Write(bytes[row], at, length);
            }
            else if (Fixed(column, types[k], row) is { } value)
            {
                BinaryPrimitives.WriteInt64LittleEndian(_row.AsSpan(at), value);
            }
            else
            {
                return null;
            }
        }

        return Murmur(_row.AsSpan(0, length));
    }

    private static long? Fixed(Column column, DataType type, int row) => column switch
    {
        FixedColumn<byte> c => c[row],
        FixedColumn<sbyte> c => (byte)c[row],
        FixedColumn<short> c => (ushort)c[row],
        FixedColumn<int> c => (uint)c[row],
        FixedColumn<long> c => c[row],
        FixedColumn<float> c => BitConverter.SingleToUInt32Bits(c[row]),
        FixedColumn<double> c => BitConverter.DoubleToInt64Bits(c[row]),
        FixedColumn<Int128> c when type is { Root: TypeRoot.Decimal, Precision: <= 18 } => (long)c[row],
        _ => null,
    };

    /// <summary>Up to seven bytes stand in the field itself, more behind the fields, padded to whole words of eight.</summary>
    private int Write(ReadOnlySpan<byte> value, int at, int length)
    {
        if (value.Length <= 7)
        {
            value.CopyTo(_row.AsSpan(at));
            _row[at + 7] = (byte)(0x80 | value.Length);
            return length;
        }

        int padded = (value.Length + 7) / 8 * 8;
        EnsureLength(length + padded);
        value.CopyTo(_row.AsSpan(length));
        BinaryPrimitives.WriteInt64LittleEndian(_row.AsSpan(at), ((long)length << 32) | (uint)value.Length);
        return length + padded;
    }

    private void EnsureLength(int length)
    {
        if (_row.Length < length)
        {
            Array.Resize(ref _row, Math.Max(length, _row.Length * 2));
        }
    }

    private static uint Murmur(ReadOnlySpan<byte> words)
    {
        uint hash = 42;
        for (int i = 0; i < words.Length; i += 4)
        {
            uint word = BinaryPrimitives.ReadUInt32LittleEndian(words[i..]) * 0xcc9e2d51;
            hash ^= BitOperations.RotateLeft(word, 15) * 0x1b873593;
            hash = (BitOperations.RotateLeft(hash, 13) * 5) + 0xe6546b64;
        }

        hash ^= (uint)words.Length;
        hash = (hash ^ (hash >> 16)) * 0x85ebca6b;
        hash = (hash ^ (hash >> 13)) * 0xc2b2ae35;
        return hash ^ (hash >> 16);
    }
}
