using Weir.Engine.Batches;
using Weir.Engine.Types;

namespace Weir.Engine.Tests.Batches;

public sealed class ColumnComparerTests
{
    [Fact]
    public void Values_in_ascending_order_compare_so_and_only_equal_ones_are_equal()
    {
        InOrder(DataType.Boolean, null, false, true);
        InOrder(DataType.TinyInt, null, (sbyte)-3, (sbyte)0, (sbyte)9);
        InOrder(DataType.SmallInt, null, (short)-300, (short)7);
        InOrder(DataType.Int, null, int.MinValue, -1, 0, int.MaxValue);
        InOrder(DataType.BigInt, null, long.MinValue, 0L, long.MaxValue);
        InOrder(DataType.Decimal(38, 0), null, Int128.MinValue, (Int128)(-1), (Int128)5, Int128.MaxValue);
        InOrder(DataType.Float, null, float.NegativeInfinity, -1f, -0f, 0f, 1f, float.PositiveInfinity, float.NaN);
        InOrder(DataType.Double, null, double.NegativeInfinity, -0.0, 0.0, double.Epsilon, double.PositiveInfinity, double.NaN);
        InOrder(DataType.String, null, "", "a", "a much longer text than eight bytes", "ab", "z", "é", "\uFFFD", "😀");
    }

    [Fact]
    public void Arrays_and_rows_compare_element_by_element()
    {
        InOrder(DataType.Array(DataType.Int), null, A(), A((object?)null), A(null, 1), A(1), A(1, null), A(1, 2), A(2));
        DataType row = DataType.Row(new RowField("a", DataType.Int), new RowField("b", DataType.String));
        InOrder(row, null, A(null, null), A(null, "x"), A(1, null), A(1, "x"), A(2, ""));
        InOrder(DataType.Array(row), null, A(), A((object?)null), A((object?)A(1, "x")), A(A(1, "x"), null), A((object?)A(1, "y")));
    }

    [Fact]
    public void Maps_compare_by_size_and_then_by_entries_in_order_of_key()
    {
        DataType map = DataType.Map(DataType.String, DataType.Int);
        InOrder(map, null, M(), M((null, 1)), M(("a", null)), M(("a", 1)), M(("b", 0)), M(("a", 1), ("b", 2)), M(("b", 3), ("a", 1)));
    }

    [Fact]
    public void Maps_are_equal_whatever_the_order_of_their_entries()
    {
        DataType map = DataType.Map(DataType.String, DataType.Int);
        Column column = Fill(map, M(("a", 1), (null, 2), ("c", null)), M(("c", null), ("a", 1), (null, 2)), M(("c", 1), ("a", null), (null, 2)));
        Assert.True(ColumnComparer.Equals(column, 0, column, 1));
        Assert.Equal(0, ColumnComparer.Compare(column, 0, column, 1));
        Assert.Equal(ColumnComparer.Hash(column, 0), ColumnComparer.Hash(column, 1));
        Assert.False(ColumnComparer.Equals(column, 0, column, 2));
    }

    [Fact]
    public void Every_NaN_is_the_same()
    {
        Column column = Fill(DataType.Double, double.NaN, BitConverter.Int64BitsToDouble(0x7ff8000000000001L));
        Assert.True(ColumnComparer.Equals(column, 0, column, 1));
        Assert.Equal(ColumnComparer.Hash(column, 0), ColumnComparer.Hash(column, 1));
    }

    [Fact]
    public void Hashes_of_a_hundred_thousand_keys_fill_buckets_evenly_and_do_not_collide()
    {
        Column column = ColumnFactory.Create(DataType.BigInt, 100_000);
        HashSet<ulong> hashes = [];
        int[] low = new int[128];
        int[] high = new int[128];
        for (int row = 0; row < 100_000; row++)
        {
            ((FixedColumn<long>)column)[row] = row * 1024L;
            ulong hash = ColumnComparer.Hash(column, row);
            hashes.Add(hash);
            low[hash & 127]++;
            high[hash >> 57]++;
        }

        Assert.Equal(100_000, hashes.Count);
        Assert.All(low.Concat(high), n => Assert.InRange(n, 600, 970));
    }

    [Fact]
    public void The_hash_of_a_text_depends_on_each_byte_and_on_its_length()
    {
        HashSet<ulong> hashes = [];
        for (int length = 0; length < 40; length++)
        {
            byte[] text = new byte[length];
            Assert.True(hashes.Add(ColumnComparer.HashBytes(text)));
            for (int i = 0; i < length; i++)
            {
                text[i] = 1;
                Assert.True(hashes.Add(ColumnComparer.HashBytes(text)));
                text[i] = 0;
            }
        }
    }

    private static void InOrder(DataType type, params object?[] values)
    {
        Column left = Fill(type, values);
        Column right = Fill(type, [.. values.Reverse()]);
        for (int l = 0; l < values.Length; l++)
        {
            for (int r = 0; r < values.Length; r++)
            {
                int at = values.Length - 1 - r;
                Assert.Equal(Math.Sign(l.CompareTo(r)), Math.Sign(ColumnComparer.Compare(left, l, right, at)));
                Assert.Equal(l == r, ColumnComparer.Equals(left, l, right, at));
                Assert.Equal(l == r, ColumnComparer.Hash(left, l) == ColumnComparer.Hash(right, at));
            }
        }
    }

    private static Column Fill(DataType type, params object?[] values)
    {
        Column column = ColumnFactory.Create(type, values.Length);
        for (int row = 0; row < values.Length; row++)
        {
            ColumnValues.Set(column, type, row, values[row]);
        }

        return column;
    }

    private static object?[] A(params object?[] values) => values;

    private static KeyValuePair<object?, object?>[] M(params (object? Key, object? Value)[] entries) => [.. entries.Select(e => new KeyValuePair<object?, object?>(e.Key, e.Value))];
}
