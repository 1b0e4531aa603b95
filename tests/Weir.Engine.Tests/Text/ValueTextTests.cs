using Weir.Engine.Batches;
using Weir.Engine.Text;
using Weir.Engine.Types;

namespace Weir.Engine.Tests.Text;

public class ValueTextTests
{
    private const long Noon = 1_767_268_800_000; // 2026-01-01T12:00:00Z
    private static readonly TimeZoneInfo s_berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    public static TheoryData<DataType, object?, string, string> Values => new()
    {
        { DataType.Boolean, true, "TRUE", "true" },
        { DataType.TinyInt, (sbyte)-128, "-128", "-128" },
        { DataType.SmallInt, (short)300, "300", "300" },
        { DataType.Int, int.MinValue, "-2147483648", "-2147483648" },
        { DataType.BigInt, long.MinValue, "-9223372036854775808", "-9223372036854775808" },
        { DataType.Float, 1e10f, "1.0E10", "1.0E10" },
        { DataType.Double, double.NaN, "NaN", "NaN" },
        { DataType.Decimal(10, 2), (Int128)(-5), "-0.05", "-0.05" },
        { DataType.Decimal(10, 0), (Int128)7, "7", "7" },
        { DataType.Decimal(10, 9), (Int128)10, "0.000000010", "1.0E-8" },
        { DataType.Decimal(10, 8), (Int128)0, "0.00000000", "0E-8" },
        { DataType.Decimal(38, 0), Int128.Parse("-99999999999999999999999999999999999999"), "-99999999999999999999999999999999999999", "-99999999999999999999999999999999999999" },
        { DataType.String, "äöü", "äöü", "äöü" },
        { DataType.Bytes, new byte[] { 0x61, 0xFF }, "a\uFFFD", "[97, -1]" },
        { DataType.Date, 20454, "2026-01-01", "2026-01-01" },
        { DataType.Date, -719_528, "0000-01-01", "0000-01-01" },
        { DataType.Date, 2_932_897, "0000-01-01", "+10000-01-01" },
        { DataType.Time(0), 45_240_000, "12:34:00", "12:34" },
        { DataType.Time(3), 45_296_120, "12:34:56.12", "12:34:56.120" },
        { DataType.Time(3), -1, "23:59:59.999", "23:59:59.999" },
        { DataType.Timestamp(3), Noon, "2026-01-01 12:00:00.000", "2026-01-01T12:00" },
        { DataType.Timestamp(0), Noon + 5000, "2026-01-01 12:00:05", "2026-01-01T12:00:05" },
        { DataType.Timestamp(3), -1L, "1969-12-31 23:59:59.999", "1969-12-31T23:59:59.999" },
        { DataType.Timestamp(9), (Int128)Noon * 1_000_000 + 1, "2026-01-01 12:00:00.000000001", "2026-01-01T12:00:00.000000001" },
        { DataType.Timestamp(6), (Int128)Noon * 1_000_000 + 120_000, "2026-01-01 12:00:00.000120", "2026-01-01T12:00:00.000120" },
        { DataType.TimestampLtz(3), Noon, "2026-01-01 13:00:00.000", "2026-01-01T12:00:00Z" },
        { DataType.TimestampLtz(6), (Int128)Noon * 1_000_000 + 500_000_000, "2026-01-01 13:00:00.500000", "2026-01-01T12:00:00.500Z" },
        { DataType.Interval(true, "MONTH"), 14, "+1-02", "P14M" },
        { DataType.IntervalYearMonth, -14, "-1-02", "P-1Y-2M" },
        { DataType.Interval(true, "YEAR"), 0, "+0-00", "P0D" },
        { DataType.Interval(false, "SECOND(3)"), 864_000_000L, "+10 00:00:00.000", "PT240H" },
        { DataType.Interval(false, "SECOND(3)"), -1500L, "-0 00:00:01.500", "PT-1.5S" },
        { DataType.Interval(false, "SECOND(3)"), -500L, "-0 00:00:00.500", "PT-0.5S" },
        { DataType.Interval(false, "SECOND(3)"), 0L, "+0 00:00:00.000", "PT0S" },
        { DataType.Interval(false, "SECOND(3)"), 3_723_004L, "+0 01:02:03.004", "PT1H2M3.004S" },
        { DataType.Array(DataType.String), new object?[] { "a", null, "b" }, "[a, NULL, b]", "[a, null, b]" },
        { DataType.Array(DataType.Int), Array.Empty<object?>(), "[]", "[]" },
        { DataType.Map(DataType.String, DataType.Boolean), new[] { KeyValuePair.Create<object?, object?>("k", true), KeyValuePair.Create<object?, object?>("l", null) }, "{k=TRUE, l=NULL}", "{k=true, l=null}" },
        { DataType.Multiset(DataType.Int), new[] { KeyValuePair.Create<object?, object?>(5, 2) }, "{5=2}", "{5=2}" },
        { DataType.Row(new RowField("a", DataType.Int), new RowField("b", DataType.Array(DataType.Timestamp(3)))), new object?[] { 1, new object?[] { Noon } }, "(1, [2026-01-01 12:00:00.000])", "+I[1, [2026-01-01T12:00]]" },
        { DataType.Int, null, "NULL", "null" },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void A_value_has_both_texts(DataType type, object? value, string sql, string row)
    {
        Column column = ColumnFactory.Create(type, 2);
        ColumnValues.Set(column, type, 1, value);
        Utf8Writer text = new();
        ValueText.Write(text, column, type, 1, TextStyle.Sql, s_berlin);
        Assert.Equal(sql, text.ToString());
        text.Clear();
        ValueText.Write(text, column, type, 1, TextStyle.Row, s_berlin);
        Assert.Equal(row, text.ToString());
    }

    [Fact]
    public void A_row_is_written_with_its_kind()
    {
        DataType[] types = [DataType.Int, DataType.String];
        Column[] columns = [ColumnFactory.Create(types[0], 2), ColumnFactory.Create(types[1], 2)];
        ColumnValues.Set(columns[0], types[0], 1, 7);
        ColumnValues.Set(columns[1], types[1], 1, null);
        Batch batch = new(columns, 2);
        batch.TrackKinds()[1] = RowKind.UpdateBefore;
        Utf8Writer text = new();
        RowText.Write(text, batch, types, 1, TextStyle.Row, TimeZoneInfo.Utc);
        RowText.Write(text, batch, types, 1, TextStyle.Sql, TimeZoneInfo.Utc, withKind: false);
        Assert.Equal("-U[7, null][7, NULL]", text.ToString());
    }

    [Fact]
    public void Integers_written_and_parsed_are_themselves()
    {
        Random random = new(3);
        Utf8Writer text = new();
        for (int i = 0; i < 5000; i++)
        {
            long value = random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(63);
            text.Clear();
            text.Write(value);
            Assert.True(NumberParser.TryParseInteger(text.Written, long.MinValue, long.MaxValue, out long parsed));
            Assert.Equal(value, parsed);
        }
    }

    [Fact]
    public void Decimals_written_and_parsed_are_themselves()
    {
        Random random = new(4);
        Utf8Writer text = new();
        for (int i = 0; i < 5000; i++)
        {
            int precision = random.Next(19, 39);
            int scale = random.Next(precision + 1);
            Int128 value = new Int128((ulong)random.NextInt64(), (ulong)random.NextInt64()) % DecimalMath.Pow10(random.Next(1, precision + 1));
            value = random.Next(2) == 0 ? value : -value;
            text.Clear();
            DecimalText.WritePlain(text, value, scale);
            Assert.True(NumberParser.TryParseDecimal(text.Written, precision, scale, out Int128 parsed, out _));
            Assert.Equal(value, parsed);
        }
    }

    [Fact]
    public void Dates_and_timestamps_written_and_parsed_are_themselves()
    {
        Random random = new(5);
        Utf8Writer text = new();
        for (int i = 0; i < 5000; i++)
        {
            int days = random.Next(-719_162, 2_932_897);
            text.Clear();
            TemporalText.WriteDate(text, days);
            Assert.True(TemporalParser.TryParseDate(text.Written, out int parsedDays));
            Assert.Equal(days, parsedDays);

            Int128 nanos = ((Int128)days * 86_400_000_000_000) + random.NextInt64(86_400_000_000_000);
            text.Clear();
            TemporalText.WriteTimestamp(text, nanos, 9);
            Assert.True(TemporalParser.TryParseTimestamp(text.Written, 9, out Int128 parsedNanos));
            Assert.Equal(nanos, parsedNanos);
        }
    }

    [Fact]
    public void The_calendar_agrees_with_that_of_the_base_library()
    {
        for (int days = -719_162; days < 2_932_897; days += 17)
        {
            DateOnly expected = DateOnly.FromDayNumber(days + 719_162);
            CivilDate date = CivilDate.FromDays(days);
            Assert.Equal((expected.Year, expected.Month, expected.Day), (date.Year, date.Month, date.Day));
            Assert.Equal(days, date.ToDays());
        }
    }

    [Fact]
    public void A_long_text_makes_the_writer_grow()
    {
        Utf8Writer text = new(16);
        for (int i = 0; i < 1000; i++)
        {
            text.WritePadded(i, 4);
            text.Write("é".AsSpan());
        }

        Assert.Equal(6000, text.Length);
        Assert.EndsWith("0999é", text.ToString());
    }
}
