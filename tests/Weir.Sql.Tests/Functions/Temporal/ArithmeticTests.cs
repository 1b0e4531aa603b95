using Weir.Engine.Expressions;
using Weir.Engine.Types;
using Weir.Sql.Functions;
using static Weir.Sql.Tests.Functions.Temporal.TemporalTester;

namespace Weir.Sql.Tests.Functions.Temporal;

public class ArithmeticTests
{
    private readonly TemporalTester _tester = new();

    [Theory]
    [InlineData("MONTH", 1, "2020-01-31 01:02:03", "2020-02-29 01:02:03")]
    [InlineData("QUARTER", -1, "2020-05-31 01:02:03", "2020-02-29 01:02:03")]
    [InlineData("YEAR", 1, "2020-02-29 01:02:03", "2021-02-28 01:02:03")]
    [InlineData("WEEK", 1, "2020-02-29 01:02:03", "2020-03-07 01:02:03")]
    [InlineData("SQL_TSI_DAY", -1, "2020-03-01 01:02:03", "2020-02-29 01:02:03")]
    [InlineData("HOUR", 23, "2020-03-01 01:02:03", "2020-03-02 00:02:03")]
    [InlineData("SECOND", -4, "1970-01-01 00:00:03", "1969-12-31 23:59:59")]
    [InlineData("CENTURY", 1, "2020-02-29 01:02:03", "2120-02-29 01:02:03")]
    public void Units_are_added_to_timestamps(string unit, long amount, string from, string expected)
    {
        TemporalTester.Arg amounts = Column(DataType.BigInt, amount, null, amount);
        Assert.Equal([Ms(expected), null, null], _tester.Rows("TIMESTAMPADD", unit, amounts, Column(Ts3, Ms(from), Ms(from), null)));
        Assert.Equal([Ns(expected, 7), null, null], _tester.Rows("TIMESTAMPADD", unit, amounts, Column(Ts9, Ns(from, 7), Ns(from), null)));
        Assert.Equal([Ms(expected), null, null], new TemporalTester("Europe/Berlin").Rows("TIMESTAMPADD", unit, amounts, Column(Ltz3, Ms(from), Ms(from), null)));
    }

    [Fact]
    public void A_date_stays_a_date_until_hours_are_added()
    {
        TemporalTester.Arg one = Column(DataType.BigInt.NotNull(), 1L);
        TemporalTester.Arg date = Column(DataType.Date.NotNull(), Day("2020-02-29"));
        Assert.Equal(Day("2020-03-29"), _tester.One("TIMESTAMPADD", "MONTH", one, date));
        Assert.Equal(Day("2020-03-07"), _tester.One("TIMESTAMPADD", "WEEK", one, date));
        Assert.Equal(Ns("2020-02-29 01:00:00"), _tester.One("TIMESTAMPADD", "HOUR", one, date));
        Assert.Equal(DataType.Date.NotNull(), _tester.TypeOf("TIMESTAMPADD", "DAY", one, date));
        Assert.Equal(DataType.Timestamp(6).NotNull(), _tester.TypeOf("TIMESTAMPADD", "SECOND", one, date));
    }

    [Fact]
    public void A_time_goes_round_the_clock()
    {
        TemporalTester.Arg times = Column(DataType.Time(), Time("23:30:00"), Time("00:30:00"));
        Assert.Equal([Time("00:30:00"), Time("01:30:00")], _tester.Rows("TIMESTAMPADD", "HOUR", Column(DataType.BigInt, 1L), times));
        Assert.Equal([Time("22:30:00"), Time("23:30:00")], _tester.Rows("TIMESTAMPADD", "HOUR", Column(DataType.BigInt, -1L), times));
        Assert.Equal([Time("23:30:00"), Time("00:30:00")], _tester.Rows("TIMESTAMPADD", "MONTH", Column(DataType.BigInt, 1L), times));
    }

    [Fact]
    public void A_sum_out_of_range_is_an_error()
    {
        Assert.Throws<EvaluationException>(() => _tester.One("TIMESTAMPADD", "WEEK", Column(DataType.BigInt, long.MaxValue), Column(Ts3, 0L)));
        Assert.Throws<EvaluationException>(() => _tester.One("TIMESTAMPADD", "YEAR", Column(DataType.BigInt, long.MaxValue), Column(DataType.Date, 0)));
        Assert.Throws<FunctionCallException>(() => _tester.TryResolve("TIMESTAMPADD", "MICROSECOND", Column(DataType.BigInt, 1L), Column(Ts3, 0L)));
        Assert.Null(_tester.TryResolve("TIMESTAMPADD", "DAY", Column(DataType.Double, 1d), Column(Ts3, 0L)));
    }

    [Theory]
    [InlineData("MONTH", "2019-09-01 00:00:00", "2020-03-01 00:00:00", 6)]
    [InlineData("MONTH", "2019-09-01 00:00:00", "2016-08-01 00:00:00", -37)]
    [InlineData("MONTH", "2020-01-31 12:00:00", "2020-02-29 12:00:00", 1)]
    [InlineData("MONTH", "2020-01-31 12:00:00", "2020-02-29 11:00:00", 0)]
    [InlineData("YEAR", "2020-02-29 12:00:00", "2021-02-28 12:00:00", 1)]
    [InlineData("YEAR", "2020-02-29 12:00:00", "2021-02-28 11:00:00", 0)]
    [InlineData("QUARTER", "2018-07-03 11:11:11", "2016-07-03 11:11:12", -8)]
    [InlineData("WEEK", "2020-01-01 00:00:00", "2020-01-31 00:00:00", 4)]
    [InlineData("SQL_TSI_HOUR", "2020-01-01 00:00:00", "2020-01-31 01:30:00", 721)]
    [InlineData("SECOND", "2020-01-01 00:00:01.2", "2020-01-01 00:00:00", -1)]
    [InlineData("MONTH", "2018-07-03 11:11:11", "2016-07-03 11:11:10", -25)]
    public void The_difference_is_in_whole_units(string unit, string from, string to, int expected)
    {
        Assert.Equal([expected, null], _tester.Rows("TIMESTAMPDIFF", unit, Column(Ts3, Ms(from), null), Column(Ts3, Ms(to), 0L)));
        Assert.Equal(expected, _tester.One("TIMESTAMPDIFF", unit, Column(Ts9, Ns(from)), Column(Ts3, Ms(to))));
        Assert.Equal(DataType.Int.NotNull(), _tester.TypeOf("TIMESTAMPDIFF", unit, Column(Ts3.NotNull(), 0L), Column(Ts9.NotNull(), (Int128)0)));
    }

    [Fact]
    public void Dates_and_timestamps_mix_and_a_time_is_on_the_first_day()
    {
        TemporalTester.Arg date = Column(DataType.Date, Day("2021-01-04"));
        TemporalTester.Arg midnight = Column(DataType.Time(), 0);
        Assert.Equal(1, _tester.One("TIMESTAMPDIFF", "MONTH", Column(Ts3, Ms("2021-01-04")), Column(DataType.Date, Day("2021-02-04"))));
        Assert.Equal(-612, _tester.One("TIMESTAMPDIFF", "MONTH", date, midnight));
        Assert.Equal(612, _tester.One("TIMESTAMPDIFF", "MONTH", midnight, Column(Ts3, Ms("2021-01-31 12:00:00"))));
        Assert.Equal(3600, _tester.One("TIMESTAMPDIFF", "SECOND", Column(DataType.Time(), Time("01:00:00")), Column(DataType.Time(), Time("02:00:00"))));
        Assert.Throws<FunctionCallException>(() => _tester.TryResolve("TIMESTAMPDIFF", "SECOND", date, midnight));
    }

    [Fact]
    public void A_difference_that_INT_cannot_hold_is_an_error() =>
        Assert.Contains("out of the range of INT", Assert.Throws<EvaluationException>(() => _tester.One("TIMESTAMPDIFF", "SECOND", Column(Ts3, Ms("1900-01-31")), Column(Ts3, Ms("2050-01-31")))).Message);

    [Fact]
    public void TIMESTAMP_LTZ_differs_only_from_its_like()
    {
        Assert.Equal(366, _tester.One("TIMESTAMPDIFF", "DAY", Column(Ltz3, Ms("2020-01-31")), Column(DataType.TimestampLtz(6), Ns("2021-01-31"))));
        Assert.Contains("only supports diff between the same type", Assert.Throws<FunctionCallException>(() => _tester.TryResolve("TIMESTAMPDIFF", "DAY", Column(Ltz3, 0L), Column(Ts3, 0L))).Message);
        Assert.Throws<FunctionCallException>(() => _tester.TryResolve("TIMESTAMPDIFF", "MILLISECOND", Column(Ts3, 0L), Column(Ts3, 0L)));
        Assert.Null(_tester.TryResolve("TIMESTAMPDIFF", "DAY", Column(Ltz3, 0L), Text("2020")));
    }

    [Theory]
    [InlineData("02:55:00", 3_600_000L, "03:30:00", 7_200_000L, true)]
    [InlineData("09:00:00", 3_600_000L, "10:15:00", 10_800_000L, false)]
    [InlineData("09:00:00", 3_600_000L, "10:00:00", 10_800_000L, true)]
    [InlineData("23:00:00", 7_200_000L, "23:30:00", 60_000L, false)]
    public void Spans_of_time_overlap_when_they_share_a_moment(string a, long b, string c, long d, bool expected) => Assert.Equal(
        [expected, null, null],
        _tester.Rows("OVERLAPS", null, Column(DataType.Time(), Time(a), null, Time(a)), Column(DataType.IntervalDayTime, b), Column(DataType.Time(), Time(c)), Column(DataType.IntervalDayTime, d, d, null)));

    [Fact]
    public void Ends_may_be_given_in_any_order_and_intervals_may_be_months()
    {
        TemporalTester.Arg date = Column(DataType.Date, Day("2011-03-10"));
        Assert.Equal(true, _tester.One("OVERLAPS", null, date, Column(DataType.IntervalYearMonth, 1), Column(DataType.Date, Day("2011-04-20")), Column(DataType.IntervalDayTime, -10 * 86_400_000L)));
        Assert.Equal(true, _tester.One("OVERLAPS", null, Column(Ts3, Ms("2011-03-10 05:02:02")), Column(DataType.IntervalDayTime, 0L), Column(Ts9, Ns("2011-03-10 05:02:02")), Column(Ts9, Ns("2011-03-10 05:02:01"))));
        Assert.Equal(false, _tester.One("OVERLAPS", null, Column(Ts9, Ns("2011-03-10 05:02:02", 1)), Column(DataType.IntervalDayTime, 0L), Column(Ts3, Ms("2011-03-10 05:02:02")), Column(Ts3, Ms("2011-03-10 05:02:01"))));
        Assert.Null(_tester.TryResolve("OVERLAPS", null, date, date, Column(Ts3, 0L), Column(Ts3, 0L)));
    }

    [Fact]
    public void An_unknown_end_matters_only_where_the_other_end_does_not_decide()
    {
        TemporalTester.Arg known = Column(Ts3, Ms("2011-03-10 05:02:02"));
        TemporalTester.Arg unknown = Column(Ts3, [null]);
        Assert.Null(_tester.One("OVERLAPS", null, known, unknown, known, Column(Ts3, Ms("2011-03-10 05:02:01"))));
        Assert.Equal(false, _tester.One("OVERLAPS", null, known, unknown, Column(Ts3, Ms("2013-03-10")), Column(Ts3, Ms("2014-03-10"))));
    }
}
