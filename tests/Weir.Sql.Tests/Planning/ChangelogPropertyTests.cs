using Weir.Engine.Batches;
using Weir.Engine.Connectors;
using static Weir.Sql.Tests.Planning.MemoryRow;

namespace Weir.Sql.Tests.Planning;

/// <summary>Whatever stands between a source of upserts and a table, the table ends up with what the query gives over the source's last rows.</summary>
public sealed class ChangelogPropertyTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void A_table_ends_up_the_same_by_all_changelogs(int seed)
    {
        (MemoryRow[] upserts, Dictionary<int, (string G, int V)> last) = Upserts(seed);
        string[] all = [.. last.Select(r => $"[{r.Key}, {r.Value.G}, {r.Value.V}]")];
        string[] some = [.. last.Where(r => r.Value.V < 3).Select(r => $"[{r.Key}, {r.Value.G}, {r.Value.V}]")];
        string[] groups = [.. last.GroupBy(r => r.Value.G).Select(g => $"[{g.Key}, {g.Count()}]")];
        const string Sink = "CREATE TABLE s (id INT, g STRING, v INT, PRIMARY KEY (id) NOT ENFORCED); INSERT INTO s ";
        foreach (ChangelogMode mode in new[] { ChangelogMode.All, ChangelogMode.Upsert })
        {
            foreach (string settings in new[] { string.Empty, "SET 'table.exec.mini-batch.enabled' = 'true'; SET 'table.exec.mini-batch.allow-latency' = '1 h'; SET 'table.exec.mini-batch.size' = '7';" })
            {
                Check(Sink + "SELECT * FROM u", all, mode, settings, 0);
                Check(Sink + "SELECT * FROM u WHERE v < 3", some, mode, settings, 0);
                Check("CREATE TABLE s (g STRING, n BIGINT, PRIMARY KEY (g) NOT ENFORCED); INSERT INTO s SELECT g, COUNT(*) FROM u GROUP BY g", groups, mode, settings, 0);
                Check("CREATE TABLE s (n BIGINT, g STRING, PRIMARY KEY (n, g) NOT ENFORCED); INSERT INTO s SELECT COUNT(*), g FROM u GROUP BY g", [.. last.GroupBy(r => r.Value.G).Select(g => $"[{g.Count()}, {g.Key}]")], mode, settings, 0, 1);
            }
        }

        void Check(string script, string[] expected, ChangelogMode mode, string settings, params int[] key)
        {
            MemoryTables tables = new MemoryTables().Source("u", ChangelogMode.Upsert, upserts, true).Sink("s", mode);
            string[] changes = tables.Run(settings + "CREATE TABLE u (id INT, g STRING, v INT, PRIMARY KEY (id) NOT ENFORCED);" + script);
            Dictionary<string, string> table = [];
            foreach (string change in changes)
            {
                string[] values = change[3..^1].Split(", ");
                string id = string.Join('|', key.Select(k => values[k]));
                if (change[0] == '+')
                {
                    table[id] = change[2..];
                }
                else
                {
                    // A -U and the +U after it may be of different keys; what is taken back was there.
                    Assert.True(table.Remove(id), $"{change} of {script} takes back what is not there.");
                }
            }

            Assert.Equal(expected.Order(StringComparer.Ordinal), table.Values.Order(StringComparer.Ordinal));
        }
    }

    [Theory]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    public async Task Rows_that_meet_in_one_row_of_the_sink_from_several_lanes_leave_one_of_them(int seed)
    {
        (MemoryRow[] upserts, Dictionary<int, (string G, int V)> last) = Upserts(seed);
        MemoryTables tables = new MemoryTables().Source("u", ChangelogMode.Upsert, upserts, true).Sink("s", ChangelogMode.Upsert);
        string[] changes = await tables.RunOnLanes(
            """
            CREATE TABLE u (id INT, g STRING, v INT, PRIMARY KEY (id) NOT ENFORCED);
            CREATE TABLE s (v INT, id INT, PRIMARY KEY (v) NOT ENFORCED);
            INSERT INTO s SELECT v, id FROM u
            """,
            3);
        Dictionary<int, int> table = [];
        foreach (string change in changes)
        {
            string[] values = change[3..^1].Split(", ");
            if (change[0] == '+')
            {
                table[int.Parse(values[0])] = int.Parse(values[1]);
            }
            else
            {
                table.Remove(int.Parse(values[0]));
            }
        }

        Assert.Equal(last.Values.Select(r => r.V).Distinct().Order(), table.Keys.Order());
        Assert.All(table, r => Assert.Equal(r.Key, last[r.Value].V));
    }

    private static (MemoryRow[] Rows, Dictionary<int, (string G, int V)> Last) Upserts(int seed)
    {
        Random random = new(seed);
        List<MemoryRow> upserts = [];
        Dictionary<int, (string G, int V)> last = [];
        for (int i = 0; i < 400; i++)
        {
            int id = random.Next(12);
            if (random.Next(4) == 0)
            {
                last.Remove(id);
                upserts.Add(Delete(id, null, null));
            }
            else
            {
                (string G, int V) row = ($"g{random.Next(3)}", random.Next(5));
                last[id] = row;
                upserts.Add(new MemoryRow(random.Next(2) == 0 ? RowKind.Insert : RowKind.UpdateAfter, id, row.G, row.V));
            }
        }

        return ([.. upserts], last);
    }
}
