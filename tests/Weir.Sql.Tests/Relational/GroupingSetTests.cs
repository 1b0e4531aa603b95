namespace Weir.Sql.Tests.Relational;

public sealed class GroupingSetTests
{
    private static QueryTester Sales() => new QueryTester().With("sale", "shop STRING, item STRING, n INT", ["+I", "a", "x", 1], ["+I", "a", "y", 2], ["+I", "b", "x", 4]);

    [Fact]
    public void A_grouping_set_that_is_written_twice_gives_its_groups_twice()
    {
        string[] rows = Sales().Run("SELECT shop, SUM(n), GROUP_ID(), GROUPING(item) FROM sale GROUP BY GROUPING SETS ((shop), (shop), (item, shop))");
        Assert.Equal(["+I[a, 1, 0, 0]", "+I[a, 1, 0, 1]", "+I[a, 1, 1, 1]", "+I[a, 2, 0, 0]", "+I[b, 4, 0, 0]", "+I[b, 4, 0, 1]", "+I[b, 4, 1, 1]"], rows.Where(r => r.StartsWith("+I", StringComparison.Ordinal)));
        Assert.Equal(["+U[a, 3, 0, 1]", "+U[a, 3, 1, 1]"], rows.Where(r => r.StartsWith("+U", StringComparison.Ordinal)));
    }

    [Fact]
    public void DISTINCT_grouping_sets_are_taken_once() =>
        Assert.Equal(["+I[a, 0]", "+I[b, 0]"], Sales().Run("SELECT shop, GROUP_ID() FROM sale GROUP BY DISTINCT GROUPING SETS ((shop), (shop))"));

    [Fact]
    public void A_key_that_all_sets_keep_does_not_become_nullable() =>
        Assert.Equal(
            ["+I[a, null]", "+I[a, x]", "+I[a, y]", "+I[b, null]", "+I[b, x]"],
            new QueryTester().With("sale", "shop STRING NOT NULL, item STRING", ["+I", "a", "x"], ["+I", "a", "y"], ["+I", "b", "x"]).Run("SELECT shop, item FROM sale GROUP BY shop, ROLLUP (item)"));
}
