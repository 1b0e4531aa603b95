using Weir.Engine.Types;

namespace Weir.Sql.Tests.Functions.Arithmetic;

public sealed class TemporalOperatorTests
{
    private const long Day = 86_400_000;
    private static readonly DataType s_months = DataType.Interval(true, "MONTH");
    private static readonly DataType s_ms = DataType.Interval(false, "SECOND(3)");
    private readonly FunctionTester _tester = new();

    [Theory]
    [InlineData("2020-01-31", 1, "2020-02-29")]
    [InlineData("2020-02-29", 12, "2021-02-28")]
    [InlineData("2020-03-31", -1, "2020-02-29")]
    [InlineData("2020-12-31", 2, "2021-02-28")]
    [InlineData("1969-12-31", -22, "1968-02-29")]
    [InlineData("0001-01-01", 23_988, "2000-01-01")]
    public void A_month_that_is_too_short_ends_on_its_last_day(string date, int months, string expected)
    {
        Assert.Equal([DayOf(expected), null], _tester.Column("+", (DataType.Date, [DayOf(date), null]), (s_months, [months, 1])));
        Assert.Equal(DayOf(expected), _tester.Call("-", (DataType.Date, DayOf(date)), (s_months, -months)).Value);
    }

    [Fact]
    public void A_date_moves_by_whole_days()
    {
        Assert.Equal([10, 11, 9, 10], _tester.Column("+", (DataType.Date, [10, 10, 10, 10]), (s_ms, [Day - 1, Day, -Day - 1, 1 - Day])));
        Assert.Equal(10, _tester.Call("+", (s_ms, 5L), (DataType.Date, 10)).Value);
    }

    [Fact]
    public void A_time_goes_round_the_clock()
    {
        Assert.Equal([3_600_000, 82_800_000], _tester.Column("+", (DataType.Time(), [82_800_000, 3_600_000]), (s_ms, [7_200_000L, -7_200_000L])));
        Assert.Equal([5], _tester.Column("+", (DataType.Time(), [5]), (s_months, [7])));
    }

    [Fact]
    public void Timestamps_of_both_layouts_move()
    {
        Assert.Equal((DataType.Timestamp(3), 1500L), _tester.Call("+", (DataType.Timestamp(3), 1000L), (s_ms, 500L)));
        Assert.Equal((DataType.TimestampLtz(3), 500L), _tester.Call("-", (DataType.TimestampLtz(3), 1000L), (s_ms, 500L)));
        Assert.Equal([(Int128)(-499_999_877)], _tester.Column("-", (DataType.Timestamp(9), [(Int128)123]), (s_ms, [500L])));
        Int128 ns = ((Int128)DayOf("2020-01-31") * Day * 1_000_000) + 7;
        Assert.Equal([((Int128)DayOf("2020-02-29") * Day * 1_000_000) + 7], _tester.Column("+", (s_months, [1]), (DataType.Timestamp(6), [ns])));
        Assert.Equal([(DayOf("1969-11-30") * Day) + 5], _tester.Column("-", (DataType.Timestamp(3), [(DayOf("1969-12-31") * Day) + 5]), (s_months, [1])));
    }

    [Fact]
    public void Intervals_of_one_kind_add_up_and_multiply()
    {
        Assert.Equal((s_ms.NotNull(), Day + 5), _tester.Call("+", (s_ms.NotNull(), Day), (s_ms.NotNull(), 5L)));
        Assert.Equal((s_months, 10), _tester.Call("-", (DataType.Interval(true, "YEAR"), 12), (s_months, 2)));
        Assert.Equal([3 * Day, null], _tester.Column("*", (s_ms, [Day, null]), (DataType.BigInt, [3L, 1L])));
        Assert.Equal(6, _tester.Call("*", (DataType.BigInt, 3L), (s_months, 2)).Value);
        Assert.Equal([6], _tester.Column("*", (s_months, [2]), (DataType.BigInt, [3L])));
        Assert.Equal(-2, _tester.Call("UNARY -", (s_months, 2)).Value);
    }

    [Fact]
    public void The_difference_of_two_points_in_time_is_an_interval()
    {
        Dictionary<string, string> month = new() { ["UNIT"] = "MONTH" };
        Dictionary<string, string> day = new() { ["UNIT"] = "DAY" };
        Assert.Equal((s_months, -1), _tester.Call("MINUS_DATE", month, (DataType.Date, DayOf("2020-01-31")), (DataType.Date, DayOf("2020-03-30"))));
        Assert.Equal((s_ms, 2 * Day), _tester.Call("MINUS_DATE", day, (DataType.Date, 5), (DataType.Date, 3)));
        Assert.Equal((s_months, 9), _tester.Call("MINUS_DATE", month, (DataType.Timestamp(3), DayOf("2020-01-31") * Day), (DataType.Timestamp(3), (DayOf("2019-03-31") * Day) + 1)));
    }

    private static int DayOf(string date) => DateOnly.Parse(date, System.Globalization.CultureInfo.InvariantCulture).DayNumber - new DateOnly(1970, 1, 1).DayNumber;
}
