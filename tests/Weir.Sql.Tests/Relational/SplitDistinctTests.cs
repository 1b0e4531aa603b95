namespace Weir.Sql.Tests.Relational;

public sealed class SplitDistinctTests
{
    private const string Split = "SET 'table.optimizer.distinct-agg.split.enabled' = 'true'; ";

    private static QueryTester Rows() => new QueryTester().With("t", "a INT, b BIGINT, c STRING", ["+I", 1, 1, "x"], ["+I", 2, 2, "y"], ["+I", 2, 3, "z"], ["+I", 2, 3, "z"]);

    [Fact]
    public void A_row_changes_its_group_in_a_step_for_each_set_of_distinct_arguments() =>
        Assert.Equal(
            ["+I[1, 1, null]", "+I[2, 1, null]", "+U[1, 1, x]", "+U[2, 1, y]", "+U[2, 2, y]", "-U[1, 1, null]", "-U[2, 1, null]", "-U[2, 1, y]"],
            Rows().Run(Split + "SELECT a, COUNT(DISTINCT b), FIRST_VALUE(c) FROM t GROUP BY a"));

    [Theory]
    [InlineData("SELECT COUNT(DISTINCT b), SUM(DISTINCT b), COUNT(*), MIN(c), MAX(b), SUM(a) FILTER (WHERE b > 2) FROM t", "[3, 6, 4, x, 3, 4]")]
    [InlineData("SELECT COUNT(DISTINCT b), COUNT(DISTINCT c) FILTER (WHERE a = 2), LAST_VALUE(c) FROM t", "[3, 2, z]")]
    public void The_last_step_is_what_one_grouping_gives(string query, string row)
    {
        string[] kept = [.. Rows().Run(Split + query)];
        string last = Assert.Single(kept.Where(r => r[1] != 'U' || r[0] == '+').Select(r => r[2..]).Except(kept.Where(r => r[0] == '-').Select(r => r[2..])));
        Assert.Equal(row, last);
    }

    [Fact]
    public void One_set_alone_has_nothing_to_split() =>
        Assert.Equal(Rows().Run("SELECT a, COUNT(DISTINCT b) FROM t GROUP BY a"), Rows().Run(Split + "SELECT a, COUNT(DISTINCT b) FROM t GROUP BY a"));
}
