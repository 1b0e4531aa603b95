namespace Weir.Sql.Tests.Relational;

/// <summary>CREATE TABLE … AS: rows go to the new table, whose columns a query of the result shows.</summary>
public sealed class TableOfQueryTests
{
    private static QueryTester Rows() => new QueryTester().With("t", "a INT, s STRING", ["+I", 1, "x"]).Collecting("o");

    [Theory]
    [InlineData("CREATE TABLE o AS SELECT a, s FROM t", "+I[1, x]")]
    [InlineData("CREATE TABLE o (s, a) AS SELECT a, s FROM t", "+I[x, 1]")]
    [InlineData("CREATE TABLE o (p INT, q STRING) AS SELECT a, s FROM t", "+I[null, null, 1, x]")]
    [InlineData("CREATE TABLE o (a DOUBLE) AS SELECT a, s FROM t", "+I[1.0, x]")]
    [InlineData("CREATE TABLE o (p INT, s STRING, twice AS a * 2) AS SELECT a, s FROM t", "+I[null, 1, x]")]
    [InlineData("CREATE TABLE o AS SELECT a + 1, COUNT(*) FROM t GROUP BY a + 1", "+I[2, 1]")]
    public void The_rows_are_written_column_by_column(string statement, string row) => Assert.Equal([row], Rows().Run(statement));

    [Theory]
    [InlineData("CREATE TABLE o (s) AS SELECT a, s FROM t", "names 1 columns")]
    [InlineData("CREATE TABLE o (s, z) AS SELECT a, s FROM t", "not one of the query's")]
    [InlineData("CREATE TABLE o (a DATE) AS SELECT a FROM t", "Incompatible types")]
    [InlineData("CREATE TABLE t AS SELECT 1 AS a", "already exists")]
    public void A_table_that_does_not_fit_its_query_is_refused(string statement, string message) => Assert.Contains(message, Rows().Refusal(statement), StringComparison.Ordinal);
}
