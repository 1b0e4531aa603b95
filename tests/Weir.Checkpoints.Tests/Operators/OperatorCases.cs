using Weir.Checkpoints.Tests.Tables;
using Weir.Engine.Batches;
using Weir.Engine.Connectors;

namespace Weir.Checkpoints.Tests.Operators;

/// <summary>
/// The table of cases. Rows of one key are all in one partition, in order, so that also aggregates which mind the order give the same whichever way the partitions are read; event time within a partition is out of order by less than
/// the watermark allows, so that no row is late.
/// </summary>
internal static class OperatorCases
{
    private const int Partitions = 4;
    private const int RowsOfPartition = 400;
    private const string EventsTable = "CREATE TABLE t (k STRING, n BIGINT, v BIGINT, d DECIMAL(10, 2), f DOUBLE, b BOOLEAN, x STRING, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '2' SECOND, p AS PROCTIME());\n";
    private const string MiniBatch = "SET 'table.exec.mini-batch.enabled' = 'true'; SET 'table.exec.mini-batch.size' = '23'; SET 'table.exec.mini-batch.allow-latency' = '1 s';\n";
    private const string OnePhase = "SET 'table.optimizer.agg-phase-strategy' = 'ONE_PHASE';\n";
    private const string Windowed = "CREATE TABLE s (k STRING, c BIGINT, m BIGINT, w TIMESTAMP(3), e TIMESTAMP(3));\n";
    private const string Counted = "CREATE TABLE s (k STRING, c BIGINT);\n";
    private const string ChangeTable = "CREATE TABLE t (k STRING, v BIGINT, x STRING, PRIMARY KEY (k) NOT ENFORCED);\n";

    /// <summary>Insertions with keys, numbers, texts and event time: 250 ms from row to row, with jumps of many seconds now and then.</summary>
    public static Input Events { get; } = new(Partitions, RowsOfPartition, Event);

    /// <summary>Upserts and deletions of keys.</summary>
    public static Input Upserts { get; } = new(Partitions, RowsOfPartition, Upsert) { Mode = ChangelogMode.Upsert };

    /// <summary>A whole changelog: rows come, change and go.</summary>
    public static Input Changes { get; } = new(Partitions, RowsOfPartition, Change) { Mode = ChangelogMode.All };

    public static IReadOnlyList<OperatorCase> All { get; } =
    [
        new("Group by, row by row", EventsTable + "CREATE TABLE s (k STRING, c BIGINT, m BIGINT, l STRING);\nINSERT INTO s SELECT k, COUNT(*), SUM(v), LISTAGG(x) FROM t GROUP BY k")
        {
            Operators = ["GroupAggregateOperator", "SourceOperator", "SinkOperator"],
            Comparing = Comparing.Final,
        },
        new("Group by, by a number that may be NULL", EventsTable + "CREATE TABLE s (n BIGINT, c BIGINT);\nINSERT INTO s SELECT n, COUNT(*) FROM t GROUP BY n") { Operators = ["GroupAggregateOperator"], Comparing = Comparing.Final },
        new("Group by nothing", EventsTable + "CREATE TABLE s (c BIGINT, m BIGINT);\nINSERT INTO s SELECT COUNT(*), SUM(v) FROM t") { Operators = ["GroupAggregateOperator"], Comparing = Comparing.Final },
        new("Group by, with a time to live", "SET 'table.exec.state.ttl' = '1 h';\n" + EventsTable + Counted + "INSERT INTO s SELECT k, COUNT(*) FROM t GROUP BY k") { Operators = ["GroupAggregateOperator"], Comparing = Comparing.Final },
        new("Group by, mini-batch of one phase", MiniBatch + OnePhase + EventsTable + Counted + "INSERT INTO s SELECT k, COUNT(*) FROM t GROUP BY k") { Operators = ["GroupAggregateOperator"], Comparing = Comparing.Final },
        new("Group by, mini-batch of two phases", MiniBatch + EventsTable + "CREATE TABLE s (k STRING, c BIGINT, m BIGINT);\nINSERT INTO s SELECT k, COUNT(*), SUM(v) FROM t GROUP BY k")
        {
            Operators = ["LocalBundleOperator", "GroupAggregateOperator"],
            Comparing = Comparing.Final,
        },
        new("Group by over group by", EventsTable + "CREATE TABLE s (c BIGINT, m BIGINT);\nINSERT INTO s SELECT c, COUNT(*) FROM (SELECT k, n, COUNT(*) AS c FROM t GROUP BY k, n) GROUP BY c") { Operators = ["GroupAggregateOperator"], Comparing = Comparing.Final },
        new("Group by over group by, by fewer keys", EventsTable + Counted + "INSERT INTO s SELECT k, SUM(c) FROM (SELECT k, n, COUNT(*) AS c FROM t GROUP BY k, n) GROUP BY k") { Operators = ["GroupAggregateOperator"], Comparing = Comparing.Final },
        new("Group by of changes", "CREATE TABLE t (k STRING, v BIGINT, x STRING);\nCREATE TABLE s (x STRING, c BIGINT, m BIGINT, h BIGINT, l BIGINT);\nINSERT INTO s SELECT x, COUNT(*), SUM(v), MAX(v), MIN(v) FROM t GROUP BY x")
        {
            Operators = ["GroupAggregateOperator"],
            Comparing = Comparing.Final,
            Input = Changes,
        },
        new("Group by of changes, mini-batch", MiniBatch + "CREATE TABLE t (k STRING, v BIGINT, x STRING);\nCREATE TABLE s (x STRING, c BIGINT, m BIGINT);\nINSERT INTO s SELECT x, COUNT(*), MAX(v) FROM t GROUP BY x")
        {
            Operators = ["LocalBundleOperator", "GroupAggregateOperator"],
            Comparing = Comparing.Final,
            Input = Changes,
        },
        new("Distinct rows", EventsTable + "CREATE TABLE s (k STRING, x STRING);\nINSERT INTO s SELECT DISTINCT k, x FROM t") { Operators = ["GroupAggregateOperator"], Comparing = Comparing.Final },
        new("Grouping sets", EventsTable + "CREATE TABLE s (k STRING, n BIGINT, c BIGINT);\nINSERT INTO s SELECT k, n, COUNT(*) FROM t GROUP BY ROLLUP (k, n)") { Operators = ["ExpandOperator", "GroupAggregateOperator"], Comparing = Comparing.Final },
        new("Upserts made a changelog", ChangeTable + "CREATE TABLE s (k STRING, v BIGINT, x STRING);\nINSERT INTO s SELECT k, v, x FROM t") { Operators = ["ChangelogNormalizeOperator"], Comparing = Comparing.Final, Input = Upserts },
        new("Upserts made a changelog, mini-batch", MiniBatch + ChangeTable + "CREATE TABLE s (k STRING, v BIGINT, x STRING);\nINSERT INTO s SELECT k, v, x FROM t")
        {
            Operators = ["ChangelogNormalizeOperator"],
            Comparing = Comparing.Final,
            Input = Upserts,
        },
        new("Upserts grouped by a value", ChangeTable + "CREATE TABLE s (x STRING, c BIGINT, m BIGINT);\nINSERT INTO s SELECT x, COUNT(*), SUM(v) FROM t GROUP BY x") { Operators = ["ChangelogNormalizeOperator", "GroupAggregateOperator"], Comparing = Comparing.Final, Input = Upserts },
        new("Rows of another key than the sink's", "SET 'table.exec.sink.upsert-materialize' = 'FORCE';\n" + ChangeTable + "CREATE TABLE s (k STRING, v BIGINT, PRIMARY KEY (k) NOT ENFORCED);\nINSERT INTO s SELECT k, v FROM t")
        {
            Operators = ["SinkUpsertMaterializeOperator"],
            Comparing = Comparing.Upserts,
            Input = Upserts,
        },
        new("Rows of other groups that are one row of the sink", EventsTable + "CREATE TABLE s (m BIGINT, o BIGINT, PRIMARY KEY (m) NOT ENFORCED);\nINSERT INTO s SELECT SUM(v), CAST(1 AS BIGINT) FROM t GROUP BY k")
        {
            Operators = ["GroupAggregateOperator", "SinkUpsertMaterializeOperator"],
            Comparing = Comparing.Upserts,
        },
        new("First and last of changes", "CREATE TABLE t (k STRING, v BIGINT, x STRING);\nCREATE TABLE s (k STRING, f BIGINT, l BIGINT);\nINSERT INTO s SELECT k, FIRST_VALUE(v), LAST_VALUE(v) FROM t GROUP BY k")
        {
            Operators = ["GroupAggregateOperator"],
            Comparing = Comparing.Final,
            Input = Changes,
        },
        new("Multisets", EventsTable + "CREATE TABLE s (k STRING, m MULTISET<STRING>);\nINSERT INTO s SELECT k, COLLECT(x) FROM t GROUP BY k") { Operators = ["GroupAggregateOperator"], Comparing = Comparing.Final },
        new("Tumbling windows", EventsTable + Windowed + Window("TUMBLE", "INTERVAL '3' SECOND")) { Operators = ["WindowAggregateOperator"] },
        new("Tumbling windows with local bounds", EventsTable.Replace("ts TIMESTAMP(3)", "ts TIMESTAMP_LTZ(3)", StringComparison.Ordinal).Insert(0, "SET 'table.local-time-zone' = 'America/New_York';\n")
            + Windowed + Window("TUMBLE", "INTERVAL '3' SECOND")) { Operators = ["WindowAggregateOperator"] },
        new("Hopping windows", EventsTable + Windowed + Window("HOP", "INTERVAL '2' SECOND, INTERVAL '6' SECOND")) { Operators = ["WindowAggregateOperator"] },
        new("Hopping windows of a maximum", EventsTable + Windowed + Window("HOP", "INTERVAL '1' SECOND, INTERVAL '8' SECOND", "MAX(v)")) { Operators = ["WindowAggregateOperator"] },
        new("Cumulating windows", EventsTable + Windowed + Window("CUMULATE", "INTERVAL '2' SECOND, INTERVAL '10' SECOND")) { Operators = ["WindowAggregateOperator"] },
        new("Windows over windows", EventsTable + "CREATE TABLE s (c BIGINT, m BIGINT, w TIMESTAMP(3), e TIMESTAMP(3));\n"
            + "INSERT INTO s SELECT COUNT(*), SUM(c), window_start, window_end FROM (SELECT k, window_start, window_end, window_time, COUNT(*) AS c FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '3' SECOND)) "
            + "GROUP BY k, window_start, window_end, window_time) GROUP BY window_start, window_end") { Operators = ["WindowAggregateOperator"] },
        new("Windows over the windows' time", EventsTable + "CREATE TABLE s (k STRING, c BIGINT, w TIMESTAMP(3));\n"
            + "INSERT INTO s SELECT k, SUM(c), window_start FROM TABLE(TUMBLE((SELECT k, window_time AS wt, COUNT(*) AS c FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '2' SECOND)) GROUP BY k, window_start, window_end, window_time)"
            + ", DESCRIPTOR(wt), INTERVAL '6' SECOND)) GROUP BY k, window_start, window_end") { Operators = ["WindowAggregateOperator"] },
        new("Windows of processing time", EventsTable + Counted + "INSERT INTO s SELECT k, COUNT(*) FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(p), INTERVAL '0.01' SECOND)) GROUP BY k, window_start, window_end")
        {
            Operators = ["WindowAggregateOperator"],
            Comparing = Comparing.Sums,
            Input = Events with { LingersMs = 300 },
        },
        new("Group windows", EventsTable + "CREATE TABLE s (k STRING, c BIGINT, w TIMESTAMP(3));\nINSERT INTO s SELECT k, COUNT(*), TUMBLE_START(ts, INTERVAL '3' SECOND) FROM t GROUP BY k, TUMBLE(ts, INTERVAL '3' SECOND)")
        {
            Operators = ["WindowAggregateOperator"],
        },
        new("Group windows told early", "SET 'table.exec.emit.early-fire.enabled' = 'true'; SET 'table.exec.emit.early-fire.delay' = '2 ms';\n" + EventsTable + "CREATE TABLE s (k STRING, c BIGINT, w TIMESTAMP(3));\n"
            + "INSERT INTO s SELECT k, COUNT(*), TUMBLE_START(ts, INTERVAL '3' SECOND) FROM t GROUP BY k, TUMBLE(ts, INTERVAL '3' SECOND)")
        {
            Operators = ["WindowUpdateOperator"],
            Comparing = Comparing.Final,
        },
        new("Group windows told late", "SET 'table.exec.emit.late-fire.enabled' = 'true'; SET 'table.exec.emit.late-fire.delay' = '1 ms'; SET 'table.exec.emit.allow-lateness' = '4 s';\n" + EventsTable
            + "CREATE TABLE s (k STRING, c BIGINT, w TIMESTAMP(3));\nINSERT INTO s SELECT k, COUNT(*), HOP_START(ts, INTERVAL '2' SECOND, INTERVAL '4' SECOND) FROM t GROUP BY k, HOP(ts, INTERVAL '2' SECOND, INTERVAL '4' SECOND)")
        {
            Operators = ["WindowUpdateOperator"],
            Comparing = Comparing.Final,
        },
        new("Sessions", EventsTable + Windowed + "INSERT INTO s SELECT k, COUNT(*), SUM(v), window_start, window_end FROM TABLE(SESSION(TABLE t PARTITION BY k, DESCRIPTOR(ts), INTERVAL '2' SECOND)) GROUP BY k, window_start, window_end")
        {
            Operators = ["SessionAggregateOperator"],
        },
        new("Rows of sessions", EventsTable + "CREATE TABLE s (k STRING, v BIGINT, w TIMESTAMP(3), e TIMESTAMP(3));\nINSERT INTO s SELECT k, v, window_start, window_end FROM TABLE(SESSION(TABLE t PARTITION BY k, DESCRIPTOR(ts), INTERVAL '2' SECOND))")
        {
            Operators = ["SessionTableOperator"],
        },
        new("Rows of windows", EventsTable + "CREATE TABLE s (k STRING, v BIGINT, w TIMESTAMP(3));\nINSERT INTO s SELECT k, v, window_start FROM TABLE(HOP(TABLE t, DESCRIPTOR(ts), INTERVAL '1' SECOND, INTERVAL '5' SECOND))")
        {
            Operators = ["WindowTableOperator"],
        },
        new("Given rows", "CREATE TABLE s (k STRING, c BIGINT);\nINSERT INTO s VALUES ('a', 1), ('b', 2), ('c', 3), ('d', 4), ('e', 5), ('f', 6), ('g', 7)") { Operators = ["ValuesOperator"] },
        .. Aggregates,
    ];

    /// <summary>Each kind of aggregate state at least once; with DISTINCT and FILTER, which share a state.</summary>
    private static IEnumerable<OperatorCase> Aggregates =>
    [
        Aggregate("Sums", "SUM(v), AVG(v), SUM(d), AVG(d), COUNT(n), SUM(CAST(v AS INT))"),
        Aggregate("Extremes", "MIN(v), MAX(v), MIN(x), MAX(x), MIN(d), MAX(d)"),
        Aggregate("First and last", "FIRST_VALUE(x), LAST_VALUE(x), FIRST_VALUE(v), LAST_VALUE(v)"),
        Aggregate("Variances", "CAST(VAR_POP(v) AS DECIMAL(20, 4)), CAST(STDDEV_SAMP(v) AS DECIMAL(20, 4)), CAST(VAR_SAMP(f) AS DECIMAL(20, 4))"),
        Aggregate("Distinct", "COUNT(DISTINCT x), COUNT(DISTINCT x) FILTER (WHERE b), COUNT(DISTINCT v), COUNT(DISTINCT v) FILTER (WHERE v > 5), SUM(DISTINCT v), SUM(v) FILTER (WHERE b)"),
        Aggregate("Lists", "LISTAGG(x), LISTAGG(DISTINCT x), LISTAGG(x, '-') FILTER (WHERE b)"),
        Aggregate("Arrays", "CARDINALITY(ARRAY_AGG(v)), CARDINALITY(ARRAY_AGG(DISTINCT x))"),
        Aggregate("Json", "CHAR_LENGTH(JSON_ARRAYAGG(x)), CHAR_LENGTH(JSON_OBJECTAGG(KEY CAST(ts AS STRING) VALUE x))"),
        Aggregate("Percentiles", "PERCENTILE(v, 0.5), PERCENTILE(v, ARRAY[0.1, 0.9])[1]"),
    ];

    private static OperatorCase Aggregate(string name, string calls) => new(
        $"Aggregates: {name}",
        EventsTable + $"CREATE VIEW q AS SELECT k, {string.Join(", ", Named(calls))} FROM t GROUP BY k;\nCREATE TABLE s (k STRING, r STRING);\nINSERT INTO s SELECT k, {Joined(Named(calls).Length)} FROM q")
    {
        Operators = ["GroupAggregateOperator"],
        Comparing = Comparing.Final,
    };

    private static string Joined(int count) => string.Join(" || '|' || ", Enumerable.Range(0, count).Select(i => $"COALESCE(CAST(a{i} AS STRING), '-')"));

    private static string[] Named(string calls)
    {
        List<string> named = [];
        int depth = 0;
        int start = 0;
        for (int i = 0; i <= calls.Length; i++)
        {
            if (i == calls.Length || (calls[i] == ',' && depth == 0))
            {
                named.Add($"{calls[start..i].Trim()} AS a{named.Count}");
                start = i + 1;
            }
            else
            {
                depth += calls[i] is '(' or '[' ? 1 : calls[i] is ')' or ']' ? -1 : 0;
            }
        }

        return [.. named];
    }

    private static string Window(string kind, string sizes, string value = "SUM(v)") =>
        $"INSERT INTO s SELECT k, COUNT(*), {value}, window_start, window_end FROM TABLE({kind}(TABLE t, DESCRIPTOR(ts), {sizes})) GROUP BY k, window_start, window_end";

    private static TestRow Event(int partition, int i)
    {
        int mixed = Mixed(partition, i);
        long time = 1_700_000_000_000 + (i * 250L) + (i / 50 * 20_000L) - (mixed % 1500);
        return new TestRow(
            RowKind.Insert,
            $"k{partition}-{mixed % 7}",
            mixed % 11 == 0 ? null : mixed % 5L,
            mixed % 13L,
            (Int128)(mixed % 1000),
            (double)(mixed % 17),
            mixed % 3 == 0,
            mixed % 19 == 0 ? null : $"x{mixed % 23}",
            time);
    }

    private static TestRow Upsert(int partition, int i)
    {
        int mixed = Mixed(partition, i);
        return new TestRow(mixed % 5 == 0 ? RowKind.Delete : RowKind.UpdateAfter, $"k{partition}-{mixed % 29}", mixed % 13L, $"x{mixed % 6}");
    }

    /// <summary>Rows of 25 keys: each comes, changes once, and goes or stays.</summary>
    private static TestRow Change(int partition, int i)
    {
        int entity = i / 4;
        string key = $"k{partition}-{entity}";
        int mixed = Mixed(partition, entity);
        TestRow Row(RowKind kind, int value) => new(kind, key, (long)((mixed + value) % 17), $"x{(mixed + value) % 5}");
        return (i % 4) switch
        {
            0 => Row(RowKind.Insert, 0),
            1 => Row(RowKind.UpdateBefore, 0),
            2 => Row(RowKind.UpdateAfter, 1),
            _ => mixed % 3 == 0 ? new TestRow(RowKind.Insert, key + "+", 1L, "x0") : Row(RowKind.Delete, 1),
        };
    }

    private static int Mixed(int partition, int i)
    {
        uint h = unchecked(((uint)i * 2654435761u) ^ ((uint)partition * 40503u));
        h ^= h >> 15;
        return (int)(unchecked(h * 2246822519u) >> 8);
    }
}
