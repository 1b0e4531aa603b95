using Weir.Engine.Batches;
using Weir.Engine.State;
using Weir.Engine.Types;

namespace Weir.Engine.Tests.State;

public sealed class NumericKeyIndexTests
{
    private const ulong InverseOfFirstFactor = 0xF1DE83E19937733D;

    [Theory]
    [InlineData(1)]
    [InlineData(1000)]
    [InlineData(1L << 40)]
    [InlineData(-3_600_000)]
    public void Keys_keep_their_slots_while_others_come_and_go(long step)
    {
        using KeyIndex index = KeyIndex.Create([DataType.BigInt]);
        Dictionary<long, int> expected = [];
        KeyBatch batch = new();
        Random random = new(1);
        for (int round = 0; round < 200; round++)
        {
            long[] keys = [.. Enumerable.Range(0, 300).Select(_ => random.Next(5000 + (round * 20)) * step)];
            int[] slots = Find(index, batch, keys, add: true);
            for (int k = 0; k < keys.Length; k++)
            {
                if (!expected.TryAdd(keys[k], slots[k]))
                {
                    Assert.Equal(expected[keys[k]], slots[k]);
                }
            }

            foreach (long key in expected.Keys.Where(_ => random.Next(20) == 0).ToArray())
            {
                index.Remove(expected[key]);
                expected.Remove(key);
                Assert.Equal([-1], Find(index, batch, [key], add: false));
            }

            Assert.Equal(expected.Count, index.Count);
            Assert.Equal(expected.Count, expected.Values.Distinct().Count());
            Assert.Equal(expected.Values, Find(index, batch, [.. expected.Keys], add: false));
        }
    }

    [Fact]
    public void Numbers_that_the_factor_puts_in_one_place_are_soon_spread_by_another()
    {
        using NumericKeyIndex index = (NumericKeyIndex)KeyIndex.Create([DataType.BigInt]);
        long[] keys = [.. Enumerable.Range(0, 50_000).Select(i => (long)((ulong)i * InverseOfFirstFactor))];
        KeyBatch batch = new();
        int[] slots = Find(index, batch, keys, add: true);
        Assert.Equal(Enumerable.Range(0, keys.Length), slots);
        Assert.InRange(index.MeanDistance, 0, 16);
        foreach (int slot in slots[..25_000])
        {
            index.Remove(slot);
        }

        Assert.Equal(slots[25_000..], Find(index, batch, keys[25_000..], add: false));
        Assert.All(Find(index, batch, keys[..25_000], add: false), slot => Assert.Equal(-1, slot));
        Assert.InRange(index.MeanDistance, 0, 16);
    }

    [Fact]
    public void Numbers_that_run_on_lie_at_their_homes()
    {
        using NumericKeyIndex index = (NumericKeyIndex)KeyIndex.Create([DataType.BigInt]);
        Find(index, new KeyBatch(), [.. Enumerable.Range(1000, 20_000).Select(i => (long)i)], add: true);
        Assert.Equal(0, index.MeanDistance);
    }

    private static int[] Find(KeyIndex index, KeyBatch batch, long[] keys, bool add)
    {
        Column column = ColumnFactory.Create(DataType.BigInt, keys.Length);
        keys.CopyTo(((FixedColumn<long>)column).Values);
        new KeyEncoder([0], [DataType.BigInt]).Encode([column], new Selection(keys.Length), batch);
        int[] slots = new int[keys.Length];
        if (add)
        {
            index.FindOrAdd(batch, slots);
        }
        else
        {
            index.Find(batch, slots);
        }

        return slots;
    }
}
