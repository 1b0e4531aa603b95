namespace Weir.Sql.Tests.Syntax;

/// <summary>At least one statement for each construct of the dialect.</summary>
internal static class SampleStatements
{
    public static IEnumerable<string> All => [.. Tables, .. Catalog, .. Jobs, .. Queries, .. Froms, .. Expressions.Select(e => $"SELECT {e}")];

    private static readonly string[] Tables =
    [
        "CREATE TABLE t (a INT)",
        """
        CREATE TEMPORARY TABLE IF NOT EXISTS c.d.t (
          a INT NOT NULL PRIMARY KEY NOT ENFORCED COMMENT 'it''s a key',
          b AS a + 1 COMMENT 'sum',
          m TIMESTAMP_LTZ(3) METADATA FROM 'timestamp' VIRTUAL COMMENT 'm',
          `offset` BIGINT METADATA,
          ts TIMESTAMP(3),
          WATERMARK FOR ts AS ts - INTERVAL '5' SECOND
        ) COMMENT 'table' DISTRIBUTED BY HASH(a) INTO 4 BUCKETS PARTITIONED BY (a, b)
        WITH ('connector' = 'x', 'k' = 'v')
        """,
        "CREATE TABLE t (a INT, b INT, CONSTRAINT pk PRIMARY KEY (a, b) NOT ENFORCED, UNIQUE (b) ENFORCED)",
        "CREATE TABLE t (r ROW<ts TIMESTAMP(3)>, WATERMARK FOR r.ts AS r.ts)",
        "CREATE TABLE t DISTRIBUTED INTO 3 BUCKETS",
        "CREATE TABLE t (b INT) WITH ('k' = 'v') LIKE s (INCLUDING ALL EXCLUDING CONSTRAINTS OVERWRITING OPTIONS INCLUDING METADATA EXCLUDING WATERMARKS)",
        "CREATE TABLE t LIKE s",
        "CREATE TABLE t WITH ('k' = 'v') AS SELECT * FROM s",
        "CREATE TABLE t (a, b) WITH ('k' = 'v') AS SELECT b, a FROM s",
        "CREATE OR REPLACE TABLE t AS SELECT 1 AS a",
        """
        CREATE TABLE t (
          c0 BOOLEAN, c1 TINYINT, c2 SMALLINT, c3 INTEGER, c4 BIGINT, c5 FLOAT, c6 REAL, c7 DOUBLE PRECISION, c8 DECIMAL(10, 2), c9 NUMERIC(5), c10 DEC,
          c11 CHAR(3), c12 CHARACTER VARYING(5), c13 VARCHAR, c14 STRING, c15 BINARY(2), c16 VARBINARY(9), c17 BINARY VARYING(2), c18 BYTES, c19 DATE, c20 TIME(3) WITHOUT TIME ZONE,
          c21 TIMESTAMP(6) WITH LOCAL TIME ZONE, c22 TIMESTAMP WITHOUT TIME ZONE, c23 TIMESTAMP_LTZ(3), c24 INTERVAL DAY(3) TO SECOND(6), c25 INTERVAL YEAR TO MONTH,
          c26 ARRAY<INT NOT NULL> NOT NULL, c27 MAP<STRING, ARRAY<INT>>, c28 MULTISET<STRING>, c29 ROW<a INT 'first', `b c` ROW<x INT NOT NULL>>, c30 ROW(a INT, b STRING),
          c31 INT ARRAY, c32 INT NOT NULL ARRAY MULTISET, c33 RAW('java.lang.Object', 'AAA='), c34 VARIANT, c35 INT NULL, c36 ROW<>, c37 my.udt, c38 STRUCTURED<'C', a INT>
        )
        """,
        "ALTER TABLE t RENAME TO u",
        "ALTER TABLE IF EXISTS t SET ('k' = 'v')",
        "ALTER TABLE t RESET ('k', 'l')",
        "ALTER TABLE t ADD (a INT FIRST, b STRING COMMENT 'c' AFTER a, c AS a + 1, PRIMARY KEY (a) NOT ENFORCED, WATERMARK FOR ts AS ts)",
        "ALTER TABLE t ADD a INT",
        "ALTER TABLE t MODIFY a BIGINT AFTER r.f",
        "ALTER TABLE t ADD DISTRIBUTION BY HASH(a) INTO 3 BUCKETS",
        "ALTER TABLE t RENAME a TO b",
        "ALTER TABLE t DROP (a, r.b)",
        "ALTER TABLE t DROP a",
        "ALTER TABLE t DROP PRIMARY KEY",
        "ALTER TABLE t DROP CONSTRAINT pk",
        "ALTER TABLE t DROP WATERMARK",
        "ALTER TABLE t DROP DISTRIBUTION",
    ];

    private static readonly string[] Catalog =
    [
        "CREATE VIEW v AS SELECT 1",
        "CREATE TEMPORARY VIEW IF NOT EXISTS v (a, b) COMMENT 'c' AS SELECT 1, 2",
        "CREATE OR REPLACE VIEW v AS SELECT 1",
        "ALTER VIEW v RENAME TO w",
        "ALTER VIEW v AS SELECT 2",
        "CREATE FUNCTION f AS 'C'",
        "CREATE TEMPORARY SYSTEM FUNCTION IF NOT EXISTS f AS 'C' LANGUAGE JAVA USING JAR '/a.jar', JAR '/b.jar' WITH ('k' = 'v')",
        "CREATE CATALOG IF NOT EXISTS c COMMENT 'x' WITH ('k' = 'v')",
        "CREATE DATABASE c.d COMMENT 'x' WITH ('k' = 'v')",
        "ALTER DATABASE d SET ('k' = 'v')",
        "ALTER CATALOG c RESET ('k')",
        "DROP TABLE IF EXISTS t",
        "DROP TEMPORARY VIEW v",
        "DROP TEMPORARY SYSTEM FUNCTION IF EXISTS f",
        "DROP DATABASE d CASCADE",
        "DROP DATABASE d RESTRICT",
        "DROP CATALOG c",
        "USE d",
        "USE CATALOG c",
        "SHOW TABLES FROM c.d NOT LIKE 'a%'",
        "SHOW VIEWS",
        "SHOW FUNCTIONS LIKE 'a'",
        "SHOW USER FUNCTIONS IN d ILIKE 'a'",
        "SHOW CURRENT CATALOG",
        "SHOW CURRENT DATABASE",
        "SHOW CREATE TABLE c.d.t",
        "SHOW CREATE VIEW v",
        "SHOW COLUMNS FROM t LIKE 'a%'",
        "SHOW PARTITIONS t",
        "SHOW FULL MODULES",
        "SHOW JARS",
        "DESCRIBE EXTENDED t",
        "DESC t",
        "DESCRIBE CATALOG c",
        "ADD JAR '/a.jar'",
        "REMOVE JAR '/a.jar'",
    ];

    private static readonly string[] Jobs =
    [
        "INSERT INTO c.d.t SELECT 1",
        "INSERT OVERWRITE t /*+ OPTIONS('sink.parallelism' = '2') */ PARTITION (p = 'x', q = 1) (a, r.b) SELECT a, b FROM s",
        "INSERT INTO t (SELECT 1)",
        "INSERT INTO t ((SELECT 1) UNION ALL SELECT 2)",
        "INSERT INTO t (a) VALUES (1), (2)",
        "INSERT INTO t SELECT * FROM s ON CONFLICT DO DEDUPLICATE",
        "EXECUTE INSERT INTO t SELECT 1",
        "EXECUTE SELECT 1",
        "EXECUTE STATEMENT SET BEGIN INSERT INTO a SELECT 1; INSERT INTO b VALUES (1); END",
        "BEGIN STATEMENT SET; INSERT INTO a SELECT 1; END",
        "SET",
        "SET 'k' = 'it''s'",
        "SET table.local-time-zone = Europe/Berlin",
        "RESET",
        "RESET 'k'",
        "RESET table.local-time-zone",
        "EXPLAIN SELECT 1",
        "EXPLAIN PLAN FOR INSERT INTO t SELECT 1",
        "EXPLAIN ESTIMATED_COST, CHANGELOG_MODE, JSON_EXECUTION_PLAN, PLAN_ADVICE SELECT 1",
        "EXPLAIN STATEMENT SET BEGIN INSERT INTO t SELECT 1; END",
        "EXPLAIN EXECUTE STATEMENT SET BEGIN INSERT INTO t SELECT 1; END",
        "EXPLAIN CREATE TABLE t AS SELECT 1 AS a",
    ];

    private static readonly string[] Queries =
    [
        "SELECT 1",
        "SELECT DISTINCT a, b AS c, d e, `f` AS `g h` FROM t",
        "SELECT ALL *, t.*, c.d.t.* FROM t",
        "SELECT /*+ STATE_TTL('t' = '1d'), LOOKUP('table'='d', 'async'='true'), BROADCAST(t, s) */ a FROM t",
        "SELECT a FROM t WHERE a > 1 GROUP BY a HAVING COUNT(*) > 1 ORDER BY a DESC NULLS LAST, b ASC NULLS FIRST LIMIT 3 OFFSET 2 ROWS",
        "SELECT a FROM t ORDER BY a OFFSET 1 ROW FETCH NEXT 2 ROWS ONLY",
        "SELECT a FROM t LIMIT ALL",
        "SELECT COUNT(*) FROM t GROUP BY ()",
        "SELECT COUNT(*) FROM t GROUP BY DISTINCT a, (b, c), GROUPING SETS ((a, b), a, (), ROLLUP (c)), CUBE (a, (b, c)), ROLLUP (a)",
        "SELECT SUM(a) OVER w, SUM(b) OVER (w ROWS 1 PRECEDING) FROM t WINDOW w AS (PARTITION BY b ORDER BY c), v AS ()",
        "SELECT a FROM t QUALIFY ROW_NUMBER() OVER (PARTITION BY a ORDER BY b) = 1",
        "WITH a AS (SELECT 1), b (x, y) AS (SELECT 1, 2) SELECT * FROM a, b",
        "WITH RECURSIVE a AS (SELECT 1) SELECT * FROM a",
        "SELECT 1 UNION ALL SELECT 2 UNION SELECT 3 INTERSECT ALL SELECT 4 EXCEPT SELECT 5",
        "(SELECT 1 UNION SELECT 2) INTERSECT SELECT 3",
        "SELECT 1 EXCEPT (SELECT 2 EXCEPT SELECT 3)",
        "(SELECT a FROM t ORDER BY a LIMIT 1) UNION ALL (SELECT 2 LIMIT 1) ORDER BY a",
        "(SELECT a FROM t LIMIT 2) LIMIT 1",
        "((SELECT 1))",
        "VALUES (1, 'a'), (2, 'b'), 3, ROW(4), ROW(DEFAULT, NULL)",
        "TABLE t",
        "SELECT (SELECT MAX(a) FROM t), EXISTS (SELECT 1), ((SELECT 1) UNION SELECT 2)",
        "SELECT a FROM t WHERE a IN (SELECT b FROM s) AND c NOT IN (1, 2) AND (a, b) IN ((1, 2)) AND a = ANY (SELECT 1) AND b < ALL (1, 2) AND a IN ((SELECT 1) EXCEPT SELECT 2)",
    ];

    private static readonly string[] Froms = new[]
    {
        "c.d.t AS x (a, b)",
        "t /*+ OPTIONS('a'='b', 'c.d' = 'e') */ x",
        "a, b JOIN c ON a.x = c.x, d",
        "a INNER JOIN b USING (x, y) LEFT OUTER JOIN c ON TRUE RIGHT JOIN d ON TRUE FULL JOIN e ON a.x = e.x CROSS JOIN f",
        "a NATURAL JOIN b NATURAL LEFT JOIN c",
        "a JOIN (b JOIN c ON TRUE) ON TRUE",
        "(a CROSS JOIN b)",
        "o JOIN r FOR SYSTEM_TIME AS OF o.proctime AS x ON o.c = x.c",
        "(SELECT 1) AS t (a), LATERAL (SELECT 2) s",
        "((SELECT 1) UNION ALL (SELECT 2)) t",
        "((SELECT 1) t JOIN s ON TRUE)",
        "(VALUES (1, 2)) AS t (a, b)",
        "t, LATERAL TABLE(f(t.a)) AS x (b)",
        "t LEFT JOIN LATERAL TABLE(f(t.a)) AS x ON TRUE",
        "f(1, 'a'), TABLE(g(x => 1))",
        "TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '1' MINUTE)",
        "TABLE(HOP(DATA => TABLE c.d.t, TIMECOL => DESCRIPTOR(ts), SLIDE => INTERVAL '1' MINUTE, SIZE => INTERVAL '5' MINUTES)) AS w",
        "SESSION(TABLE t PARTITION BY k, DESCRIPTOR(ts), INTERVAL '1' HOUR)",
        "TABLE(f(in1 => TABLE t PARTITION BY (a, b) ORDER BY (c DESC, d), in2 => (SELECT 1) PARTITION BY a ORDER BY b, uid => DEFAULT))",
        "TUMBLE((SELECT * FROM t), DESCRIPTOR(ts), INTERVAL '1' MINUTE)",
        "t CROSS JOIN UNNEST(t.a, b) WITH ORDINALITY AS u (x, y, o)",
        "UNNEST(ARRAY[1, 2]) u",
        "t TABLESAMPLE BERNOULLI(10.5) REPEATABLE(3)",
        "t AS x TABLESAMPLE SYSTEM(5)",
        """
        t MATCH_RECOGNIZE (
          PARTITION BY a, b ORDER BY ts, c DESC
          MEASURES FIRST(A.ts) AS s, FINAL LAST(B.x, 1) AS e, RUNNING SUM(B.x) AS r, MATCH_NUMBER() AS m, CLASSIFIER() AS c
          ONE ROW PER MATCH AFTER MATCH SKIP TO FIRST B
          PATTERN (^ A B* C+? (D | E F){2,3} G{2} H{,4}? {- I -} PERMUTE(J, K) L?? $) WITHIN INTERVAL '1' HOUR
          SUBSET U = (A, B), V = (C)
          DEFINE B AS B.x > PREV(B.x, 1) AND NEXT(B.x) < LAST(A.x), C AS TRUE
        ) AS m
        """,
        "t MATCH_RECOGNIZE (ORDER BY ts ALL ROWS PER MATCH AFTER MATCH SKIP PAST LAST ROW PATTERN (A | B C | (D)) DEFINE A AS TRUE)",
        "(SELECT * FROM t) MATCH_RECOGNIZE (ORDER BY ts AFTER MATCH SKIP TO NEXT ROW PATTERN ((A B)*) DEFINE A AS TRUE)",
        "t MATCH_RECOGNIZE (ORDER BY ts AFTER MATCH SKIP TO A PATTERN (A) DEFINE A AS TRUE)",
    }.Select(from => $"SELECT * FROM {from}").ToArray();

    private static readonly string[] Expressions =
    [
        "1, 1.5, .5, 1., 1e10, 1.5E-3, 'it''s', '', U&'\\0041b', U&'!0041' UESCAPE '!', X'1f', x'', N'a', _utf8'a', E'a\\n', TRUE, FALSE, UNKNOWN, NULL",
        "DATE '2024-01-31', TIME '10:20:30.123', TIMESTAMP '2024-01-31 10:20:30.123456', TIMESTAMP WITH LOCAL TIME ZONE '2024-01-31 10:20:30'",
        "INTERVAL '1-2' YEAR TO MONTH, INTERVAL -'5' DAY, INTERVAL '100' DAY(3), INTERVAL '1 2:03:04.5' DAY TO SECOND, INTERVAL '1.5' SECOND(2, 3), INTERVAL '3:04' HOUR TO MINUTE",
        "INTERVAL '2' WEEK, INTERVAL '2' QUARTER, INTERVAL '5:06.7' MINUTE TO SECOND(3), INTERVAL 5 DAY, INTERVAL a HOUR, INTERVAL (a + 1) MINUTE, INTERVAL (a - 1) MINUTE, INTERVAL '2' YEARS",
        "a, t.a, t.r.f, `a b`.`c``d`, größe, _x, $y",
        "-a, +a, NOT a, - 1, a + b - c * d / e % f || g",
        "a = b, a <> b, a != b, a < b, a <= b, a > b, a >= b",
        "a IS NULL, a IS NOT TRUE, a IS UNKNOWN, a IS NOT DISTINCT FROM b, a IS JSON, a IS NOT JSON OBJECT, a IS JSON ARRAY, a IS JSON SCALAR, a IS A SET",
        "a BETWEEN 1 AND 2, a NOT BETWEEN SYMMETRIC 1 AND 2, a BETWEEN ASYMMETRIC b AND c",
        "a LIKE 'x%', a NOT LIKE 'x' ESCAPE '!', a SIMILAR TO 'b', a NOT SIMILAR TO 'b'",
        "a MEMBER OF b, a SUBMULTISET OF b, a MULTISET UNION b, a MULTISET EXCEPT DISTINCT b",
        "(a - b) DAY, (a - (b - c)) MONTH, ((a - b)) SECOND + c, (a - b)",
        "(a, b) OVERLAPS (c, d), PERIOD (a, b) CONTAINS c, a EQUALS b, a IMMEDIATELY PRECEDES b, a SUCCEEDS b",
        "CASE WHEN a THEN 1 WHEN b THEN 2 ELSE 3 END, CASE a WHEN 1, 2 THEN 'x' END",
        "a[1], m['k'], a[1][2].f, f(x).g, (r).f, ROW(1, 2), (1, 2), ROW(1), ARRAY[1, 2], ARRAY[], MAP['a', 1], MULTISET[1], ARRAY(SELECT 1), MULTISET(SELECT 1)",
        "COUNT(*), COUNT(t.*), COUNT(DISTINCT a), SUM(ALL a), f(), c.d.f(a), SUM(a) FILTER (WHERE b > 1), LISTAGG(DISTINCT a, ',') WITHIN GROUP (ORDER BY b DESC), ARRAY_AGG(a ORDER BY b)",
        "FIRST_VALUE(a) IGNORE NULLS OVER (PARTITION BY b ORDER BY c RANGE BETWEEN INTERVAL '1' DAY PRECEDING AND CURRENT ROW), LAG(a) RESPECT NULLS OVER w",
        "SUM(a) OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND 1 FOLLOWING), SUM(a) OVER (ORDER BY b RANGE UNBOUNDED PRECEDING), SUM(a) OVER (ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING)",
        "f(x => 1, `y z` => 'b')",
        "CAST(a AS INT), TRY_CAST(a AS ROW<x INT NOT NULL, y ARRAY<STRING>>), CAST(a AS DECIMAL(10, 2)), CAST(a AS INTERVAL DAY TO SECOND(3))",
        "EXTRACT(YEAR FROM a), EXTRACT(EPOCH FROM a), CEIL(a TO DAY), FLOOR(a TO MILLENNIUM), CEIL(a), CEILING(a)",
        "SUBSTRING(a FROM 1), SUBSTRING(a FROM 1 FOR 2), SUBSTRING(a, 1, 2), OVERLAY(a PLACING b FROM 1 FOR 2), OVERLAY(a PLACING b FROM 1), POSITION('a' IN b), POSITION('a' IN b FROM 2)",
        "TRIM(a), TRIM(BOTH FROM a), TRIM(LEADING 'x' FROM a), TRIM('x' FROM a), TRIM(TRAILING a), LTRIM(a, 'x')",
        "TIMESTAMPADD(DAY, 1, a), TIMESTAMPDIFF(SQL_TSI_MONTH, a, b), TRANSLATE(a, 'b', 'c'), YEAR(a), LEFT(a, 1), CHAR_LENGTH(a), IF(a, b, c), TRUNCATE(a, 2)",
        "JSON_VALUE(a, '$.x'), JSON_VALUE(a, 'lax $' RETURNING INT DEFAULT -1 ON EMPTY ERROR ON ERROR), JSON_VALUE(a, '$' NULL ON ERROR), JSON_EXISTS(a, '$' UNKNOWN ON ERROR), JSON_EXISTS(a, '$')",
        "JSON_QUERY(a, '$' RETURNING ARRAY<STRING> WITH CONDITIONAL ARRAY WRAPPER EMPTY ARRAY ON EMPTY EMPTY OBJECT ON ERROR), JSON_QUERY(a, '$' WITHOUT WRAPPER NULL ON EMPTY), JSON_QUERY(a, '$' WITH WRAPPER)",
        "JSON_OBJECT(), JSON_OBJECT('a' VALUE 1, KEY 'b' VALUE JSON('{}'), 'c': x ABSENT ON NULL), JSON_OBJECT(KEY a VALUE b FORMAT JSON NULL ON NULL), JSON_ARRAY(), JSON_ARRAY(1, a NULL ON NULL), JSON_ARRAY(NULL ON NULL)",
        "JSON_OBJECTAGG(KEY a VALUE b ABSENT ON NULL), JSON_ARRAYAGG(a ORDER BY b NULL ON NULL), JSON_STRING(a), JSON_OBJECTAGG(a VALUE b) FILTER (WHERE c)",
        "CURRENT_DATE, CURRENT_TIME, CURRENT_TIMESTAMP, LOCALTIME, LOCALTIMESTAMP, CURRENT_TIMESTAMP(3), NOW(), PROCTIME(), CURRENT_ROW_TIMESTAMP()",
        "TUMBLE_START(ts, INTERVAL '1' DAY), GROUPING(a), GROUPING_ID(a, b), `substring`(a, b), `CAST`(a)",
    ];
}
