using Weir.Engine.Connectors;
using static Weir.Sql.Tests.Planning.MemoryRow;

namespace Weir.Sql.Tests.Planning;

public sealed class SingleRowGroupTests
{
    private const string Source = "CREATE TABLE u (id INT, g STRING, v INT, PRIMARY KEY (id) NOT ENFORCED); ";

    private static readonly MemoryRow[] s_rows = [Insert(1, "x", 10), Insert(2, "x", null), Insert(3, "y", 5)];

    [Theory]
    [InlineData("SELECT DISTINCT id, g FROM u", "id INT, g STRING", "+I[1, x]", "+I[2, x]", "+I[3, y]")]
    [InlineData("SELECT id, SUM(v), MIN(v), MAX(g) FROM u GROUP BY id", "id INT, a INT, b INT, c STRING", "+I[1, 10, 10, x]", "+I[2, null, null, x]", "+I[3, 5, 5, y]")]
    [InlineData("SELECT SUM(v) FROM (SELECT id, COUNT(*) AS n, SUM(v) AS v FROM u GROUP BY id) GROUP BY id", "v INT", "+I[10]", "+I[null]", "+I[5]")]
    [InlineData("SELECT g, id FROM (SELECT id, g, COUNT(*) FROM u GROUP BY id, g)", "g STRING, id INT", "+I[x, 1]", "+I[x, 2]", "+I[y, 3]")]
    public void A_group_for_each_row_is_a_projection_that_a_sink_of_additions_takes(string query, string columns, params string[] expected)
    {
        string script = $"{Source} CREATE TABLE s ({columns}); INSERT INTO s {query}";
        Assert.DoesNotContain("GroupAggregate", Tables().Plan(script), StringComparison.Ordinal);
        Assert.Equal(expected, Tables().Run(script));
    }

    [Theory]
    [InlineData("SELECT id, COUNT(v) FROM u GROUP BY id")]
    [InlineData("SELECT id, SUM(v) FILTER (WHERE g = 'x') FROM u GROUP BY id")]
    [InlineData("SELECT SUM(v) FROM u")]
    [InlineData("SELECT g, SUM(v) FROM u GROUP BY g")]
    [InlineData("SELECT DISTINCT id, g FROM (SELECT * FROM u UNION ALL SELECT * FROM u)")]
    public void Others_stay(string query) => Assert.Contains("GroupAggregate", Tables().Plan(Source + query), StringComparison.Ordinal);

    [Fact]
    public void Groups_of_a_key_of_groups_are_taken_together()
    {
        string plan = Tables().Plan(Source + "SELECT g, MAX(n) FROM (SELECT g, COUNT(*) AS n FROM u GROUP BY g) GROUP BY g");
        Assert.Equal(plan.IndexOf("GroupAggregate", StringComparison.Ordinal), plan.LastIndexOf("GroupAggregate", StringComparison.Ordinal));
    }

    private static MemoryTables Tables() => new MemoryTables().Source("u", ChangelogMode.InsertOnly, s_rows).Sink("s", ChangelogMode.InsertOnly);
}
