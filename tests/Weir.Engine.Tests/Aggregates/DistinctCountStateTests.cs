using Weir.Engine.Aggregates;
using Weir.Engine.Batches;
using Weir.Engine.Types;

namespace Weir.Engine.Tests.Aggregates;

public sealed class DistinctCountStateTests
{
    private const int Slots = 5;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void It_counts_as_sets_do_through_growth_resets_and_retractions(bool retracts)
    {
        Random random = new(3);
        using DistinctCountState<long> state = new(retracts);
        state.EnsureSlots(Slots);
        Dictionary<long, int>[] model = [.. Enumerable.Range(0, Slots).Select(_ => new Dictionary<long, int>())];
        Column column = ColumnFactory.Create(DataType.BigInt, 512);
        for (int round = 0; round < 200; round++)
        {
            int[] slots = new int[512];
            RowKind[] kinds = new RowKind[512];
            for (int row = 0; row < slots.Length; row++)
            {
                slots[row] = random.Next(Slots);
                long value = random.Next(20000) * 1_000_003L;
                ((FixedColumn<long>)column)[row] = value;
                bool takesBack = retracts && model[slots[row]].GetValueOrDefault(value) > 0 && random.Next(2) == 0;
                kinds[row] = takesBack ? RowKind.Delete : RowKind.Insert;
                model[slots[row]][value] = model[slots[row]].GetValueOrDefault(value) + (takesBack ? -1 : 1);
            }

            state.Accumulate(slots, new AggregateInput { Arguments = new[] { column }, Rows = new Selection(slots.Length), Kinds = retracts ? kinds : default });
            if (round % 40 == 39)
            {
                state.Reset(round % Slots);
                model[round % Slots].Clear();
            }

            AssertCounts(model, state);
        }
    }

    [Fact]
    public void Resets_do_not_make_it_grow_for_ever()
    {
        using DistinctCountState<int> state = new(retracts: false);
        state.EnsureSlots(1);
        Column column = ColumnFactory.Create(DataType.Int, 256);
        int[] slots = new int[256];
        for (int round = 0; round < 500; round++)
        {
            for (int row = 0; row < 256; row++)
            {
                ((FixedColumn<int>)column)[row] = (round * 256) + row;
            }

            state.Accumulate(slots, new AggregateInput { Arguments = new[] { column }, Rows = new Selection(256) });
            state.Reset(0);
        }

        Assert.True(state.SizeBytes < 1 << 17, $"{state.SizeBytes} bytes for nothing.");
    }

    [Fact]
    public void Merging_joins_the_sets_of_large_slots()
    {
        using DistinctCountState<long> left = new(retracts: false);
        using DistinctCountState<long> right = new(retracts: false);
        left.EnsureSlots(2);
        right.EnsureSlots(2);
        Fill(left, 0, 0, 5000);
        Fill(right, 1, 2500, 7500);
        left.Merge([0], right, [1]);
        Column result = ColumnFactory.Create(DataType.BigInt, 2);
        left.Emit([0, 1], result, 0);
        Assert.Equal(7500, ((FixedColumn<long>)result)[0]);
        Assert.Equal(0, ((FixedColumn<long>)result)[1]);
    }

    private static void Fill(DistinctCountState<long> state, int slot, int from, int to)
    {
        Column column = ColumnFactory.Create(DataType.BigInt, to - from);
        for (int row = 0; row < to - from; row++)
        {
            ((FixedColumn<long>)column)[row] = from + row;
        }

        int[] slots = new int[to - from];
        Array.Fill(slots, slot);
        state.Accumulate(slots, new AggregateInput { Arguments = new[] { column }, Rows = new Selection(slots.Length) });
    }

    private static void AssertCounts(Dictionary<long, int>[] model, DistinctCountState<long> state)
    {
        Column result = ColumnFactory.Create(DataType.BigInt, Slots);
        state.Emit([0, 1, 2, 3, 4], result, 0);
        for (int slot = 0; slot < Slots; slot++)
        {
            Assert.Equal(model[slot].Count(e => e.Value > 0), ((FixedColumn<long>)result)[slot]);
        }
    }
}
