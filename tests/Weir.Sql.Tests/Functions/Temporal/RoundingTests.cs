using Weir.Engine.Types;
using Weir.Sql.Functions;
using static Weir.Sql.Tests.Functions.Temporal.TemporalTester;

namespace Weir.Sql.Tests.Functions.Temporal;

public class RoundingTests
{
    private readonly TemporalTester _tester = new();

    [Theory]
    [InlineData("MILLENNIUM", "2001-01-01", "3001-01-01")]
    [InlineData("CENTURY", "2001-01-01", "2101-01-01")]
    [InlineData("DECADE", "2020-01-01", "2030-01-01")]
    [InlineData("YEAR", "2020-01-01", "2021-01-01")]
    [InlineData("QUARTER", "2020-01-01", "2020-04-01")]
    [InlineData("MONTH", "2020-02-01", "2020-03-01")]
    [InlineData("WEEK", "2020-02-23", "2020-03-01")]
    [InlineData("DAY", "2020-02-29", "2020-03-01")]
    [InlineData("HOUR", "2020-02-29 01:00:00", "2020-02-29 02:00:00")]
    [InlineData("MINUTE", "2020-02-29 01:56:00", "2020-02-29 01:57:00")]
    [InlineData("SECOND", "2020-02-29 01:56:59", "2020-02-29 01:57:00")]
    [InlineData("MILLISECOND", "2020-02-29 01:56:59.987", "2020-02-29 01:56:59.988")]
    public void A_timestamp_is_rounded_to_the_unit(string unit, string floor, string ceil)
    {
        TemporalTester.Arg nanos = Column(DataType.Timestamp(6), Ns("2020-02-29 01:56:59.987", 654_000), null);
        Assert.Equal([Ns(floor), null], _tester.Rows("FLOOR", unit, nanos));
        Assert.Equal([Ns(ceil), null], _tester.Rows("CEIL", unit, nanos));
        if (unit != "MILLISECOND")
        {
            TemporalTester.Arg ms = Column(Ts3, Ms("2020-02-29 01:56:59.987"), null);
            Assert.Equal([Ms(floor), null], _tester.Rows("FLOOR", unit, ms));
            Assert.Equal([Ms(ceil), null], _tester.Rows("CEILING", unit, ms));
        }
    }

    [Theory]
    [InlineData("YEAR", "1990-01-01", "1991-01-01")]
    [InlineData("QUARTER", "1990-10-01", "1991-01-01")]
    [InlineData("WEEK", "1990-10-14", "1990-10-14")]
    [InlineData("DAY", "1990-10-14", "1990-10-15")]
    [InlineData("HOUR", "1990-10-14", "1990-10-14")]
    public void A_date_is_rounded_to_the_unit(string unit, string floor, string ceil)
    {
        TemporalTester.Arg dates = Column(DataType.Date, Day("1990-10-14"), null);
        Assert.Equal([Day(floor), null], _tester.Rows("FLOOR", unit, dates));
        Assert.Equal([Day(ceil), null], _tester.Rows("CEIL", unit, dates));
    }

    [Fact]
    public void A_time_is_rounded_to_units_of_the_clock_only()
    {
        TemporalTester.Arg times = Column(DataType.Time(), Time("06:07:08"), null);
        Assert.Equal([Time("06:00:00"), null], _tester.Rows("FLOOR", "HOUR", times));
        Assert.Equal([Time("06:08:00"), null], _tester.Rows("CEIL", "MINUTE", times));
        Assert.Contains("cannot be rounded to YEAR", Assert.Throws<FunctionCallException>(() => _tester.TryResolve("FLOOR", "YEAR", times)).Message);
    }

    [Fact]
    public void Before_1970_and_before_1582_rounding_goes_by_the_same_calendar()
    {
        TemporalTester.Arg moments = Column(Ts3, Ms("1969-12-31 21:00:00"), Ms("1500-04-05 10:00:00"));
        Assert.Equal([Ms("1969-01-01"), Ms("1500-01-01")], _tester.Rows("FLOOR", "YEAR", moments));
        Assert.Equal([Ms("1969-12-01"), Ms("1500-04-01")], _tester.Rows("FLOOR", "MONTH", moments));
    }

    [Fact]
    public void TIMESTAMP_LTZ_is_rounded_in_local_time_across_a_change_of_the_clocks()
    {
        TemporalTester berlin = new("Europe/Berlin");
        TemporalTester.Arg moments = Column(Ltz3, Ms("2020-03-29 11:02:03"), Ms("2020-10-25 01:30:00"));
        Assert.Equal([Ms("2020-03-28 23:00:00"), Ms("2020-10-24 22:00:00")], berlin.Rows("FLOOR", "DAY", moments));
        Assert.Equal([Ms("2020-02-29 23:00:00"), Ms("2020-09-30 22:00:00")], berlin.Rows("FLOOR", "MONTH", moments));
        Assert.Equal([Ms("2020-03-29 11:00:00"), Ms("2020-10-25 01:00:00")], berlin.Rows("FLOOR", "HOUR", moments));
        Assert.Equal([Ms("2020-03-29 22:00:00"), Ms("2020-10-25 23:00:00")], berlin.Rows("CEIL", "DAY", moments));
    }

    [Fact]
    public void The_result_has_the_argument_s_type()
    {
        Assert.Equal(DataType.TimestampLtz(6).NotNull(), _tester.TypeOf("FLOOR", "DAY", Column(DataType.TimestampLtz(6).NotNull(), (Int128)0)));
        Assert.Null(_tester.TryResolve("FLOOR", "DAY", Text("2020-01-01")));
        Assert.Throws<FunctionCallException>(() => _tester.TryResolve("CEIL", "NANOSECOND", Column(Ts3, 0L)));
    }
}
