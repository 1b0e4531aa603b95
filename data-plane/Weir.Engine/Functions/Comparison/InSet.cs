using Weir.Engine.Batches;
using Weir.Engine.Expressions;

namespace Weir.Engine.Functions.Comparison;

/// <summary>
/// IN over a list of constants: few are compared one by one, many looked up in a set. Where nothing is found and the list has a NULL, the answer is unknown.
/// </summary>
public static class InSet
{
    /// <summary>Up to how many constants a scan beats hashing.</summary>
    private const int ScannedConstants = 8;

    /// <summary>The kernel over a column of fixed-size values; only argument 0 is read. NaN is in no list.</summary>
    public static ScalarKernel Create<T>(IReadOnlyCollection<T> constants, bool hasNull, bool negated)
        where T : unmanaged, IEquatable<T>, System.Numerics.IEqualityOperators<T, T, bool>
    {
        // NaN is the one value that is not equal to itself; a set would find it where = does not.
#pragma warning disable CS1718
        HashSet<T> set = [.. constants.Where(c => c == c)];
#pragma warning restore CS1718
        T[] list = [.. set];
        byte found = negated ? (byte)0 : (byte)1;
        return (arguments, result, rows, _) =>
        {
            ReadOnlySpan<T> from = ((FixedColumn<T>)arguments[0]).Values;
            FixedColumn<byte> to = (FixedColumn<byte>)result;
            if (list.Length <= ScannedConstants)
            {
                Scan(from, to.Values, rows, list, found);
            }
            else
            {
                Look(from, to.Values, rows, set, found);
            }

            MakeUnknown(arguments[0], to, rows, hasNull, found);
        };
    }

    /// <summary>The kernel over a column of byte strings; only argument 0 is read.</summary>
    public static ScalarKernel CreateBytes(IReadOnlyCollection<byte[]> constants, bool hasNull, bool negated)
    {
        byte found = negated ? (byte)0 : (byte)1;
        HashSet<byte[]>.AlternateLookup<ReadOnlySpan<byte>> set = new HashSet<byte[]>(constants, new BytesEquality()).GetAlternateLookup<ReadOnlySpan<byte>>();
        return (arguments, result, rows, _) =>
        {
            BytesColumn from = (BytesColumn)arguments[0];
            FixedColumn<byte> to = (FixedColumn<byte>)result;
            foreach (int row in rows)
            {
                to[row] = set.Contains(from[row]) ? found : (byte)(1 - found);
            }

            MakeUnknown(arguments[0], to, rows, hasNull, found);
        };
    }

    private static void Scan<T>(ReadOnlySpan<T> from, Span<byte> to, Selection rows, T[] list, byte found)
        where T : unmanaged, System.Numerics.IEqualityOperators<T, T, bool>
    {
        foreach (int row in rows)
        {
            T value = from[row];
            bool any = false;
            foreach (T constant in list)
            {
                any |= value == constant;
            }

            to[row] = any ? found : (byte)(1 - found);
        }
    }

    private static void Look<T>(ReadOnlySpan<T> from, Span<byte> to, Selection rows, HashSet<T> set, byte found)
        where T : unmanaged
    {
        foreach (int row in rows)
        {
            to[row] = set.Contains(from[row]) ? found : (byte)(1 - found);
        }
    }

    private static void MakeUnknown(Column from, FixedColumn<byte> to, Selection rows, bool hasNull, byte found)
    {
        if (!hasNull && !from.HasNulls)
        {
            return;
        }

        foreach (int row in rows)
        {
            if (from.IsNull(row) || (hasNull && to[row] != found))
            {
                to.SetNull(row);
            }
        }
    }

    private sealed class BytesEquality : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(byte[] obj) => GetHashCode((ReadOnlySpan<byte>)obj);

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            HashCode hash = default;
            hash.AddBytes(alternate);
            return hash.ToHashCode();
        }

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
    }
}
