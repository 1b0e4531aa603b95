using Weir.Engine.Aggregates;
using Weir.Engine.Batches;
using Weir.Engine.Types;

namespace Weir.Engine.Tests.Aggregates;

/// <summary>Several COUNT(DISTINCT x) FILTER (…) over one state give what each gives over its own.</summary>
public sealed class SharedDistinctCountTests
{
    private const int Slots = 5;
    private const int Calls = 3;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Calls_that_differ_in_their_filter_count_as_if_alone(bool retracts)
    {
        using DistinctCountState<long> shared = new(retracts, Calls);
        DistinctCountState<long>[] alone = [.. Enumerable.Range(0, Calls).Select(_ => new DistinctCountState<long>(retracts))];
        shared.EnsureSlots(Slots);
        Array.ForEach(alone, s => s.EnsureSlots(Slots));
        Random random = new(7);
        List<(int Slot, long Value, uint Marks)> added = [];
        for (int round = 0; round < 60; round++)
        {
            (int Slot, long Value, uint Marks)[] rows = [.. Enumerable.Range(0, 100).Select(_ => (random.Next(Slots), (long)random.Next(400), (uint)random.Next(1 << Calls)))];
            RowKind[] kinds = new RowKind[rows.Length];
            for (int k = 0; retracts && k < rows.Length; k++)
            {
                if (added.Count > 0 && random.Next(3) == 0)
                {
                    int taken = random.Next(added.Count);
                    rows[k] = added[taken];
                    added.RemoveAt(taken);
                    kinds[k] = RowKind.Delete;
                }
                else
                {
                    added.Add(rows[k]);
                }
            }

            byte[] resets = new byte[rows.Length];
            if (round % 7 == 6)
            {
                resets[random.Next(rows.Length)] = retracts ? (byte)0 : (byte)1;
            }

            Check(shared, alone, rows, retracts ? kinds : [], resets, eachRow: round % 2 == 0);
        }

        Array.ForEach(alone, s => s.Dispose());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Shared_states_merge(bool retracts)
    {
        using DistinctCountState<long> into = new(retracts, 2);
        using DistinctCountState<long> from = new(retracts, 2);
        into.EnsureSlots(2);
        from.EnsureSlots(2);
        Take(into, [0, 0, 1], [1, 2, 1], [0b01, 0b10, 0b11]);
        Take(from, [1, 1], [1, 3], [0b11, 0b01]);
        into.Merge([0], from, [1]);
        Assert.Equal([2L, 2L], Counts(into, 0)); // 1 and 3; 2 and 1
        Assert.Equal([1L, 1L], Counts(into, 1));
        if (retracts)
        {
            into.Unmerge([0], from, [1]);
            Assert.Equal([1L, 1L], Counts(into, 0));
        }
    }

    [Fact]
    public void A_state_that_may_take_back_merges_one_that_may_not()
    {
        using DistinctCountState<long> running = new(true, 2);
        using DistinctCountState<long> slice = new(false, 2);
        running.EnsureSlots(1);
        slice.EnsureSlots(1);
        Take(slice, [0, 0], [1, 2], [0b01, 0b11]);
        running.Merge([0], slice, [0]);
        running.Merge([0], slice, [0]);
        running.Unmerge([0], slice, [0]);
        Assert.Equal([2L, 1L], Counts(running, 0));
        running.Unmerge([0], slice, [0]);
        Assert.Equal([0L, 0L], Counts(running, 0));
    }

    private static long[] Counts(DistinctCountState<long> state, int slot)
    {
        FixedColumn<long> column = (FixedColumn<long>)ColumnFactory.Create(DataType.BigInt, 2);
        state.Emit(0, [slot], column, 0);
        state.Emit(1, [slot], column, 1);
        return column.Values[..2].ToArray();
    }

    private static void Take(DistinctCountState<long> state, int[] slots, long[] values, uint[] marks)
    {
        FixedColumn<long> column = (FixedColumn<long>)ColumnFactory.Create(DataType.BigInt, values.Length);
        values.CopyTo(column.Values);
        state.Accumulate(slots, new AggregateInput { Arguments = new ReadOnlySpan<Column>([column]), Rows = new Selection(values.Length) }, marks);
    }

    private static void Check(DistinctCountState<long> shared, DistinctCountState<long>[] alone, (int Slot, long Value, uint Marks)[] rows, RowKind[] kinds, byte[] resets, bool eachRow)
    {
        FixedColumn<long> column = (FixedColumn<long>)ColumnFactory.Create(DataType.BigInt, rows.Length);
        rows.Select(r => r.Value).ToArray().CopyTo(column.Values);
        Column[] arguments = [column];
        int[] slots = [.. rows.Select(r => r.Slot)];
        uint[] marks = [.. rows.Select(r => r.Marks)];
        AggregateInput input = new() { Arguments = arguments, Rows = new Selection(rows.Length), Kinds = kinds };
        Column[] changes = [.. Enumerable.Range(0, Calls).Select(_ => ColumnFactory.Create(DataType.BigInt, rows.Length * 2))];
        if (eachRow)
        {
            shared.AccumulateEach(slots, input, marks, resets, changes);
        }
        else
        {
            shared.Accumulate(slots, input, marks);
        }

        for (int call = 0; call < Calls; call++)
        {
            Column expected = ColumnFactory.Create(DataType.BigInt, rows.Length * 2);
            byte[] passes = [.. marks.Select(m => (byte)((m >> call) & 1))];
            if (eachRow)
            {
                alone[call].AccumulateEach(slots, input, passes, resets, expected);
                Assert.Equal(((FixedColumn<long>)expected).Values[..(rows.Length * 2)], ((FixedColumn<long>)changes[call]).Values[..(rows.Length * 2)]);
            }
            else
            {
                int[] passing = [.. Enumerable.Range(0, rows.Length).Where(k => passes[k] != 0)];
                alone[call].Accumulate([.. passing.Select(k => slots[k])], new AggregateInput { Arguments = arguments, Rows = new Selection(passing), Kinds = kinds });
            }

            FixedColumn<long> mine = (FixedColumn<long>)ColumnFactory.Create(DataType.BigInt, Slots);
            FixedColumn<long> own = (FixedColumn<long>)ColumnFactory.Create(DataType.BigInt, Slots);
            shared.Emit(call, [0, 1, 2, 3, 4], mine, 0);
            alone[call].Emit([0, 1, 2, 3, 4], own, 0);
            Assert.Equal(own.Values[..Slots], mine.Values[..Slots]);
        }
    }
}
