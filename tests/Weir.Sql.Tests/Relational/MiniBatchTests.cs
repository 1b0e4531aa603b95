namespace Weir.Sql.Tests.Relational;

/// <summary>
/// Bundles of two phases: the first makes one of each few rows, the second one of as many keys of those. A key that the second has not seen when it is full waits for the next.
/// </summary>
public sealed class MiniBatchTests
{
    private const string Settings = "SET 'table.exec.mini-batch.enabled' = 'true'; SET 'table.exec.mini-batch.size' = '{0}'; SET 'table.exec.mini-batch.allow-latency' = '1 min'; {1}";

    private static QueryTester Rows() => new QueryTester().With(
        "t", "e BIGINT, a INT", ["+I", 1, 1], ["+I", 2, 1], ["+I", 2, 1], ["+I", 1, 1], ["+I", 1, 1], ["+I", 2, 1], ["+I", 2, 1], ["+I", 2, 1], ["+I", 2, 1], ["+I", 1, 1], ["+I", 2, 1], ["+I", 3, 1], ["+I", 1, 1], ["+I", 3, 1], ["+I", 3, 1]);

    [Fact]
    public void A_bundle_of_two_phases_is_full_of_keys_not_rows() =>
        Assert.Equal(["+I[1, 4]", "+I[2, 6]", "+I[3, 3]", "+U[1, 5]", "+U[2, 7]", "-U[1, 4]", "-U[2, 6]"], Run("SELECT e, SUM(a) FROM t GROUP BY e", 5, string.Empty));

    [Fact]
    public void A_bundle_of_one_phase_is_full_of_rows() =>
        Assert.Equal(
            ["+I[1, 3]", "+I[2, 2]", "+I[3, 3]", "+U[1, 4]", "+U[1, 5]", "+U[2, 6]", "+U[2, 7]", "-U[1, 3]", "-U[1, 4]", "-U[2, 2]", "-U[2, 6]"],
            Run("SELECT e, SUM(a) FROM t GROUP BY e", 5, "SET 'table.optimizer.agg-phase-strategy' = 'ONE_PHASE';"));

    [Fact]
    public void A_bundle_of_one_row_is_told_at_once() =>
        Assert.Equal(29, Run("SELECT SUM(a) FROM t", 1, string.Empty).Length);

    [Fact]
    public void What_comes_and_goes_within_a_bundle_is_not_told() =>
        Assert.Empty(new QueryTester().With("t", "e STRING, a INT", ["+I", "a long key, not of seven bytes", 1], ["-D", "a long key, not of seven bytes", 1], ["+I", null, 2], ["-D", null, 2]).Run(
            string.Format(System.Globalization.CultureInfo.InvariantCulture, Settings, 4, "SELECT e, SUM(a) FROM t GROUP BY e")));

    private static string[] Run(string query, int size, string strategy) => Rows().Run(string.Format(System.Globalization.CultureInfo.InvariantCulture, Settings, size, strategy + query));
}
