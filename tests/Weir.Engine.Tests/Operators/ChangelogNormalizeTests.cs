using Weir.Engine.Batches;
using Weir.Engine.Expressions;
using Weir.Engine.Operators;
using Weir.Engine.Tests.Runtime;
using Weir.Engine.Types;
using static Weir.Engine.Tests.Runtime.OperatorHarness;

namespace Weir.Engine.Tests.Operators;

public sealed class ChangelogNormalizeTests
{
    private static readonly DataType[] s_types = [DataType.Int, DataType.String, DataType.Boolean];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_last_row_of_each_key_makes_a_complete_changelog(bool sparse)
    {
        using OperatorHarness harness = Create(new ChangelogNormalizeSpec { Keys = [0], Types = s_types, EmitsUpdateBefore = true });
        harness.Send([After(1, "a", true), Insert(2, "b", null), After(1, "c", true), Delete(1, null, null), Insert(1, "d", false), Insert(2, "e", true)], sparse);
        Assert.Equal(["+I[1, a, TRUE]", "+I[2, b, NULL]", "-U[1, a, TRUE]", "+U[1, c, TRUE]", "-D[1, c, TRUE]", "+I[1, d, FALSE]", "-U[2, b, NULL]", "+U[2, e, TRUE]"], harness.Take());
        harness.Send([Delete(2, "nonsense", null), Delete(2, null, null)], sparse);
        Assert.Equal(["-D[2, e, TRUE]"], harness.Take());
    }

    [Fact]
    public void The_same_row_again_and_the_deletion_of_what_is_not_there_tell_nothing()
    {
        using OperatorHarness harness = Create(new ChangelogNormalizeSpec { Keys = [0], Types = s_types, EmitsUpdateBefore = true });
        harness.Send([After(1, "a", true), After(1, "a", true), Delete(2, "b", true), Insert(1, "a", true)]);
        Assert.Equal(["+I[1, a, TRUE]"], harness.Take());
    }

    [Fact]
    public void Without_the_row_as_it_was_updates_are_told_by_what_they_become()
    {
        using OperatorHarness harness = Create(new ChangelogNormalizeSpec { Keys = [0], Types = s_types });
        harness.Send([Insert(1, "a", true), Insert(1, "b", true), Delete(1, null, null)]);
        Assert.Equal(["+I[1, a, TRUE]", "+U[1, b, TRUE]", "-D[1, b, TRUE]"], harness.Take());
    }

    [Fact]
    public void A_row_that_no_longer_meets_the_condition_is_deleted_and_forgotten()
    {
        using OperatorHarness harness = Create(new ChangelogNormalizeSpec
        {
            Keys = [0],
            Types = s_types,
            EmitsUpdateBefore = true,
            Conditions = () => [new ColumnExpression(2, DataType.Boolean)],
        });
        harness.Send([Insert(1, "a", false), Insert(1, "b", true), Insert(1, "c", null), Insert(1, "d", false), Delete(1, null, null), Insert(2, "e", true), Insert(2, "f", true), Delete(2, null, null)]);
        Assert.Equal(["+I[1, b, TRUE]", "-D[1, b, TRUE]", "+I[2, e, TRUE]", "-U[2, e, TRUE]", "+U[2, f, TRUE]", "-D[2, f, TRUE]"], harness.Take());
    }

    [Fact]
    public void A_batch_whose_changes_do_not_fit_one_goes_on()
    {
        using OperatorHarness harness = Create(new ChangelogNormalizeSpec { Keys = [0], Types = s_types, EmitsUpdateBefore = true }, batchRows: 4);
        harness.Send([.. Enumerable.Range(0, 9).Select(i => After(i % 2, $"v{i}", null))]);
        Assert.Equal(16, harness.Take().Length);
        Assert.Equal(5, harness.Batches);
    }

    [Fact]
    public void Keys_of_several_columns_may_be_null_and_may_be_all_there_is()
    {
        DataType[] types = [DataType.String, DataType.BigInt];
        using OperatorHarness harness = new(new ChangelogNormalizeOperator(new ChangelogNormalizeSpec { Keys = [1, 0], Types = types, EmitsUpdateBefore = true }), types, types);
        harness.Send([After("a", 1L), After("a", null), After("a", 1L), After(null, null), Delete("a", null), Delete("b", null)]);
        Assert.Equal(["+I[a, 1]", "+I[a, NULL]", "+I[NULL, NULL]", "-D[a, NULL]"], harness.Take());
    }

    [Fact]
    public void Maps_with_their_entries_in_another_order_are_the_same_row()
    {
        DataType[] types = [DataType.Int, DataType.Map(DataType.String, DataType.Int)];
        using OperatorHarness harness = new(new ChangelogNormalizeOperator(new ChangelogNormalizeSpec { Keys = [0], Types = types, EmitsUpdateBefore = true }), types, types);
        harness.Insert([1, Map(("a", 1), ("b", 2))], [1, Map(("b", 2), ("a", 1))], [1, Map(("b", 2), ("a", 3))]);
        Assert.Equal(3, harness.Take().Length);

        static KeyValuePair<object, object?>[] Map(params (string Key, int Value)[] entries) => [.. entries.Select(e => new KeyValuePair<object, object?>(e.Key, e.Value))];
    }

    [Fact]
    public void A_bundle_tells_the_last_row_of_each_key_when_it_is_full()
    {
        using OperatorHarness harness = Create(new ChangelogNormalizeSpec { Keys = [0], Types = s_types, EmitsUpdateBefore = true, MiniBatchRows = 4, MiniBatchLatencyMs = 1000 });
        harness.Send([Insert(1, "a", true), Insert(2, "b", true), After(1, "c", true)]);
        Assert.Empty(harness.Take());
        harness.Send([Delete(2, null, null), Insert(3, "d", true)]);
        Assert.Equal(["+I[1, c, TRUE]", "+I[3, d, TRUE]"], harness.Take());
        harness.Send([Delete(3, null, null), After(1, "e", true), Insert(3, "d", true), After(1, "c", true)], true);
        Assert.Empty(harness.Take());
    }

    [Fact]
    public void A_bundle_is_told_when_its_time_is_up_at_a_watermark_and_at_the_end()
    {
        using OperatorHarness harness = Create(new ChangelogNormalizeSpec { Keys = [0], Types = s_types, MiniBatchRows = 100, MiniBatchLatencyMs = 1000 });
        harness.Insert([1, "a", true]);
        harness.ProcessingTime(999);
        Assert.Empty(harness.Take());
        harness.ProcessingTime(1000);
        Assert.Equal(["+I[1, a, TRUE]"], harness.Take());
        harness.Insert([1, "b", true]);
        harness.Watermark(7);
        Assert.Equal(["+U[1, b, TRUE]"], harness.Take());
        harness.ProcessingTime(5000);
        Assert.Empty(harness.Take());
    }

    private static (RowKind Kind, object?[] Values) After(params object?[] values) => (RowKind.UpdateAfter, values);

    private static OperatorHarness Create(ChangelogNormalizeSpec spec, int batchRows = 2048) => new(new ChangelogNormalizeOperator(spec), s_types, s_types, batchRows: batchRows);
}
