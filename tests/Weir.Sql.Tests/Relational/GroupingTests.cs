namespace Weir.Sql.Tests.Relational;

public sealed class GroupingTests
{
    private static QueryTester Rows() => new QueryTester().With("t", "a INT, b INT, s STRING", ["+I", 1, 1, "x"], ["+I", 2, 2, "y"], ["+I", 3, 2, "z"]);

    [Theory]
    [InlineData("SELECT DISTINCT b, c FROM (SELECT b, COUNT(*) AS c FROM t GROUP BY b)")]
    [InlineData("SELECT b, MAX(c) FROM (SELECT b, COUNT(*) AS c FROM t GROUP BY b) GROUP BY b, c")]
    public void Rows_that_are_a_group_each_are_updated_not_replaced(string query) => Assert.Equal(["+I[1, 1]", "+I[2, 1]", "+U[2, 2]", "-U[2, 1]"], Rows().Run(query));

    [Fact]
    public void Groups_by_other_columns_than_the_unique_ones_come_and_go() =>
        Assert.Equal(["+I[1]", "+I[2]"], Rows().Run("SELECT DISTINCT c FROM (SELECT b, COUNT(*) AS c FROM t GROUP BY b)"));

    [Fact]
    public void An_aggregate_of_one_row_that_is_not_its_argument_is_computed() =>
        Assert.Equal(["+I[1, 1]", "+I[2, 1]", "+I[2, 1]", "-D[2, 1]"], Rows().Run("SELECT b, COUNT(c) FROM (SELECT b, SUM(a) AS c FROM t GROUP BY b) GROUP BY b"));

    [Fact]
    public void The_one_row_of_all_is_told_anew_with_each_change() =>
        Assert.Equal(["+I[1]", "+U[1]", "+U[1]", "-U[1]", "-U[1]"], Rows().Run("SELECT 1 FROM (SELECT COUNT(*) FROM t)"));

    [Fact]
    public void A_constant_that_a_grouping_set_leaves_out_is_NULL() =>
        Assert.Equal(["+I[1, 2]", "+I[null, 2]"], new QueryTester().With("t", "a INT", ["+I", 2]).Run("SELECT 1, MAX(a) FROM t GROUP BY ROLLUP (1)"));

    [Fact]
    public void A_text_is_cut_to_the_length_of_the_column_it_is_written_to() =>
        Assert.Equal(["+I[abc]"], new QueryTester().With("t", "s STRING", ["+I", "abcdef"]).Collecting("o").Run("CREATE TABLE o (s VARCHAR(3)); INSERT INTO o SELECT s FROM t"));
}
