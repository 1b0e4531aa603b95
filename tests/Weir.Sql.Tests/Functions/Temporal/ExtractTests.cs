using Weir.Engine.Types;
using Weir.Sql.Functions;
using static Weir.Sql.Tests.Functions.Temporal.TemporalTester;

namespace Weir.Sql.Tests.Functions.Temporal;

public class ExtractTests
{
    private readonly TemporalTester _tester = new();

    [Theory]
    [InlineData("YEAR", 2012)]
    [InlineData("QUARTER", 4)]
    [InlineData("MONTH", 12)]
    [InlineData("WEEK", 1)]
    [InlineData("DAY", 31)]
    [InlineData("DOY", 366)]
    [InlineData("DOW", 2)]
    [InlineData("ISODOW", 1)]
    [InlineData("ISOYEAR", 2013)]
    [InlineData("HOUR", 0)]
    [InlineData("SECOND", 0)]
    [InlineData("MILLISECOND", 0)]
    [InlineData("EPOCH", 1_356_912_000)]
    [InlineData("DECADE", 201)]
    [InlineData("CENTURY", 21)]
    [InlineData("MILLENNIUM", 3)]
    public void A_date_has_the_fields_of_the_calendar(string unit, long expected) =>
        Assert.Equal([expected, null], _tester.Rows("EXTRACT", unit, Column(DataType.Date, Day("2012-12-31"), null)));

    [Theory]
    [InlineData("YEAR", 2000)]
    [InlineData("WEEK", 52)]
    [InlineData("ISOYEAR", 1999)]
    [InlineData("DOW", 1)]
    [InlineData("HOUR", 3)]
    [InlineData("MINUTE", 4)]
    [InlineData("SECOND", 5)]
    [InlineData("MILLISECOND", 678)]
    [InlineData("MICROSECOND", 678_901)]
    [InlineData("NANOSECOND", 678_901_234)]
    [InlineData("EPOCH", 946_782_245)]
    [InlineData("CENTURY", 20)]
    [InlineData("MILLENNIUM", 2)]
    public void A_timestamp_has_the_fields_of_calendar_and_clock(string unit, long expected) =>
        Assert.Equal([expected, null], _tester.Rows("EXTRACT", unit, Column(Ts9, Ns("2000-01-02 03:04:05.678", 901_234), null)));

    [Theory]
    [InlineData("DAY", 30)]
    [InlineData("HOUR", 21)]
    [InlineData("MINUTE", 22)]
    [InlineData("SECOND", 23)]
    [InlineData("NANOSECOND", 456_789_123)]
    [InlineData("EPOCH", -95_856)]
    public void Before_1970_the_fields_are_the_clocks_too(string unit, long expected) =>
        Assert.Equal(expected, _tester.One("EXTRACT", unit, Column(Ts9, Ns("1969-12-30 21:22:23.456", 789_123))));

    [Fact]
    public void TIMESTAMP_LTZ_has_the_fields_of_local_time()
    {
        TemporalTester berlin = new("Europe/Berlin");
        TemporalTester.Arg moments = Column(Ltz3, Ms("2020-01-30 23:30:00"), Ms("2020-07-30 22:30:00"));
        Assert.Equal([0L, 0L], berlin.Rows("EXTRACT", "HOUR", moments));
        Assert.Equal([31L, 31L], berlin.Rows("EXTRACT", "DAY", moments));
        Assert.Equal(Ms("2020-01-31 00:30:00") / 1000, berlin.One("EXTRACT", "EPOCH", moments));
    }

    [Fact]
    public void Intervals_have_the_fields_of_their_kind_with_their_sign()
    {
        TemporalTester.Arg days = Column(DataType.IntervalDayTime, ((((((3 * 24) + 4) * 60) + 5) * 60 + 6) * 1000L) + 789, -25 * 3_600_000L);
        Assert.Equal([3L, -1L], _tester.Rows("EXTRACT", "DAY", days));
        Assert.Equal([4L, -1L], _tester.Rows("EXTRACT", "HOUR", days));
        Assert.Equal([6L, 0L], _tester.Rows("EXTRACT", "SECOND", days));
        TemporalTester.Arg months = Column(DataType.IntervalYearMonth, 41, -14, 27, 24);
        Assert.Equal([3L, -1L, 2L, 2L], _tester.Rows("EXTRACT", "YEAR", months));
        Assert.Equal([5L, -2L, 3L, 0L], _tester.Rows("EXTRACT", "MONTH", months));
        Assert.Equal([2L, 0L, 1L, 1L], _tester.Rows("EXTRACT", "QUARTER", months));
    }

    [Theory]
    [InlineData("YEAR", 1994)]
    [InlineData("QUARTER", 3)]
    [InlineData("MONTH", 9)]
    [InlineData("WEEK", 39)]
    [InlineData("DAYOFYEAR", 270)]
    [InlineData("DAYOFMONTH", 27)]
    [InlineData("DAYOFWEEK", 3)]
    [InlineData("HOUR", 13)]
    [InlineData("MINUTE", 14)]
    [InlineData("SECOND", 15)]
    public void Each_short_form_is_its_field(string name, long expected)
    {
        Assert.Equal([expected, null, expected], _tester.Rows(name, null, Column(Ts3, Ms("1994-09-27 13:14:15"), null, Ms("1994-09-27 13:14:15"))));
        Assert.Equal(DataType.BigInt.NotNull(), _tester.TypeOf(name, null, Column(Ts3.NotNull(), 0L)));
        Assert.Equal(DataType.BigInt, _tester.TypeOf(name, null, Column(Ts3, 0L)));
    }

    [Fact]
    public void A_field_that_the_type_does_not_have_is_refused()
    {
        Assert.Contains("NANOSECOND can not be applied", Assert.Throws<FunctionCallException>(() => _tester.TryResolve("EXTRACT", "NANOSECOND", Column(DataType.Date, 0))).Message);
        Assert.Contains("YEAR can not be applied", Assert.Throws<FunctionCallException>(() => _tester.TryResolve("EXTRACT", "YEAR", Column(DataType.Time(), 0))).Message);
        Assert.Contains("'FORTNIGHT' is no unit", Assert.Throws<FunctionCallException>(() => _tester.TryResolve("EXTRACT", "FORTNIGHT", Column(Ts3, 0L))).Message);
        Assert.Null(_tester.TryResolve("EXTRACT", "YEAR", Text("2018-03-14")));
    }
}
