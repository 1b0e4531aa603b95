using Weir.Engine.Expressions;
using Weir.Engine.Types;
using Weir.Sql.Functions;
using static Weir.Sql.Tests.Functions.Temporal.TemporalTester;

namespace Weir.Sql.Tests.Functions.Temporal;

public class ParseTests
{
    private readonly TemporalTester _tester = new() { Clock = new StandingClock(new DateTimeOffset(2026, 11, 24, 0, 0, 0, TimeSpan.Zero)) };

    [Theory]
    [InlineData("2018-03-18", "2018-03-18")]
    [InlineData("2018-3-8", "2018-03-08")]
    [InlineData("2018-03-18 12:00:00", "2018-03-18")]
    [InlineData("2018", "2018-01-01")]
    [InlineData("2018-02", "2018-02-01")]
    [InlineData("2018-02-30", null)]
    [InlineData("2018-", null)]
    [InlineData("2018-1-2-3", null)]
    [InlineData("12018-02-03", null)]
    [InlineData("99999999999-02-03", null)]
    [InlineData("abc", null)]
    [InlineData("", null)]
    [InlineData(" ", null)]
    public void TO_DATE_reads_a_date(string text, string? expected)
    {
        object? day = expected is null ? null : Day(expected);
        Assert.Equal([day, null, day], _tester.Rows("TO_DATE", null, Text(text, null, text)));
    }

    [Theory]
    [InlineData("2018/03/18", "yyyy/MM/dd", "2018-03-18")]
    [InlineData("2018/15/48", "yyyy/MM/dd", "2019-04-17")]
    [InlineData("18/3/8 extra", "yy/MM/dd", "2018-03-08")]
    [InlineData("20180318", "yyyyMMdd", "2018-03-18")]
    [InlineData("Jan 31, 2020", "MMM dd, yyyy", "2020-01-31")]
    [InlineData("january 31, 2020", "MMM dd, yyyy", "2020-01-31")]
    [InlineData("2020-060", "yyyy-DDD", "2020-02-29")]
    [InlineData("31/1/99", "dd/MM/yy", "1999-01-31")]
    [InlineData("31/1/46", "dd/MM/yy", "2046-01-31")]
    [InlineData("31/1/47", "dd/MM/yy", "1947-01-31")]
    [InlineData("2020/1/1 23:00:00 -0800", "yyyy/MM/dd HH:mm:ss Z", "2020-01-02")]
    [InlineData("2020/1/1 PST", "yyyy/MM/dd z", "2020-01-01")]
    [InlineData("Fri 2020-01-31", "EEE yyyy-MM-dd", "2020-01-31")]
    [InlineData("31.1.2020 AD", "d.M.yyyy G", "2020-01-31")]
    [InlineData("10 PM", "hh a", "1970-01-01")]
    [InlineData("10  PM", "hh a", null)]
    [InlineData("2020/  3/1", "yyyy/MM/dd", "2020-03-01")]
    [InlineData("Mon.Dec2048", "E.MMMyyyy", "2048-12-07")]
    [InlineData("2048 9", "yyyy u", "2048-01-06")]
    [InlineData("2020-060 5", "yyyy-DDD d", "2020-01-05")]
    [InlineData("2020 30 25", "yyyy HH hh", "2020-01-02")]
    [InlineData("2018/03/18", "yyyy-MM-dd", null)]
    [InlineData("invalid", "yyyy-MM-dd", null)]
    [InlineData("2018", "yyyyMMdd", null)]
    [InlineData("999999999/1/1", "yyyy/MM/dd", null)]
    public void TO_DATE_reads_by_a_pattern_leniently(string text, string pattern, string? expected)
    {
        object? day = expected is null ? null : Day(expected);
        Assert.Equal([day, null], _tester.Rows("TO_DATE", null, Text(text, null), Constant(pattern)));
        Assert.Equal([day, null], _tester.Rows("TO_DATE", null, Text(text, text), Text(pattern, null)));
    }

    [Theory]
    [InlineData("2018-03-18", "2018-03-18 00:00:00")]
    [InlineData("2018-3-8 1:2:3", "2018-03-08 01:02:03")]
    [InlineData("2018-03-08 01:02:03.123456789", "2018-03-08 01:02:03.123")]
    [InlineData("2018-3-8 01:02:03.1", "2018-03-08 01:02:03.100")]
    [InlineData("2018-03-18 01:02:03.", "2018-03-18 01:02:03")]
    [InlineData("2018-02-30 01:02:03", "2018-02-28 01:02:03")]
    [InlineData("2018-03-18 24:00:00", "2018-03-19 00:00:00")]
    [InlineData("2018-03-18T01:02:03", null)]
    [InlineData("2018-03-18 01:02", null)]
    [InlineData(" 2018-03-18 01:02:03", null)]
    [InlineData("2018-02-32 01:02:03", null)]
    [InlineData("2018-13-01 01:02:03", null)]
    [InlineData("0000-01-01 01:02:03", null)]
    [InlineData("10000-01-01 01:02:03", null)]
    [InlineData("18-01-01 01:02:03", null)]
    [InlineData("2018-03-18 24:00:01", null)]
    [InlineData("2018-03-18 01:02:60", null)]
    [InlineData("2018-03-18 01:02:03.1234567890", null)]
    [InlineData("abc", null)]
    [InlineData("", null)]
    public void TO_TIMESTAMP_reads_a_timestamp(string text, string? expected)
    {
        object? moment = expected is null ? null : Ms(expected);
        Assert.Equal([moment, null, moment], _tester.Rows("TO_TIMESTAMP", null, Text(text, null, text)));
    }

    [Theory]
    [InlineData("2018-03-18 01:02:03", "yyyy-MM-dd HH:mm:ss", "2018-03-18 01:02:03")]
    [InlineData("2018-03-18 01:02:03.123456", "yyyy-MM-dd HH:mm:ss.SSSSSS", "2018-03-18 01:02:03.123")]
    [InlineData("20180318010203123", "yyyyMMddHHmmssSSS", "2018-03-18 01:02:03.123")]
    [InlineData("200131", "yyMMdd", "2020-01-31")]
    [InlineData("990131", "yyMMdd", "2099-01-31")]
    [InlineData("2020131", "yyyyMd", null)]
    [InlineData("10:30", "HH:mm", "1970-01-01 10:30:00")]
    [InlineData("10:30 PM", "hh:mm a", "1970-01-01 22:30:00")]
    [InlineData("10:30 pm", "hh:mm a", null)]
    [InlineData("13:30 PM", "HH:mm a", "1970-01-01 13:30:00")]
    [InlineData("13:30 AM", "HH:mm a", null)]
    [InlineData("10:30", "hh:mm", "1970-01-01 00:30:00")]
    [InlineData("12", "K", null)]
    [InlineData("AM", "a", "1970-01-01 06:00:00")]
    [InlineData("PM 30", "a mm", "1970-01-01 00:30:00")]
    [InlineData("J", "MMMMM", "1970-07-01")]
    [InlineData("61", "W", null)]
    [InlineData("315", "ed", "1970-01-15")]
    [InlineData("1996 5 31 1997", "u M d Y", null)]
    [InlineData("47356000 47356000923876", "A N", "1970-01-01 13:09:16")]
    [InlineData("47356001 47356000923876", "A N", null)]
    [InlineData("2020-01-01 +0045", "yyyy-MM-dd x", null)]
    [InlineData("2020-01-01 00 +19:00", "yyyy-MM-dd HH XXX", null)]
    [InlineData("+0100 +0200", "Z Z", null)]
    [InlineData("2020 2021", "y uuuu", null)]
    [InlineData("5 BC 2020", "y G u", null)]
    [InlineData("24", "kk", "1970-01-01")]
    [InlineData("3600000", "A", "1970-01-01 01:00:00")]
    [InlineData("3600000000000", "N", "1970-01-01 01:00:00")]
    [InlineData("1521334923", "A", null)]
    [InlineData("10 5", "H s", "1970-01-01 10:00:05")]
    [InlineData("2018", "yyyy", "2018-01-01")]
    [InlineData("2018", "uuuu", "2018-01-01")]
    [InlineData("2020-060 10", "uuuu-DDD HH", "2020-02-29 10:00:00")]
    [InlineData("2019-366", "uuuu-DDD", null)]
    [InlineData("Mar 3, 2018", "MMM d, yyyy", "2018-03-03")]
    [InlineData("january 5, 2020", "MMMM d, yyyy", null)]
    [InlineData("Fri 2020-01-31", "EEE yyyy-MM-dd", "2020-01-31")]
    [InlineData("Mon 2020-01-31", "EEE yyyy-MM-dd", null)]
    [InlineData("2020-01-31 Q2", "yyyy-MM-dd QQQ", null)]
    [InlineData("2020-05-Fri", "YYYY-ww-EEE", "2020-01-31")]
    [InlineData("2018-W10-1", "YYYY-'W'ww-e", "2018-03-04")]
    [InlineData("2020-01-5-Fri", "yyyy-MM-W-EEE", "2020-01-31")]
    [InlineData("2020-W05", "YYYY-'W'ww", "1970-01-01")]
    [InlineData("2018-03-18T01:02:03+02:00", "yyyy-MM-dd'T'HH:mm:ssXXX", "2018-03-18 01:02:03")]
    [InlineData("2018-03-18T01:02:03Z", "yyyy-MM-dd'T'HH:mm:ssXXX", "2018-03-18 01:02:03")]
    [InlineData("2018-03-18 01:02:03 CET", "yyyy-MM-dd HH:mm:ss z", "2018-03-18 01:02:03")]
    [InlineData("2020-01-01 +0100", "yyyy-MM-dd Z", "2020-01-01")]
    [InlineData("2020-01-01 GMT+01:00", "yyyy-MM-dd ZZZZ", "2020-01-01")]
    [InlineData("2020-01-01 GMT+1", "yyyy-MM-dd O", "2020-01-01")]
    [InlineData("2020-01-01 Europe/Berlin", "yyyy-MM-dd VV", "2020-01-01")]
    [InlineData("2020-01-01 Mars/Base", "yyyy-MM-dd VV", null)]
    [InlineData("2020-01-01 +01:30:15", "yyyy-MM-dd XXXXX", "2020-01-01")]
    [InlineData("2020-01-01 10", "yyyy-MM-dd[ HH]", "2020-01-01 10:00:00")]
    [InlineData("2020-01-01", "yyyy-MM-dd[ HH]", "2020-01-01")]
    [InlineData("2018-03-18 24:00:00", "yyyy-MM-dd HH:mm:ss", "2018-03-19")]
    [InlineData("30/02/2018", "dd/MM/yyyy", "2018-02-28")]
    [InlineData("32/02/2018", "dd/MM/yyyy", null)]
    [InlineData("13", "MM", null)]
    [InlineData("02-30", "MM-dd", null)]
    [InlineData("25", "HH", null)]
    [InlineData("2018-03-18 01:02:03 x", "yyyy-MM-dd HH:mm:ss", null)]
    public void TO_TIMESTAMP_reads_by_a_pattern_as_java_time_does(string text, string pattern, string? expected)
    {
        object? moment = expected is null ? null : Ms(expected);
        Assert.Equal([moment, null], _tester.Rows("TO_TIMESTAMP", null, Text(text, null), Constant(pattern)));
        Assert.Equal([moment, null], _tester.Rows("TO_TIMESTAMP", null, Text(text, text), Text(pattern, null)));
    }

    [Theory]
    [InlineData("2018-03-18", "2018-03-18")]
    [InlineData(" 2018-3-8 1:2:3.5 ", "2018-03-08 01:02:03.500")]
    [InlineData("2018-02-31", "2018-03-03")]
    [InlineData("2020-01-31 25:00:00", "2020-02-01 01:00:00")]
    [InlineData("2018-3-8 1:2", null)]
    [InlineData("2018-02-32 01:02:03", null)]
    [InlineData("2018-2-3 1:2:3.", null)]
    [InlineData("18-2-3", null)]
    public void What_does_not_fit_the_pattern_gets_a_second_try_as_JDBC_text(string text, string? expected) =>
        Assert.Equal([expected is null ? null : Ms(expected), null], _tester.Rows("TO_TIMESTAMP", null, Text(text, null), Constant("dd.MM.yyyy")));

    [Fact]
    public void Results_are_nullable_whatever_the_arguments_are()
    {
        Assert.Equal(DataType.Date, _tester.TypeOf("TO_DATE", null, Constant("2018-03-18")));
        Assert.Equal(Ts3, _tester.TypeOf("TO_TIMESTAMP", null, Constant("2018-03-18"), Constant("yyyy-MM-dd")));
        Assert.Equal(Ltz3, _tester.TypeOf("TO_TIMESTAMP_LTZ", null, Column(DataType.BigInt.NotNull(), 0L)));
        Assert.Null(_tester.TryResolve("TO_TIMESTAMP", null, Column(DataType.BigInt, 0L)));
        Assert.Null(_tester.TryResolve("TO_DATE", null, Column(DataType.BigInt, 0L)));
        Assert.Contains("'b'", Assert.Throws<FunctionCallException>(() => _tester.TryResolve("TO_TIMESTAMP", null, Text("x"), Constant("bb"))).Message);
        Assert.Contains("'Y'", Assert.Throws<FunctionCallException>(() => _tester.TryResolve("TO_DATE", null, Text("x"), Constant("YYYY-MM-dd"))).Message);
    }

    [Theory]
    [InlineData("yyyy-MM-dd HH:mm:ss.SSS")]
    [InlineData("yyyyMMddHHmmssSSS")]
    [InlineData("EEEE, d MMMM uuuu h:m:s a SSS")]
    [InlineData("u D A")]
    [InlineData("y-M-d N")]
    [InlineData("YYYY-ww-e kk:mm:ss.SSS")]
    [InlineData("yyyy G MMM W E HH mm ss SSS")]
    public void What_DATE_FORMAT_writes_TO_TIMESTAMP_reads_back(string pattern)
    {
        Random random = new(29);
        object?[] moments = [.. Enumerable.Range(0, 2_000).Select(_ => (object?)random.NextInt64(Ms("1000-01-01"), Ms("9999-12-31")))];
        object?[] texts = _tester.Rows("DATE_FORMAT", null, Column(Ts3, moments), Constant(pattern));
        Assert.Equal(moments, _tester.Rows("TO_TIMESTAMP", null, new TemporalTester.Arg(DataType.String, texts, false), Constant(pattern)));
    }

    [Theory]
    [InlineData(100L, 0, "1970-01-01 00:01:40")]
    [InlineData(-100L, 3, "1969-12-31 23:59:59.9")]
    [InlineData(-62_167_219_200_001L, 3, null)]
    [InlineData(253_402_300_800_000L, 3, null)]
    [InlineData(253_402_300_800L, 0, null)]
    [InlineData(long.MaxValue, 0, null)]
    public void TO_TIMESTAMP_LTZ_counts_seconds_or_milliseconds(long epoch, int precision, string? expected)
    {
        object? moment = expected is null ? null : Ms(expected);
        TemporalTester.Arg epochs = Column(DataType.BigInt, epoch, null, epoch);
        Assert.Equal([moment, null, null], _tester.Rows("TO_TIMESTAMP_LTZ", null, epochs, Column(DataType.Int, precision, precision, null)));
        if (precision == 3)
        {
            Assert.Equal([moment, null, moment], _tester.Rows("TO_TIMESTAMP_LTZ", null, epochs));
        }
    }

    [Fact]
    public void Fractions_of_numbers_count_as_in_Flink()
    {
        TemporalTester.Arg seconds = Constant(DataType.Int, 0);
        TemporalTester.Arg ms = Constant(DataType.Int, 3);
        Assert.Equal([1_700L, -1_700L, null, null], _tester.Rows("TO_TIMESTAMP_LTZ", null, Column(DataType.Double, 1.7, -1.7, double.NaN, 1e300), seconds));
        Assert.Equal([1L, -2L], _tester.Rows("TO_TIMESTAMP_LTZ", null, Column(DataType.Double, 1.7, -1.7), ms));
        Assert.Equal([1_000L, -1_000L, null], _tester.Rows("TO_TIMESTAMP_LTZ", null, Column(DataType.Decimal(38, 1), (Int128)17, (Int128)(-17), Int128.MaxValue), seconds));
        Assert.Equal([1L], _tester.Rows("TO_TIMESTAMP_LTZ", null, Column(DataType.Decimal(2, 1), (Int128)17), ms));
    }

    [Fact]
    public void Another_precision_is_an_error_and_another_type_is_not_taken()
    {
        Assert.Contains("precision value '1'", Assert.Throws<EvaluationException>(() => _tester.One("TO_TIMESTAMP_LTZ", null, Column(DataType.BigInt, 12L), Constant(DataType.Int, 1))).Message);
        Assert.Null(_tester.TryResolve("TO_TIMESTAMP_LTZ", null, Constant("test"), Constant(DataType.Int, 0)));
        Assert.Null(_tester.TryResolve("TO_TIMESTAMP_LTZ", null, Column(DataType.Int, 123), Constant("test")));
        Assert.Null(_tester.TryResolve("TO_TIMESTAMP_LTZ", null, Column(DataType.Int, 123), Column(DataType.BigInt, 3L)));
    }

    [Fact]
    public void TO_TIMESTAMP_LTZ_reads_texts_of_UTC_or_of_a_zone()
    {
        TemporalTester berlin = new("Europe/Berlin");
        Assert.Equal([Ms("2023-01-01"), null], berlin.Rows("TO_TIMESTAMP_LTZ", null, Text("2023-01-01 00:00:00", null)));
        Assert.Equal([Ms("2023-01-01"), null], berlin.Rows("TO_TIMESTAMP_LTZ", null, Text("2023-01-01T00:00:00", "bad"), Constant("yyyy-MM-dd'T'HH:mm:ss")));
        Assert.Equal([Ms("2022-12-31 16:00:00")], _tester.Rows("TO_TIMESTAMP_LTZ", null, Text("2023-01-01 00:00:00"), Constant("yyyy-MM-dd HH:mm:ss"), Constant("Asia/Shanghai")));
        Assert.Equal(
            [Ms("2022-12-31 16:00:00"), null, Ms("2022-12-31 16:00:00")],
            _tester.Rows("TO_TIMESTAMP_LTZ", null, Text("2023-01-01 00:00:00"), Constant("yyyy-MM-dd HH:mm:ss"), Text("+08:00", null, "GMT+8")));
        Assert.Throws<EvaluationException>(() => _tester.One("TO_TIMESTAMP_LTZ", null, Text("bad")));
        Assert.Contains("Nowhere/X", Assert.Throws<FunctionCallException>(() => _tester.TryResolve("TO_TIMESTAMP_LTZ", null, Text("x"), Constant("yyyy"), Constant("Nowhere/X"))).Message);
    }

    [Fact]
    public void The_digits_of_a_constant_pattern_are_those_of_the_type()
    {
        TemporalTester.Arg pattern = Constant("yyyy-MM-dd HH:mm:ss.SSSSSS");
        Assert.Equal(DataType.TimestampLtz(6), _tester.TypeOf("TO_TIMESTAMP_LTZ", null, Text("x"), pattern));
        Assert.Equal(Ns("2023-01-01 00:00:00.123", 456_000), _tester.One("TO_TIMESTAMP_LTZ", null, Text("2023-01-01 00:00:00.123456"), pattern));
    }

    [Theory]
    [InlineData("1970-01-01 01:00:44", 44)]
    [InlineData("2020-03-29 02:30:00", 1_585_445_400)]
    [InlineData("2020-10-25 02:30:00", 1_603_589_400)]
    [InlineData("bad", long.MinValue)]
    [InlineData("1970-01-01", long.MinValue)]
    public void UNIX_TIMESTAMP_reads_local_time(string text, long expected) =>
        Assert.Equal([expected, null], new TemporalTester("Europe/Berlin").Rows("UNIX_TIMESTAMP", null, Text(text, null)));

    [Theory]
    [InlineData("1970/01/02", "yyyy/MM/dd", 86_400)]
    [InlineData("1970-01-01 08:00:01.001 +0800", "yyyy-MM-dd HH:mm:ss.SSS X", 1)]
    [InlineData("1970-01-01 08:00:01.001", "yyyy-MM-dd HH:mm:ss.SSS X", long.MinValue)]
    [InlineData("1970-01-01 08:00 +08:00", "yyyy-MM-dd HH:mm XXX", 0)]
    [InlineData("1970-01-01 08:00 GMT+8:00", "yyyy-MM-dd HH:mm z", 0)]
    [InlineData("2020-01-01 00:00:00 CEST", "yyyy-MM-dd HH:mm:ss z", 1_577_829_600)]
    [InlineData("1969-12-31 23:59:59.5", "yyyy-MM-dd HH:mm:ss.S", 0)]
    public void UNIX_TIMESTAMP_reads_by_a_pattern_and_its_offset(string text, string pattern, long expected)
    {
        Assert.Equal([expected, null], _tester.Rows("UNIX_TIMESTAMP", null, Text(text, null), Constant(pattern)));
        Assert.Equal(DataType.BigInt.NotNull(), _tester.TypeOf("UNIX_TIMESTAMP", null, Constant(text), Constant(pattern)));
    }
}
