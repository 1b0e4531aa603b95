using Weir.Cli.Testing.Comparing;
using Weir.Cli.Testing.Format;
using Weir.Cli.Testing.Running;
using Weir.Engine.Batches;
using Weir.Engine.Connectors;
using Weir.Engine.Types;

namespace Weir.Cli.Tests.Testing;

public class ComparisonTests
{
    [Theory]
    [InlineData("{a=1, b=2}", "{b=2, a=1}", true)]
    [InlineData("{a=1, b=2}", "{a=2, b=1}", false)]
    [InlineData("{a=1, b=2}", "{a=1}", false)]
    [InlineData("[{a=1, b=2}, {c=3}]", "[{b=2, a=1}, {c=3}]", true)]
    [InlineData("[{a=1}, {c=3}]", "[{c=3}, {a=1}]", false)]
    [InlineData("{a=[1, 2], b=[3]}", "{b=[3], a=[1, 2]}", true)]
    [InlineData("{a=[1, 2], b=[3]}", "{b=[3], a=[2, 1]}", false)]
    [InlineData("{a={x=1, y=2}, b={}}", "{b={}, a={y=2, x=1}}", true)]
    [InlineData("{a={x=1, y=2}, b={z=3}}", "{a={x=1, z=3}, b={y=2}}", false)]
    [InlineData("{a=:-}}", "{a=:-}}", true)]
    [InlineData("{a=:-}, b=1}", "{b=1, a=:-}}", false)] // a bracket in a string: only the very same text is equal
    public void The_entries_of_a_map_may_come_in_any_order_and_nothing_else(string actual, string expected, bool same)
    {
        DataType type = DataType.Map(DataType.String, DataType.String);
        Assert.Equal(same, ResultText.Same(actual, expected, type));
        Assert.Equal(actual == expected, ResultText.Same(actual, expected, DataType.String));
        TableSpec sink = new() { Name = "o", Connector = "c", Options = new Dictionary<string, string>(), Columns = [new ColumnSpec("m", type)] };
        Assert.Equal(same, Compare(CompareMode.Changelog, [$"+I[{expected}]"], sink, Row($"[{actual}]")) is null);
    }

    [Fact]
    public void A_missing_row_stands_beside_the_one_that_is_most_like_it_with_a_mark_under_what_differs() => Assert.Equal(
        """
          o:
            - missing     +I[1, auth, 7]
            + unexpected  +I[1, auth, 8]
                                      ^
            - missing     +I[3, x, 9]
            + unexpected  -D[2, cart, 5]

        """.ReplaceLineEndings("\n"),
        Compare(CompareMode.Changelog, ["+I[3, x, 9]", "+I[1, auth, 7]", "+I[4, y, 1]"], null, Row("[4, y, 1]"), Row("[2, cart, 5]", RowKind.Delete), Row("[1, auth, 8]")));

    [Fact]
    public void Of_rows_in_order_only_those_out_of_place_are_shown() => Assert.Equal(
        """
          o (in order):
            - missing     row 2: +I[b]
            + unexpected  row 4: +I[x]

        """.ReplaceLineEndings("\n"),
        Compare(CompareMode.Ordered, ["+I[a]", "+I[b]", "+I[c]", "+I[d]", "+I[e]"], null, Row("[a]"), Row("[c]"), Row("[d]"), Row("[x]"), Row("[e]")));

    [Fact]
    public void Rows_that_come_in_another_order_differ_only_where_order_is_asked_for()
    {
        Assert.Null(Compare(CompareMode.Changelog, ["+I[a]", "+I[b]"], null, Row("[b]"), Row("[a]")));
        Assert.NotNull(Compare(CompareMode.Ordered, ["+I[a]", "+I[b]"], null, Row("[b]"), Row("[a]")));
        Assert.NotNull(Compare(CompareMode.Changelog, ["+I[a]", "+I[a]"], null, Row("[a]")));
        Assert.NotNull(Compare(CompareMode.Changelog, ["+I[a]"], null, Row("[a]"), Row("[a]")));
    }

    [Fact]
    public void A_long_difference_is_cut() =>
        Assert.Contains("… and 80 more", Compare(CompareMode.Changelog, [.. Enumerable.Range(0, 100).Select(i => $"+I[{i}]")], null), StringComparison.Ordinal);

    private static CollectedRow Row(string text, RowKind kind = RowKind.Insert) => new(kind, text, string.Empty);

    private static string? Compare(CompareMode mode, string[] expected, TableSpec? sink, params CollectedRow[] rows) =>
        RowComparison.Differences(new ExpectedTable("o", expected, null, false, mode), rows, sink);
}
