using Weir.Engine.Aggregates;
using Weir.Engine.Operators;
using Weir.Engine.State;
using Weir.Engine.Tests.Runtime;
using Weir.Engine.Types;
using static Weir.Engine.Tests.Runtime.OperatorHarness;

namespace Weir.Engine.Tests.Operators;

/// <summary>State that is kept only for so long (table.exec.state.ttl).</summary>
public sealed class StateTtlTests
{
    private const long TtlMs = 1000;
    private static readonly DataType[] s_types = [DataType.Int, DataType.BigInt];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_group_that_is_not_written_for_too_long_begins_anew(long miniBatchRows)
    {
        using OperatorHarness harness = Groups(miniBatchRows);
        harness.Insert([1, 5L], [2, 7L]);
        Assert.Equal(["+I[1, 5]", "+I[2, 7]"], harness.Take());
        harness.ProcessingTime(1900);
        harness.Insert([1, 6L]);
        Assert.Equal(["-U[1, 5]", "+U[1, 11]"], harness.Take());
        harness.ProcessingTime(2500);
        harness.Insert([1, 1L], [2, 1L]);
        Assert.Equal(["-U[1, 11]", "+U[1, 12]", "+I[2, 1]"], harness.Take());
    }

    [Fact]
    public void What_would_take_back_from_an_expired_group_is_passed_over()
    {
        using OperatorHarness harness = Groups(0);
        harness.Insert([1, 5L]);
        harness.ProcessingTime(3000);
        harness.Take();
        harness.Send([Delete(1, 5L)]);
        Assert.Empty(harness.Take());
    }

    [Fact]
    public void A_change_that_changes_nothing_is_told_so_that_state_below_lives_as_long()
    {
        using OperatorHarness harness = Groups(0);
        harness.Insert([1, 5L], [1, 0L]);
        Assert.Equal(["+I[1, 5]", "-U[1, 5]", "+U[1, 5]"], harness.Take());
    }

    [Fact]
    public void The_last_row_of_an_upserted_key_is_forgotten()
    {
        ChangelogNormalizeSpec spec = new() { Keys = [0], Types = s_types, EmitsUpdateBefore = true, StateTtlMs = TtlMs };
        using OperatorHarness harness = new(new ChangelogNormalizeOperator(spec), s_types, s_types, nowMs: 1000);
        harness.Insert([1, 5L]);
        harness.ProcessingTime(2000);
        harness.Insert([1, 6L], [1, 6L]);
        Assert.Equal(["+I[1, 5]", "+I[1, 6]", "-U[1, 6]", "+U[1, 6]"], harness.Take());
    }

    [Fact]
    public void Rows_kept_before_a_sink_are_forgotten()
    {
        SinkUpsertMaterializeSpec spec = new() { Keys = [0], Types = s_types, StateTtlMs = TtlMs };
        using OperatorHarness harness = new(new SinkUpsertMaterializeOperator(spec), s_types, s_types, nowMs: 1000);
        harness.Insert([1, 5L]);
        harness.ProcessingTime(2000);
        harness.Insert([1, 6L]);
        harness.Send([Delete(1, 5L)]);
        Assert.Equal(["+I[1, 5]", "+I[1, 6]"], harness.Take());
    }

    [Fact]
    public void The_sweep_finds_what_has_expired_a_few_slots_at_a_time()
    {
        using SlotAges ages = new(TtlMs);
        int[] slots = [.. Enumerable.Range(0, 600)];
        Assert.Empty(ages.Write(slots, 600, 1).ToArray());
        Assert.Empty(ages.Write([7], 600, 500).ToArray());
        List<int> found = [];
        for (int i = 0; i < 3; i++)
        {
            found.AddRange(ages.Sweep(600, 1001));
        }

        Assert.Equal(slots.Where(s => s != 7), found.Order());
        Assert.Empty(ages.Sweep(600, 1001).ToArray());
        Assert.Equal([7], ages.Write([7, 8, 7], 600, 1500).ToArray());
    }

    private static OperatorHarness Groups(long miniBatchRows)
    {
        SimpleAggregate sum = new(DataType.BigInt, _ => new SumState<long, long, long, SumOf<long, long>>(default));
        GroupAggregateSpec spec = new()
        {
            Keys = [0],
            KeyTypes = [DataType.Int],
            Calls = [new AggregateCall(sum, [1])],
            Retracts = true,
            EmitsUpdateBefore = true,
            MiniBatchRows = miniBatchRows,
            StateTtlMs = TtlMs,
        };
        return new OperatorHarness(new GroupAggregateOperator(spec), s_types, s_types, nowMs: 1000);
    }
}
