using Weir.Engine.Batches;
using Weir.Engine.State;
using Weir.Engine.Types;

namespace Weir.Engine.Tests.State;

public sealed class BytesKeyIndexTests
{
    private const int Rows = 3000;

    private static readonly DataType[] s_flat =
        [DataType.BigInt, DataType.String, DataType.Int, DataType.Boolean, DataType.TinyInt, DataType.SmallInt, DataType.Float, DataType.Double, DataType.Decimal(20, 2), DataType.String];

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void Keys_are_read_back_as_they_were_written_whichever_slots_are_asked_for(bool nulls, bool nested)
    {
        DataType[] types = nested ? [.. s_flat, DataType.Array(DataType.Int)] : s_flat;
        Column[] columns = [.. types.Select((t, c) => Filled(t, c, nulls))];
        using KeyIndex index = KeyIndex.Create(types);
        KeyBatch batch = new();
        new KeyEncoder([.. Enumerable.Range(0, types.Length)], types).Encode(columns, new Selection(Rows), batch);
        int[] slots = new int[Rows];
        index.FindOrAdd(batch, slots);
        Read(index, types, columns, slots, [.. Enumerable.Range(0, Rows)]);
        Read(index, types, columns, slots, [.. Enumerable.Range(500, 700).Reverse()]);
        Read(index, types, columns, slots, [Rows - 1, 0, 17, 17]);
        foreach (int slot in slots[..2000])
        {
            index.Remove(slot);
        }

        Read(index, types, columns, slots, [.. Enumerable.Range(2000, 1000)]);
        Read(index, types, columns, slots, []);
    }

    private static void Read(KeyIndex index, DataType[] types, Column[] written, int[] slots, int[] rows)
    {
        const int Start = 3;
        Column[] read = [.. types.Select(t => ColumnFactory.Create(t, 4))];
        index.ReadKeys([.. rows.Select(r => slots[r])], read, Start);
        for (int c = 0; c < types.Length; c++)
        {
            for (int k = 0; k < rows.Length; k++)
            {
                ByteWriter expected = new();
                ByteWriter actual = new();
                ValueCodec.Write(expected, written[c], rows[k]);
                ValueCodec.Write(actual, read[c], Start + k);
                Assert.Equal(expected.Written, actual.Written);
            }
        }
    }

    private static Column Filled(DataType type, int seed, bool nulls)
    {
        Column column = ColumnFactory.Create(type, Rows);
        for (int row = 0; row < Rows; row++)
        {
            object? value = nulls && (row + seed) % 3 == 0 ? null : type.Physical switch
            {
                PhysicalType.Int64 => row * 1_000_000_007L,
                PhysicalType.Bytes => new string('x', row % 40) + row,
                PhysicalType.Int32 => -row,
                PhysicalType.Bool => row % 2 == 0,
                PhysicalType.Int8 => (sbyte)row,
                PhysicalType.Int16 => (short)row,
                PhysicalType.Float32 => row / 3f,
                PhysicalType.Float64 => row / 7.0,
                PhysicalType.Int128 => (Int128)row * 12345,
                _ => new object?[] { row, null },
            };
            ColumnValues.Set(column, type, row, value);
        }

        return column;
    }
}
