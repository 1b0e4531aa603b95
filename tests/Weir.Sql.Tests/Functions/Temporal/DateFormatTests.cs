using Weir.Engine.Expressions;
using Weir.Engine.Types;
using Weir.Sql.Functions;
using static Weir.Sql.Tests.Functions.Temporal.TemporalTester;

namespace Weir.Sql.Tests.Functions.Temporal;

public class DateFormatTests
{
    private readonly TemporalTester _tester = new();

    [Theory]
    [InlineData("2020-01-31 01:30:00.900", "yyyy-MM-dd HH:mm:ss.SSS", "2020-01-31 01:30:00.900")]
    [InlineData("2020-01-31 01:30:00.900", "EEEE EEE MMM MMMM a e c w W q Q G D F A n N k K", "Friday Fri Jan January AM 6 6 5 5 1 1 AD 31 3 5400900 900000000 5400900000000 1 1")]
    [InlineData("2020-01-31 01:30:00.900", "yyyyy uuu yyy yy y u", "02020 2020 2020 20 2020 2020")]
    [InlineData("2020-01-31 01:30:00.900", "QQ QQQ QQQQ QQQQQ qqq LLL LLLL MMMMM EEEEE ccc cccc eee eeee ee GGGG GGGGG", "01 Q1 1st quarter 1 Q1 Jan January J F Fri Friday Fri Friday 06 Anno Domini A")]
    [InlineData("2020-12-27 13:30:00", "YYYY-ww W DDD hh K kk a", "2021-01 5 362 01 1 13 PM")]
    [InlineData("2020-12-27 00:05:00", "hh h kk k K H", "12 12 24 24 0 0")]
    [InlineData("2020-12-27 13:30:00", "YYYYMMdd Y YY YYY", "20211227 2021 21 2021")]
    [InlineData("2020-01-31 01:30:00", "yyyy ''''  'x''y' 'o''clock' ü", "2020 '  x'y o'clock ü")]
    [InlineData("2020-01-31 01:30:00", "[yyyy][ VV][ HH]", "2020 01")]
    [InlineData("2020-01-31 01:30:00", "[yyyy[ XXX]]", "2020")]
    [InlineData("2020-01-31 01:30:00", "", "")]
    [InlineData("1582-10-10 23:59:59", "yyyy-MM-dd", "1582-10-10")]
    public void A_timestamp_is_written_by_the_letters_of_java_time(string timestamp, string pattern, string expected)
    {
        TemporalTester.Arg moments = Column(Ts3, Ms(timestamp), null);
        Assert.Equal([expected, null], _tester.Rows("DATE_FORMAT", null, moments, Constant(pattern)));
        Assert.Equal([expected, null], _tester.Rows("DATE_FORMAT", null, moments, Text(pattern)));
    }

    [Fact]
    public void Nanoseconds_are_written_for_every_row()
    {
        TemporalTester.Arg moments = Column(Ts9, Ns("2020-01-31 01:30:00.123", 456_789), Ns("2020-01-31 01:30:00.123", 456_790), Ns("1969-12-31 23:59:59.999", 999_999));
        Assert.Equal(["01:30:00.123456789", "01:30:00.123456790", "23:59:59.999999999"], _tester.Rows("DATE_FORMAT", null, moments, Constant("HH:mm:ss.SSSSSSSSS")));
        Assert.Equal(["01:30:00.12", "01:30:00.12", "23:59:59.99"], _tester.Rows("DATE_FORMAT", null, moments, Constant("HH:mm:ss.SS")));
    }

    [Fact]
    public void Years_beyond_four_digits_get_a_plus_and_those_before_Christ_count_back()
    {
        TemporalTester.Arg moments = Column(Ts3, 253_402_300_800_000L, (Weir.Engine.Functions.Temporal.Calendar.ToDays(-4, 1, 1) * 86_400_000) + 1);
        Assert.Equal(["+10000 10000 AD", "0005 -4 BC"], _tester.Rows("DATE_FORMAT", null, moments, Constant("yyyy u G")));
    }

    [Theory]
    [InlineData("yyyy-MM-dd")]
    [InlineData("HH:mm")]
    [InlineData("yyyy-MM-dd HH")]
    [InlineData("mm:ss")]
    [InlineData("MM/yyyy a hh")]
    public void Rows_that_share_a_text_and_rows_that_do_not_are_as_DateTime_writes_them(string pattern)
    {
        Random random = new(23);
        long ms = Ms("1999-12-31 23:58:00");
        object?[] moments = new object?[3_000];
        for (int i = 0; i < moments.Length; i++)
        {
            ms += i % 500 == 0 ? random.NextInt64(-40_000_000_000, 40_000_000_000) : random.Next(0, 40_000);
            moments[i] = i % 97 == 0 ? null : ms;
        }

        string framework = pattern.Replace("a", "tt", StringComparison.Ordinal);
        Assert.Equal(
            moments.Select(m => m is long value ? DateTime.UnixEpoch.AddMilliseconds(value).ToString(framework, System.Globalization.CultureInfo.InvariantCulture) : null),
            _tester.Rows("DATE_FORMAT", null, Column(Ts3, moments), Constant(pattern)));
    }

    [Fact]
    public void A_pattern_may_change_from_row_to_row()
    {
        TemporalTester.Arg moments = Column(Ts3, Ms("2020-01-31 01:30:00"));
        Assert.Equal(["2020", "31", null, "31"], _tester.Rows("DATE_FORMAT", null, moments, Text("yyyy", "dd", null, "dd")));
    }

    [Fact]
    public void TIMESTAMP_LTZ_is_written_in_local_time()
    {
        TemporalTester berlin = new("Europe/Berlin");
        TemporalTester.Arg moments = Column(Ltz3, Ms("2020-03-29 00:59:59"), Ms("2020-03-29 01:00:00"), Ms("2020-12-31 23:30:00"));
        Assert.Equal(["2020-03-29 01:59", "2020-03-29 03:00", "2021-01-01 00:30"], berlin.Rows("DATE_FORMAT", null, moments, Constant("yyyy-MM-dd HH:mm")));
    }

    [Theory]
    [InlineData("2020-01-31 01:02:03", "yyyy/MM/dd", "2020/01/31")]
    [InlineData("2020-13-45 25:61:61", "yyyy/MM/dd HH:mm:ss", "2021/02/15 02:02:01")]
    [InlineData("2020-01-31 01:02:03.456", "HH:mm:ss.SSS", "01:02:03.000")]
    [InlineData("2020-01-31 01:02:03", "yyyy-MM-dd'T'HH:mm:ss z Z X", "2020-01-31T01:02:03 UTC +0000 Z")]
    [InlineData("2020-12-27 13:30:00", "Y YY YYY D DDD dddd HHHH a aa E EEEEE u uu F W w ww z", "2021 21 2021 362 362 0027 0013 PM PM Sun Sunday 7 07 4 5 1 01 UTC")]
    [InlineData("2020-12-27 13:30:00junk", "yyyy", "2020")]
    [InlineData(" 2020- 12-27   13:30:00", "yyyy MM dd HH", "2020 12 27 13")]
    [InlineData("2020--12-27 13:30:00", "yyyy MM dd HH", "2018 12 27 13")]
    [InlineData("20-12-27 13:30:00", "yyyy", "0020")]
    [InlineData("2020-01-31", "yyyy", null)]
    [InlineData("invalid value", "yyyy", null)]
    [InlineData("", "yyyy", null)]
    public void A_text_is_read_leniently_and_written_anew(string text, string pattern, string? expected) =>
        Assert.Equal([expected, null, expected], _tester.Rows("DATE_FORMAT", null, Text(text, null, text), Constant(pattern)));

    [Fact]
    public void A_date_or_a_time_is_not_written()
    {
        Assert.Null(_tester.TryResolve("DATE_FORMAT", null, Column(DataType.Date, 0), Constant("yyyy")));
        Assert.Null(_tester.TryResolve("DATE_FORMAT", null, Column(DataType.Time(), 0), Constant("HH")));
        Assert.Equal(DataType.String, _tester.TypeOf("DATE_FORMAT", null, Column(Ts3.NotNull(), 0L), Constant("HH")));
    }

    [Theory]
    [InlineData("yyyy-MM-dd bbb", "'b'")]
    [InlineData("yyyy 'T", "quotes")]
    [InlineData("yyyy {", "'{'")]
    [InlineData("yyyy ]", "']'")]
    [InlineData("[yyyy", "'['")]
    [InlineData("HHH", "'H'")]
    [InlineData("dddd", "'d'")]
    [InlineData("SSSSSSSSSS", "'S'")]
    [InlineData("VV", "'V'")]
    [InlineData("HH X", "'X'")]
    [InlineData("B", "'B'")]
    public void A_constant_pattern_that_cannot_be_used_is_refused_with_its_letter(string pattern, string letter)
    {
        Assert.Contains(letter, Assert.Throws<FunctionCallException>(() => _tester.TryResolve("DATE_FORMAT", null, Column(Ts3, 0L), Constant(pattern))).Message);
        Assert.Contains(letter, Assert.Throws<EvaluationException>(() => _tester.One("DATE_FORMAT", null, Column(Ts3, 0L), Text(pattern))).Message);
    }

    [Fact]
    public void FROM_UNIXTIME_is_in_the_session_s_zone()
    {
        TemporalTester tokyo = new("Asia/Tokyo");
        Assert.Equal(["1970-01-01 09:00:44", null, "1970-01-01 08:59:16", null], tokyo.Rows("FROM_UNIXTIME", null, Column(DataType.BigInt, 44L, null, -44L, long.MaxValue)));
        Assert.Equal("70-01-01 09-00-44", tokyo.One("FROM_UNIXTIME", null, Column(DataType.BigInt, 44L), Constant("yy-MM-dd HH-mm-ss")));
        Assert.Equal(
            ["CET +0100 +01 +01:00", "CEST +0200 +02 +02:00"],
            new TemporalTester("Europe/Berlin").Rows("FROM_UNIXTIME", null, Column(DataType.BigInt, 0L, 1_593_600_000L), Text("z Z X XXX")));
        Assert.Equal("10000-01-01 00:00:00", _tester.One("FROM_UNIXTIME", null, Column(DataType.BigInt, 253_402_300_800L)));
        Assert.Equal(
            "1970 1 1 1 1 4 Thu AM 24 0 12 UTC +0000 Z Z Z AD 1970 70 1970 01970 1 01 Jan January January 1 Jan January 0 000000",
            _tester.One("FROM_UNIXTIME", null, Column(DataType.BigInt, 44L), Constant("YYYY w W D F u E a k K h z Z X XX XXX G y yy yyy yyyyy M MM MMM MMMM MMMMM L LLL LLLL S SSSSSS")));
        Assert.Equal(DataType.String, _tester.TypeOf("FROM_UNIXTIME", null, Column(DataType.BigInt.NotNull(), 44L)));
        Assert.Null(_tester.TryResolve("FROM_UNIXTIME", null, Column(DataType.Double, 1d)));
    }

    [Theory]
    [InlineData("1970-01-01 00:00:00", "UTC", "America/Los_Angeles", "1969-12-31 16:00:00")]
    [InlineData("1970-01-01 00:00:00", "UTC", "GMT-08:00", "1969-12-31 16:00:00")]
    [InlineData("1970-01-01 00:00:00", "UTC", "PST", "1969-12-31 16:00:00")]
    [InlineData("1970-01-01 00:00:00", "GMT+8", "EST", "1969-12-31 11:00:00")]
    [InlineData("2023-03-26 02:30:00", "Europe/Berlin", "UTC", "2023-03-26 01:30:00")]
    [InlineData("2023-10-29 02:30:00", "Europe/Berlin", "UTC", "2023-10-29 01:30:00")]
    [InlineData("1970-01-01", "UTC", "PST", null)]
    [InlineData("invalid value", "UTC", "Asia/Shanghai", null)]
    public void CONVERT_TZ_moves_a_text_to_another_zone(string text, string from, string to, string? expected)
    {
        Assert.Equal([expected, null], _tester.Rows("CONVERT_TZ", null, Text(text, null), Constant(from), Constant(to)));
        Assert.Equal([expected, null, null], _tester.Rows("CONVERT_TZ", null, Text(text), Text(from, null, from), Text(to, to, null)));
    }

    [Fact]
    public void CONVERT_TZ_refuses_a_zone_that_is_none()
    {
        Assert.Contains("'Nowhere'", Assert.Throws<FunctionCallException>(() => _tester.TryResolve("CONVERT_TZ", null, Text("x"), Constant("UTC"), Constant("Nowhere"))).Message);
        Assert.Throws<EvaluationException>(() => _tester.One("CONVERT_TZ", null, Text("1970-01-01 00:00:00"), Text("UTC"), Text("Nowhere")));
    }
}
