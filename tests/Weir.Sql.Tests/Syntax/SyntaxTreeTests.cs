using Weir.Sql.Syntax;
using Weir.Sql.Syntax.Ast;
using Weir.Sql.Syntax.Writing;

namespace Weir.Sql.Tests.Syntax;

public sealed class SyntaxTreeTests
{
    [Fact]
    public void A_table_has_its_columns_keys_watermark_and_options()
    {
        var table = Sql.Statement<CreateTable>("""
            create temporary table if not exists Db.Tbl (
              Id INT NOT NULL PRIMARY KEY NOT ENFORCED,
              m BIGINT METADATA FROM 'offset' VIRTUAL,
              ts AS TO_TIMESTAMP(s),
              WATERMARK FOR ts AS ts - INTERVAL '5' SECOND
            ) WITH ('connector' = 'x') LIKE other (EXCLUDING OPTIONS)
            """);
        Assert.True(table is { IsTemporary: true, IfNotExists: true, OrReplace: false });
        Assert.Equal("Db.Tbl", table.Name.ToString());
        Assert.True(Assert.IsType<PhysicalColumn>(table.Columns[0]) is { Type: SimpleType { Name: "INT", IsNotNull: true } });
        Assert.True(Assert.IsType<MetadataColumn>(table.Columns[1]) is { Key: "offset", IsVirtual: true });
        Assert.IsType<FunctionCall>(Assert.IsType<ComputedColumn>(table.Columns[2]).Expression);
        Assert.True(Assert.Single(table.Constraints) is { IsPrimaryKey: true, IsEnforced: false, Columns: [{ Name: "Id" }] });
        Assert.Equal("ts - INTERVAL '5' SECOND", SqlWriter.Write(table.Watermark!.Expression));
        Assert.True(Assert.Single(table.Options) is { Key.Value: "connector", Value.Value: "x" });
        Assert.Equal(new[] { (LikeMerge.Excluding, LikeFeature.Options) }, table.Like!.Options.Select(o => (o.Merge, o.Feature)));
    }

    [Fact]
    public void Spans_cover_what_was_written()
    {
        const string Text = "SELECT a,\n  f(b) + 1 AS c\nFROM t";
        var select = Sql.Select(Text);
        var sum = select.Items[1].Expression;
        Assert.Equal("f(b) + 1", Text[sum.Span.Start..sum.Span.End]);
        Assert.Equal((2, 3), (sum.Span.Line, sum.Span.Column));
        Assert.Equal("f(b) + 1 AS c", Text[select.Items[1].Span.Start..select.Items[1].Span.End]);
        Assert.Equal(Text, Text[select.Span.Start..select.Span.End]);
    }

    [Theory]
    [InlineData("INTERVAL '1-2' YEAR TO MONTH", 14)]
    [InlineData("INTERVAL -'1-2' YEAR TO MONTH", -14)]
    [InlineData("INTERVAL '3' QUARTER", 9)]
    [InlineData("INTERVAL '1' WEEK", 604_800_000)]
    [InlineData("INTERVAL '1 02:03:04.5678' DAY TO SECOND", 93_784_567)]
    [InlineData("INTERVAL '-1 02' DAY TO HOUR", -93_600_000)]
    [InlineData("INTERVAL -'-5' SECONDS", 5000)]
    [InlineData("INTERVAL '1:30' MINUTE TO SECOND", 90_000)]
    [InlineData("INTERVAL '1000' DAY(4)", 86_400_000_000)]
    public void An_interval_has_its_value(string text, long value) => Assert.Equal(value, Sql.Expression<IntervalLiteral>(text).Value);

    [Theory]
    [InlineData("'it''s'", "it's")]
    [InlineData("U&'d\\0061t\\\\a'", "dat\\a")]
    [InlineData("U&'!00e9' UESCAPE '!'", "é")]
    [InlineData("E'a\\n\\'b\\u0041'", "a\n'bA")]
    [InlineData("'a'\n  'b'", "ab")]
    [InlineData("'-- /* ; */'", "-- /* ; */")]
    public void A_string_has_its_value(string text, string value) => Assert.Equal(value, Sql.Expression<StringLiteral>(text).Value);

    [Theory]
    [InlineData("CAST(a AS INT)", "CAST", typeof(ColumnReference), typeof(TypeArgument))]
    [InlineData("EXTRACT(DAY FROM a)", "EXTRACT", typeof(UnitArgument), typeof(ColumnReference))]
    [InlineData("ceiling(a TO DAY)", "CEIL", typeof(ColumnReference), typeof(UnitArgument))]
    [InlineData("TRIM(a)", "TRIM", typeof(KeywordArgument), typeof(StringLiteral), typeof(ColumnReference))]
    [InlineData("TRIM(LEADING FROM a)", "TRIM", typeof(KeywordArgument), typeof(StringLiteral), typeof(ColumnReference))]
    [InlineData("SUBSTRING(a FROM 1 FOR 2)", "SUBSTRING", typeof(ColumnReference), typeof(NumericLiteral), typeof(NumericLiteral))]
    [InlineData("POSITION('a' IN b)", "POSITION", typeof(StringLiteral), typeof(ColumnReference))]
    [InlineData("TIMESTAMPADD(SQL_TSI_DAY, 1, a)", "TIMESTAMPADD", typeof(UnitArgument), typeof(NumericLiteral), typeof(ColumnReference))]
    [InlineData("JSON_OBJECT('a' : 1)", "JSON_OBJECT", typeof(JsonKeyValue))]
    public void Functions_with_keywords_have_their_arguments_in_one_order(string text, string name, params Type[] arguments)
    {
        var call = Sql.Expression<FunctionCall>(text);
        Assert.Equal(name, call.SimpleName);
        Assert.Equal(arguments, call.Arguments.Select(a => a.GetType()));
    }

    [Fact]
    public void A_json_function_has_its_clauses()
    {
        var json = Sql.Expression<FunctionCall>("JSON_VALUE(a, '$' RETURNING INT DEFAULT -1 ON EMPTY ERROR ON ERROR)").Json!;
        Assert.True(json is { Returning: SimpleType { Name: "INT" }, OnEmpty: { Kind: JsonBehaviorKind.Default, Default: UnaryExpression }, OnError.Kind: JsonBehaviorKind.Error });
        Assert.Null(Sql.Expression<FunctionCall>("JSON_VALUE(a, '$')").Json);
        Assert.Equal(JsonNulls.AbsentOnNull, Sql.Expression<FunctionCall>("JSON_ARRAY(a ABSENT ON NULL)").Json!.Nulls);
    }

    [Fact]
    public void A_window_function_in_from_takes_a_table_and_a_descriptor()
    {
        var function = Assert.IsType<FunctionTable>(Sql.From("TABLE(TUMBLE(DATA => TABLE t PARTITION BY (a, b), TIMECOL => DESCRIPTOR(ts), SIZE => INTERVAL '1' MINUTE)) AS w"));
        var data = Assert.IsType<TableArgument>(Assert.IsType<NamedArgument>(function.Call.Arguments[0]).Value);
        Assert.Equal("t", data.Table!.ToString());
        Assert.Equal(2, data.PartitionBy.Count);
        Assert.Equal("w", function.Alias!.Name.Name);
        var bare = Assert.IsType<FunctionTable>(Sql.From("tumble((SELECT * FROM t), DESCRIPTOR(ts), INTERVAL '1' MINUTE)"));
        Assert.NotNull(Assert.IsType<TableArgument>(bare.Call.Arguments[0]).Query);
        Assert.Equal("TUMBLE", bare.Call.SimpleName);
    }

    [Fact]
    public void A_comma_joins_more_weakly_than_JOIN()
    {
        var comma = Assert.IsType<Join>(Sql.From("a, b JOIN c ON TRUE"));
        Assert.Equal(JoinKind.Comma, comma.Kind);
        Assert.Equal(JoinKind.Inner, Assert.IsType<Join>(comma.Right).Kind);
    }

    [Fact]
    public void INTERSECT_binds_more_strongly_than_UNION()
    {
        var union = Assert.IsType<SetOperation>(Sql.Query("SELECT 1 UNION ALL SELECT 2 INTERSECT SELECT 3").Body);
        Assert.True(union is { Operator: SetOperator.Union, IsAll: true, Right: SetOperation { Operator: SetOperator.Intersect } });
    }

    [Fact]
    public void A_query_in_parentheses_keeps_its_own_order_and_limit()
    {
        var query = Sql.Query("(SELECT a FROM t ORDER BY a LIMIT 2) UNION ALL SELECT 1 LIMIT 5");
        var union = Assert.IsType<SetOperation>(query.Body);
        Assert.NotNull(Assert.IsType<ParenthesizedQuery>(union.Left).Query.Limit);
        Assert.NotNull(query.Limit);
    }

    [Fact]
    public void Hints_stay_with_their_table_and_query()
    {
        var select = Sql.Select("SELECT /*+ STATE_TTL('t' = '1d') */ * FROM t /*+ OPTIONS('k'='v', 'l'='w') */ AS x");
        Assert.Equal("STATE_TTL", Assert.Single(select.Hints).Name.Name);
        var hint = Assert.Single(Assert.IsType<NamedTable>(select.From).Hints);
        Assert.Equal([("k", "v"), ("l", "w")], hint.Arguments.Select(a => (a.Key!, a.Value)));
    }

    [Fact]
    public void A_pattern_has_its_quantifiers()
    {
        var match = Assert.IsType<MatchRecognize>(Sql.From("t MATCH_RECOGNIZE (ORDER BY ts AFTER MATCH SKIP TO B PATTERN (A B+? C{2,} | D) DEFINE A AS TRUE)"));
        var sequence = Assert.IsType<PatternSequence>(Assert.IsType<PatternAlternation>(match.Pattern).Items[0]);
        Assert.True(sequence.Items[1] is PatternQuantified { Min: 1, Max: null, IsReluctant: true });
        Assert.True(sequence.Items[2] is PatternQuantified { Min: 2, Max: null, IsReluctant: false });
        Assert.Equal(AfterMatchKind.ToLast, match.AfterMatch!.Kind);
    }

    [Theory]
    [InlineData("SET 'a.b' = 'c'", "a.b", "c")]
    [InlineData("SET a.b = c d", "a.b", "c d")]
    [InlineData("set a.b=s3://bucket/x -- where it goes", "a.b", "s3://bucket/x")]
    [InlineData("SET a.b = 'x;y'", "a.b", "x;y")]
    [InlineData("SET a.b =", "a.b", "")]
    public void A_setting_needs_no_quotes(string text, string key, string value)
    {
        var set = Sql.Statement<SetOption>(text);
        Assert.Equal((key, value), (set.Key, set.Value));
    }

    [Theory]
    [InlineData("DELETE FROM t WHERE a = ';'", "DELETE", 6)]
    [InlineData("UPDATE t SET a = 1", "UPDATE", 6)]
    [InlineData("TRUNCATE TABLE t", "TRUNCATE", 8)]
    [InlineData("CALL p(1)", "CALL", 4)]
    [InlineData("ANALYZE TABLE t COMPUTE STATISTICS", "ANALYZE", 7)]
    [InlineData("LOAD MODULE m", "LOAD MODULE", 11)]
    [InlineData("UNLOAD MODULE m", "UNLOAD MODULE", 13)]
    [InlineData("COMPILE PLAN 'p' FOR INSERT INTO t SELECT 1", "COMPILE PLAN", 12)]
    [InlineData("EXECUTE PLAN 'p'", "EXECUTE PLAN", 12)]
    [InlineData("CREATE MATERIALIZED TABLE t AS SELECT 1", "CREATE MATERIALIZED TABLE", 25)]
    [InlineData("CREATE TEMPORARY MODEL m INPUT (a INT)", "CREATE TEMPORARY MODEL", 22)]
    [InlineData("ALTER FUNCTION f AS 'C'", "ALTER FUNCTION", 14)]
    public void A_statement_that_is_not_run_is_known_by_its_name_and_place(string text, string name, int length)
    {
        var script = SqlParser.ParseScript($"SELECT 1;\n{text};\nSELECT 2");
        Assert.Empty(script.Diagnostics);
        Assert.Equal(3, script.Statements.Count);
        var statement = Assert.IsType<UnsupportedStatement>(script.Statements[1]);
        Assert.Equal(name, statement.Name);
        Assert.Equal((2, 1, length), (statement.Span.Line, statement.Span.Column, statement.Span.Length));
        Assert.Throws<ArgumentException>(() => SqlWriter.Write(statement));
    }

    [Theory]
    [InlineData("DECIMAL(10, 2)", "DECIMAL(10, 2)")]
    [InlineData("numeric", "DECIMAL")]
    [InlineData("CHARACTER VARYING(3)", "VARCHAR(3)")]
    [InlineData("TIMESTAMP(3) WITH LOCAL TIME ZONE NOT NULL", "TIMESTAMP_LTZ(3) NOT NULL")]
    [InlineData("INT NOT NULL ARRAY", "ARRAY<INT NOT NULL>")]
    [InlineData("ROW(a INT, b ROW<c STRING NOT NULL 'x'>)", "ROW<a INT, b ROW<c STRING NOT NULL 'x'>>")]
    public void A_type_is_known_by_its_first_name(string text, string written) => Assert.Equal(written, SqlWriter.Write(Sql.Type(text)));

    [Fact]
    public void Names_keep_their_case_and_keywords_have_none()
    {
        var select = Sql.Select("sElEcT Foo, `Group` FrOm Tbl");
        Assert.Equal(["Foo", "Group"], select.Items.Select(i => Assert.IsType<ColumnReference>(i.Expression).Parts[0].Name));
    }

    [Fact]
    public void A_script_may_be_empty_or_only_comments()
    {
        Assert.Empty(SqlParser.ParseScript("").Statements);
        var script = SqlParser.ParseScript(" ; -- a\n // b\n /* c */ ;;");
        Assert.Empty(script.Statements);
        Assert.Empty(script.Diagnostics);
    }

    [Fact]
    public void CREATE_TABLE_is_written_a_line_per_column()
    {
        var table = Sql.Statement("CREATE TABLE t (a INT, b AS a + 1, PRIMARY KEY (a) NOT ENFORCED) WITH ('k' = 'v', 'l' = 'w')");
        Assert.Equal("CREATE TABLE t (\n  a INT,\n  b AS a + 1,\n  PRIMARY KEY (a) NOT ENFORCED\n)\nWITH (\n  'k' = 'v',\n  'l' = 'w'\n)", SqlWriter.Write(table));
    }

    [Theory]
    [InlineData("a", "a")]
    [InlineData("user", "`user`")]
    [InlineData("with space", "`with space`")]
    [InlineData("tick`ed", "`tick``ed`")]
    [InlineData("", "``")]
    [InlineData("1a", "`1a`")]
    [InlineData("EXPR$0", "EXPR$0")]
    public void A_name_is_written_in_backquotes_when_it_must_be(string name, string written) => Assert.Equal(written, SqlWriter.WriteName(name));
}
