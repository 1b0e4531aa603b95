using Weir.Benchmarks.Loops;

namespace Weir.Benchmarks.Queries;

/// <summary>All that is measured: the queries of Nexmark that need no join, OVER or Top-N; the windowed aggregations inside three others, each alone; and counts of a million keys.</summary>
internal static class BenchmarkList
{
    private const string Hop = "TABLE(HOP(TABLE bid, DESCRIPTOR(`dateTime`), INTERVAL '2' SECOND, INTERVAL '10' SECOND))";

    public static IReadOnlyList<Benchmark> All { get; } =
    [
        new() { Name = "q0", File = "q0.sql", Table = "bid", Columns = 5, Passes = 4, Loop = StatelessLoops.PassThrough },
        new() { Name = "q1", File = "q1.sql", Table = "bid", Columns = 5, Passes = 4, Loop = StatelessLoops.Euro },
        new() { Name = "q2", File = "q2.sql", Table = "bid", Columns = 2, Passes = 20, Loop = StatelessLoops.Selection },
        new()
        {
            Name = "q5-hop", Table = "bid", Columns = 4, Ties = (0, 1), Loop = static (table, _) => WindowLoops.Hop(table, "auction", 10_000, 2_000),
            Sql = $"SELECT auction, COUNT(*) AS num, window_start, window_end FROM {Hop} GROUP BY auction, window_start, window_end",
        },
        new()
        {
            Name = "q7-max", Table = "bid", Columns = 2, Ties = (0, 1), Loop = static (table, _) => ExtremeLoops.Highest(table, "price", 10_000),
            Sql = "SELECT MAX(price) AS maxprice, window_end AS endtime FROM TABLE(TUMBLE(TABLE bid, DESCRIPTOR(`dateTime`), INTERVAL '10' SECOND)) GROUP BY window_start, window_end",
        },
        new()
        {
            Name = "q8-person", Table = "person", Columns = 4, Ties = (0, 2), Loop = static (table, _) => DistinctLoops.Named(table, "id", "name", 10_000),
            Sql = "SELECT id, name, window_start, window_end FROM TABLE(TUMBLE(TABLE person, DESCRIPTOR(`dateTime`), INTERVAL '10' SECOND)) GROUP BY id, name, window_start, window_end",
        },
        new()
        {
            Name = "q8-seller", Table = "auction", Columns = 3, Ties = (0, 1), Loop = static (table, _) => DistinctLoops.Numbers(table, "seller", 10_000),
            Sql = "SELECT seller, window_start, window_end FROM TABLE(TUMBLE(TABLE auction, DESCRIPTOR(`dateTime`), INTERVAL '10' SECOND)) GROUP BY seller, window_start, window_end",
        },
        new() { Name = "q11", File = "q11.sql", Table = "bid", Columns = 4, Ties = (0, 1), Loop = static (table, _) => SessionLoops.Count(table, "bidder", 10_000) },
        new() { Name = "q12", File = "q12.sql", Table = "bid", Columns = 4, Ties = (0, 1), ByClock = true, Loop = static (table, _) => WindowLoops.TumbleByClock(table, "bidder", 10_000) },
        new() { Name = "q15", File = "q15.sql", Table = "bid", Columns = 13, Ties = (1, 5), Loop = static (table, _) => StatisticsLoops.ByDay(table) },
        new() { Name = "q16", File = "q16.sql", Table = "bid", Columns = 15, Ties = (3, 7), Loop = static (table, _) => StatisticsLoops.ByChannel(table) },
        new() { Name = "q17", File = "q17.sql", Table = "bid", Columns = 10, Ties = (0, 2), Loop = static (table, _) => PriceLoops.ByAuction(table) },
        new() { Name = "q21", File = "q21.sql", Table = "bid", Columns = 5, Loop = TextLoops.ChannelIds },
        new() { Name = "q22", File = "q22.sql", Table = "bid", Columns = 7, Loop = TextLoops.Directories },
        new()
        {
            Name = "tumble-1m", Table = "keyed", Columns = 4, Ties = (0, 1), Loop = static (table, _) => WindowLoops.Tumble(table, "k", 10_000),
            Sql = "SELECT k, COUNT(*) AS n, window_start, window_end FROM TABLE(TUMBLE(TABLE keyed, DESCRIPTOR(`dateTime`), INTERVAL '10' SECOND)) GROUP BY k, window_start, window_end",
        },
    ];
}
