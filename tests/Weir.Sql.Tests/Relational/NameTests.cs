namespace Weir.Sql.Tests.Relational;

public sealed class NameTests
{
    private static QueryTester Rows() => new QueryTester().With("t", "a INT, s STRING", ["+I", 1, "x"]);

    [Theory]
    [InlineData("SELECT default_catalog.default_database.t.a FROM t")]
    [InlineData("SELECT `default_database`.t.a FROM default_catalog.default_database.t")]
    [InlineData("SELECT t.a FROM default_database.t")]
    public void A_column_may_be_named_with_its_table_database_and_catalog(string query) => Assert.Equal(["+I[1]"], Rows().Run(query));

    [Theory]
    [InlineData("SELECT default_database.u.a FROM t AS u")]
    [InlineData("SELECT other.t.a FROM t")]
    [InlineData("SELECT t.a FROM t AS u")]
    public void A_name_that_is_not_the_tables_is_refused(string query) => Assert.Contains("not found", Rows().Refusal(query), StringComparison.Ordinal);

    [Fact]
    public void A_star_after_a_ROW_column_gives_its_fields() =>
        Assert.Equal(["+I[1, x, 1]"], Rows().Run("SELECT u.r.*, u.a FROM (SELECT a, CAST(ROW(a, s) AS ROW<p INT, q STRING>) AS r FROM t) AS u"));

    [Fact]
    public void A_star_after_another_column_is_refused() => Assert.Contains("ROW", Rows().Refusal("SELECT t.a.* FROM t"), StringComparison.Ordinal);
}
