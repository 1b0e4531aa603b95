using Weir.Engine.Batches;
using Weir.Engine.State;
using Weir.Engine.Types;

namespace Weir.Engine.Tests.State;

public sealed class KeyEncoderTests
{
    private static readonly DataType[] s_types =
    [
        DataType.BigInt, DataType.String, DataType.Int, DataType.Boolean, DataType.TinyInt, DataType.SmallInt, DataType.Float, DataType.Double, DataType.Decimal(20, 2), DataType.Array(DataType.String),
    ];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_column_at_a_time_gives_the_bytes_of_value_by_value(bool nulls)
    {
        Column[] columns = [.. s_types.Select((t, c) => Filled(t, c, nulls))];
        int[] rows = [1, 2, 4, 7];
        int[][] keys = [[0, 1], [1], [2, 3, 4, 5, 6, 7, 8], [8], [9, 0]];
        foreach (int[] key in keys)
        {
            KeyBatch batch = new();
            new KeyEncoder(key, [.. key.Select(k => s_types[k])]).Encode(columns, new Selection(rows), batch);
            for (int k = 0; k < rows.Length; k++)
            {
                ByteWriter expected = new();
                foreach (int column in key)
                {
                    ValueCodec.Write(expected, columns[column], rows[k]);
                }

                Assert.Equal(expected.Written, batch[k]);
                Assert.Equal(Hashing.Of(expected.Written), batch.Hashes[k]);
            }
        }
    }

    [Fact]
    public void The_hashes_of_numbers_are_those_of_the_numbers_encoded_last()
    {
        KeyBatch batch = new();
        KeyEncoder encoder = new([0], [DataType.BigInt]);
        for (int first = 0; first < 3; first++)
        {
            Column column = Filled(DataType.BigInt, 0, nulls: false);
            encoder.Encode([column], new Selection([first, first + 1]), batch);
            Assert.Equal([Hashing.Of(batch.Numbers[0]), Hashing.Of(batch.Numbers[1])], batch.Hashes.ToArray());
        }
    }

    private static Column Filled(DataType type, int seed, bool nulls)
    {
        Column column = ColumnFactory.Create(type, 8);
        for (int row = 0; row < 8; row++)
        {
            object? value = nulls && (row + seed) % 3 == 0 ? null : type.Physical switch
            {
                PhysicalType.Int64 => row * 1_000_000_007L,
                PhysicalType.Bytes => new string('x', row),
                PhysicalType.Int32 => -row,
                PhysicalType.Bool => row % 2 == 0,
                PhysicalType.Int8 => (sbyte)-row,
                PhysicalType.Int16 => (short)(row * 300),
                PhysicalType.Float32 => row / 3f,
                PhysicalType.Float64 => row / 7.0,
                PhysicalType.Int128 => (Int128)row * 12345,
                _ => new object?[] { "a", row % 2 == 0 ? null : "b" },
            };
            ColumnValues.Set(column, type, row, value);
        }

        return column;
    }
}
