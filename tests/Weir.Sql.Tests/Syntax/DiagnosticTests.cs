using Weir.Sql.Syntax;
using Weir.Sql.Syntax.Ast;
using Weir.Sql.Syntax.Writing;

namespace Weir.Sql.Tests.Syntax;

public sealed class DiagnosticTests
{
    [Theory]
    [InlineData("SELECT a FROM t GRUOP BY a", 1, 17, "GROUP")]
    [InlineData("SELCT a FROM t", 1, 1, "SELECT")]
    [InlineData("SELECT a FORM t", 1, 10, "FROM")]
    [InlineData("SELECT a\nFROM t\nWEHRE a > 1", 3, 1, "WHERE")]
    [InlineData("SELECT a FROM t ODER BY a", 1, 17, "ORDER")]
    [InlineData("SELECT a FROM t JION s ON TRUE", 1, 17, "JOIN")]
    [InlineData("INSRT INTO t SELECT 1", 1, 1, "INSERT")]
    [InlineData("INSERT INOT t SELECT 1", 1, 8, "INTO")]
    [InlineData("CREATE TABEL t (a INT)", 1, 8, "TABLE")]
    [InlineData("CREATE TABLE t (a INT) WIHT ('k' = 'v')", 1, 24, "WITH")]
    [InlineData("CREATE TABLE t (a STRNG)", 1, 19, "STRING")]
    [InlineData("CREATE TABLE t (a TIMESTMP(3))", 1, 19, "TIMESTAMP")]
    [InlineData("SHOW TABELS", 1, 6, "TABLES")]
    [InlineData("SELECT EXTRACT(MINTUE FROM a)", 1, 16, "MINUTE")]
    [InlineData("SELECT INTERVAL '1' MINTUE", 1, 21, "MINUTE")]
    [InlineData("SELECT CASE WHEN a THAN 1 END", 1, 20, "THEN")]
    public void A_misspelt_keyword_is_named_with_the_nearest_one(string text, int line, int column, string meant)
    {
        var error = Sql.Error(text);
        Assert.Contains($"did you mean {meant}", error.Hint, StringComparison.Ordinal);

        // The error is at the misspelt word, or at the word after it when that one passed for an alias.
        Assert.Equal(line, error.Span.Line);
        Assert.InRange(error.Span.Column, column, column + text.Split('\n')[line - 1][(column - 1)..].IndexOf(' ') + 1);
    }

    [Theory]
    [InlineData("SELECT 1 AS value", 1, 13, "`value`")]
    [InlineData("CREATE TABLE t (user STRING)", 1, 17, "`user`")]
    [InlineData("SELECT timestamp FROM t", 1, 8, "`timestamp`")]
    [InlineData("SELECT * FROM t AS table", 1, 20, "`table`")]
    [InlineData("SELECT a day FROM t", 1, 10, "`day`")]
    [InlineData("INSERT INTO result SELECT 1", 1, 13, "`result`")]
    [InlineData("SELECT order FROM t", 1, 8, "`order`")]
    [InlineData("SELECT a FROM t WHERE end = 1", 1, 23, "`end`")]
    [InlineData("CREATE TABLE t (order INT)", 1, 17, "`order`")]
    public void A_reserved_word_as_a_name_is_to_be_put_in_backquotes(string text, int line, int column, string quoted)
    {
        var error = Sql.Error(text);
        Assert.Equal((line, column), (error.Span.Line, error.Span.Column));
        Assert.Contains("reserved word", error.Hint, StringComparison.Ordinal);
        Assert.Contains(quoted, error.Hint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SELECT a, FROM t", 1, 11, "Found 'FROM', expected an expression")]
    [InlineData("SELECT a FROM", 1, 14, "Found the end of the text, expected a table")]
    [InlineData("SELECT (a FROM t", 1, 11, "Found 'FROM', expected ',' or ')'")]
    [InlineData("SELECT f(a FROM t", 1, 12, "expected ',' or ')'")]
    [InlineData("SELECT a FROM t WHERE", 1, 22, "expected an expression")]
    [InlineData("SELECT a FROM t WHERE a BETWEEN 1 OR 2", 1, 35, "expected AND")]
    [InlineData("SELECT CASE WHEN a THEN 1", 1, 26, "expected WHEN, ELSE or END")]
    [InlineData("SELECT a IS b", 1, 13, "expected NULL, TRUE, FALSE, UNKNOWN")]
    [InlineData("SELECT CAST(a INT)", 1, 15, "expected AS")]
    [InlineData("CREATE TABLE t (a INT b INT)", 1, 23, "Found 'b', expected")]
    [InlineData("CREATE TABLE t (a INT) WITH (k = 'v')", 1, 30, "expected an option's key in quotes")]
    [InlineData("CREATE TABLE t (a INT) WITH ('k' = v)", 1, 36, "expected the option's value in quotes")]
    [InlineData("CREATE TABLE t (a INT) WITH ('k' 'v')", 1, 34, "Found the string 'v', expected '='")]
    [InlineData("CREATE TABLE t (a)", 1, 17, "The column 'a' has no type")]
    [InlineData("CREATE TABLE t (a INT, WATERMARK FOR a AS a, WATERMARK FOR a AS a)", 1, 46, "at most one WATERMARK")]
    [InlineData("SELECT \"a\" FROM t", 1, 8, "Double quotes have no meaning")]
    [InlineData("SELECT 'abc", 1, 8, "This string has no end")]
    [InlineData("SELECT `abc", 1, 8, "This name has no end")]
    [InlineData("SELECT 1 /* abc", 1, 10, "This comment has no end")]
    [InlineData("SELECT ``", 1, 8, "must not be empty")]
    [InlineData("SELECT a § b", 1, 10, "The character '§' (U+00A7)")]
    [InlineData("SELECT a, 'b' 'c'", 1, 15, "Two literals follow each other")]
    [InlineData("SELECT a 'b'", 1, 10, "where an alias should be")]
    [InlineData("SELECT DATE '2024-02-30'", 1, 13, "'2024-02-30' is no DATE")]
    [InlineData("SELECT TIMESTAMP '2024-01-01T00:00:00'", 1, 18, "is no TIMESTAMP")]
    [InlineData("SELECT TIME '24:00:00'", 1, 13, "is no TIME")]
    [InlineData("SELECT INTERVAL '100' DAY", 1, 17, "more digits than DAY(2) takes")]
    [InlineData("SELECT INTERVAL '1 25' DAY TO HOUR", 1, 17, "at most 23")]
    [InlineData("SELECT INTERVAL '1:2' DAY", 1, 17, "does not fit the interval's unit")]
    [InlineData("SELECT INTERVAL '1' DAY TO YEAR", 1, 28, "cannot go from DAY to YEAR")]
    [InlineData("SELECT X'1'", 1, 8, "even number of hexadecimal digits")]
    [InlineData("SELECT X'1G'", 1, 8, "hexadecimal digits only")]
    [InlineData("SELECT U&'\\00G0'", 1, 8, "four hexadecimal digits")]
    [InlineData("SELECT 99999999999999999999", 1, 8, "does not fit in a BIGINT")]
    [InlineData("SELECT 1e999", 1, 8, "does not fit in a DOUBLE")]
    [InlineData("SELECT a -> b", 1, 10, "Lambda expressions are not supported")]
    [InlineData("SELECT a::INT", 1, 9, "'::' is not part of this dialect")]
    [InlineData("SELECT ? FROM t", 1, 8, "A parameter '?' has no value")]
    [InlineData("SELECT CAST(a AS INT NOT NULL)", 1, 18, "cannot be NOT NULL")]
    [InlineData("SELECT CAST(a AS TIMESTAMP WITH TIME ZONE)", 1, 28, "WITH TIME ZONE is not supported")]
    [InlineData("SELECT MAP['a']", 1, 8, "keys and values in turn")]
    [InlineData("SELECT * FROM t PIVOT (SUM(a) FOR b IN (1))", 1, 17, "PIVOT is not supported")]
    [InlineData("SELECT * FROM t AS x FOR SYSTEM_TIME AS OF x.p", 1, 22, "before its alias")]
    [InlineData("SELECT * FROM (a JOIN b ON TRUE) c", 1, 34, "cannot have an alias")]
    [InlineData("SELECT * FROM (t)", 1, 16, "a query or a join in these parentheses")]
    [InlineData("SELECT 1 MINUS SELECT 2", 1, 10, "MINUS is not part of this dialect")]
    [InlineData("SELECT 1 LIMIT 1, 2", 1, 17, "LIMIT start, count is not part of this dialect")]
    [InlineData("SELECT STREAM a FROM t", 1, 8, "SELECT STREAM is not supported")]
    [InlineData("EXPLAIN DROP TABLE t", 1, 9, "expected PLAN, ESTIMATED_COST, CHANGELOG_MODE")]
    [InlineData("SET abc", 1, 5, "SET needs a key and a value")]
    [InlineData("EXECUTE STATEMENT SET BEGIN END", 1, 1, "has no INSERT")]
    [InlineData("SELECT * FROM t MATCH_RECOGNIZE (PATTERN (A{3,2}) DEFINE A AS TRUE)", 1, 45, "cannot repeat from 3 to 2 times")]
    [InlineData("SELECT JSON_VALUE(a, '$' NULL ON ERROR NULL ON EMPTY)", 1, 40, "before ON ERROR")]
    public void An_error_says_what_was_found_and_expected_and_where(string text, int line, int column, string message)
    {
        var error = Sql.Error(text);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Equal((line, column), (error.Span.Line, error.Span.Column));
        Assert.Equal(SqlSeverity.Error, error.Severity);
    }

    [Theory]
    [InlineData("SELECT /*+ BROADCST(a) */ a FROM t", 12, "There is no hint 'BROADCST'", "Did you mean 'BROADCAST'?")]
    [InlineData("SELECT a FROM t /*+ OPTION('k' = 'v') */", 21, "There is no hint 'OPTION'", "Did you mean 'OPTIONS'?")]
    [InlineData("SELECT /*+ QUICKLY */ a FROM t", 12, "There is no hint 'QUICKLY'", "there are OPTIONS, STATE_TTL")]
    public void A_hint_that_Flink_does_not_know_is_refused(string text, int column, string message, string hint)
    {
        var error = Sql.Error(text);
        Assert.Equal((column, message), (error.Span.Column, error.Message));
        Assert.StartsWith(hint, error.Hint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SELECT a FROM t /*+ STATE_TTL('t' = '1d') */", "The hint STATE_TTL has no effect after a table")]
    [InlineData("SELECT /*+ OPTIONS('k' = 'v') */ a FROM t", "The hint OPTIONS has no effect after SELECT")]
    public void A_hint_without_effect_is_told_as_a_warning(string text, string message)
    {
        var script = SqlParser.ParseScript(text);
        var warning = Assert.Single(script.Diagnostics);
        Assert.Equal((SqlSeverity.Warning, message), (warning.Severity, warning.Message));
        Assert.False(script.HasErrors);
        Assert.Empty(SqlParser.ParseScript("SELECT /*+ BROADCAST(t) */ a FROM t /*+ OPTIONS('k' = 'v') */").Diagnostics);
    }

    [Fact]
    public void A_script_reports_the_errors_of_all_its_statements_and_keeps_the_good_ones()
    {
        var script = SqlParser.ParseScript("""
            CREATE TABLE a (x INT);
            SELECT FROM a;
            -- a comment; with a semicolon
            INSERT INTO a SELECT 'a;b' FROM a;

            CREATE TABLE b (x INTT);
            DROP TABLE a
            """);
        Assert.True(script.HasErrors);
        Assert.Collection(
            script.Statements,
            s => Assert.IsType<CreateTable>(s),
            s => Assert.IsType<Insert>(s),
            s => Assert.IsType<Drop>(s));
        Assert.Collection(
            script.Diagnostics,
            d => Assert.Equal((2, 8), (d.Span.Line, d.Span.Column)),
            d => Assert.Equal((6, 19), (d.Span.Line, d.Span.Column)));
    }

    [Fact]
    public void A_statement_set_reports_each_of_its_errors_and_what_follows_is_still_read()
    {
        var script = SqlParser.ParseScript("""
            EXECUTE STATEMENT SET
            BEGIN
              INSERT INTO a SELECT FROM b;
              INSERT INTO a SELECT 1;
              INSERT a SELECT 1;
            END;
            SELECT 1
            """);
        Assert.Equal([3, 5], script.Diagnostics.Select(d => d.Span.Line));
        Assert.IsType<QueryStatement>(Assert.Single(script.Statements));
    }

    [Fact]
    public void A_diagnostic_prints_its_place_and_hint()
    {
        Assert.Equal("line 1, column 8: Found 'value', expected an expression or DISTINCT (VALUE is a reserved word; to use it as a name put it in backquotes: `value`)", Sql.Error("SELECT value FROM t").ToString());
        Assert.Equal("no place", new SqlDiagnostic(SqlSeverity.Warning, "no place", default).ToString());
    }

    [Theory]
    [InlineData("(", ")")]
    [InlineData("NOT ", "")]
    [InlineData("- ", "")]
    [InlineData("f(", ")")]
    [InlineData("CASE WHEN ", " THEN 1 END")]
    [InlineData("ARRAY[", "]")]
    [InlineData("(SELECT ", ")")]
    [InlineData("EXISTS (SELECT ", ")")]
    public void Ten_thousand_levels_are_an_error_and_not_a_crash(string open, string close)
    {
        var text = string.Concat(Enumerable.Repeat(open, 10_000)) + "1" + string.Concat(Enumerable.Repeat(close, 10_000));
        Assert.Contains("nested too deeply", Sql.ExpressionError(text).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SELECT * FROM ", "(SELECT * FROM ", "t", ")")]
    [InlineData("SELECT * FROM ", "(", "t", ")")]
    [InlineData("", "(", "SELECT 1", ")")]
    [InlineData("CREATE TABLE t (a ", "ARRAY<", "INT", ">")]
    [InlineData("SELECT a FROM t GROUP BY ", "GROUPING SETS (", "a", ")")]
    [InlineData("SELECT * FROM t MATCH_RECOGNIZE (PATTERN ", "(", "A", ")")]
    [InlineData("", "EXPLAIN ", "SELECT 1", "")]
    public void Statements_nested_ten_thousand_levels_deep_are_errors_and_not_crashes(string before, string open, string inner, string close)
    {
        var text = before + string.Concat(Enumerable.Repeat(open, 10_000)) + inner + string.Concat(Enumerable.Repeat(close, 10_000));
        Assert.NotEmpty(SqlParser.ParseScript(text).Diagnostics);
    }

    [Theory]
    [InlineData("a", " OR a", 10_000)]
    [InlineData("a", "[1]", 10_000)]
    [InlineData("1", " + 1", 10_000)]
    public void A_chain_of_ten_thousand_operators_is_an_error(string first, string next, int count)
    {
        var text = first + string.Concat(Enumerable.Repeat(next, count));
        Assert.Contains("build on each other", Sql.ExpressionError(text).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_may_be_as_long_as_it_likes()
    {
        var list = Sql.Expression<InListExpression>($"a IN ({string.Join(", ", Enumerable.Range(0, 50_000))})");
        Assert.Equal(50_000, list.Items.Count);
    }

    [Fact]
    public void What_is_read_can_be_written_on_the_stack_of_any_thread()
    {
        const int DefaultStackSizeBytes = 1536 * 1024;
        var nested = string.Concat(Enumerable.Repeat("(1 + f(", 160)) + "1" + string.Concat(Enumerable.Repeat("))", 160));
        var chain = "a" + string.Concat(Enumerable.Repeat(" OR a", 900));
        List<string> written = [];
        var thread = new Thread(
            () =>
            {
                written.Add(SqlWriter.Write(Sql.Expression(nested)));
                written.Add(SqlWriter.Write(Sql.Expression(chain)));
            },
            DefaultStackSizeBytes);
        thread.Start();
        thread.Join();
        Assert.Equal(chain, written[1]);
    }

    [Fact]
    public void Chains_within_chains_count_together()
    {
        var text = "a";
        for (var i = 0; i < 50; i++) text = $"({text}{string.Concat(Enumerable.Repeat(" + 1", 50))})";
        Assert.Contains("build on each other", Sql.ExpressionError(text).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Long_chains_side_by_side_do_not_count_together()
    {
        var chain = "a" + string.Concat(Enumerable.Repeat(" + 1", 600));
        Assert.Equal(3, Sql.Select($"SELECT {chain}, {chain}, f({chain}, {chain}) FROM t").Items.Count);
    }

    [Fact]
    public void No_text_makes_the_parser_throw()
    {
        const int Seed = 77;
        var random = new Random(Seed);
        var pieces = SampleStatements.All.SelectMany(s => s.Split(' ')).Concat(["'", "`", "/*", "*/", "--\n", ";", "\0", "\uD800", "€", "\"", "(", ")", "/*+", "{-", "U&'", "X'", "E'\\", "_x'"]).ToArray();
        for (var i = 0; i < 20_000; i++)
        {
            var text = string.Join(' ', Enumerable.Range(0, random.Next(1, 12)).Select(_ => pieces[random.Next(pieces.Length)]));
            foreach (var diagnostic in SqlParser.ParseScript(text).Diagnostics)
            {
                Assert.InRange(diagnostic.Span.Start, 0, text.Length);
                Assert.InRange(diagnostic.Span.End, diagnostic.Span.Start, text.Length);
            }
        }
    }

    [Fact]
    public void A_statement_cut_off_anywhere_is_read_or_reported()
    {
        foreach (var text in SampleStatements.All)
        {
            for (var length = 0; length < text.Length; length++)
            {
                var script = SqlParser.ParseScript(text[..length]);
                Assert.True(script.HasErrors || script.Statements.Count <= 1, text[..length]);
            }
        }
    }
}
