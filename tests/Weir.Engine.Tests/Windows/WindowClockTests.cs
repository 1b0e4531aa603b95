using Weir.Engine.Tests.Runtime;
using Weir.Engine.Types;
using Weir.Engine.Windows;

namespace Weir.Engine.Tests.Windows;

/// <summary>Windows of local time where clocks are put forward and back; the instants are those that Flink gives.</summary>
public sealed class WindowClockTests
{
    private static readonly TimeZoneInfo s_losAngeles = TimeZoneInfo.FindSystemTimeZoneById("America/Los_Angeles");
    private static readonly DataType[] s_input = [DataType.BigInt, DataType.TimestampLtz(3), DataType.BigInt];
    private static readonly DataType[] s_output = [DataType.BigInt, DataType.BigInt, DataType.BigInt, DataType.BigInt, DataType.BigInt];

    [Theory]
    [InlineData("2021-11-07T00:00", 1636268400000)]
    [InlineData("2021-11-07T01:00", 1636275600000)]
    [InlineData("2021-11-07T01:59:59", 1636279199000)]
    [InlineData("2021-11-07T02:00", 1636279200000)]
    [InlineData("2021-03-14T01:00", 1615712400000)]
    [InlineData("2021-03-14T02:00", 1615716000000)]
    [InlineData("2021-03-14T02:59:59", 1615716000000)]
    [InlineData("2021-03-14T03:00", 1615716000000)]
    public void A_timer_takes_the_later_of_two_instants_and_the_change_itself_where_there_is_none(string wall, long instant) =>
        Assert.Equal(instant, new WindowClock(s_losAngeles).ToTimer(Millis(wall)));

    [Fact]
    public void A_zone_that_no_longer_changes_its_clocks_takes_the_earlier_of_two_instants_in_the_past()
    {
        WindowClock clock = new(TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai"));

        // Until 1991 there was daylight time: 1990-09-16 01:30 occurred twice.
        Assert.Equal(Millis("1990-09-15T16:30"), clock.ToTimer(Millis("1990-09-16T01:30")));
    }

    [Fact]
    public void An_hour_that_occurs_twice_is_one_window_that_fires_after_both_and_has_the_time_of_the_first()
    {
        using OperatorHarness slices = new(Slices(), s_input, s_output, zone: "America/Los_Angeles");
        slices.Insert([1L, 1636273800000L, 1L], [1L, 1636277400000L, 1L]);
        slices.Watermark(1636279198999);
        Assert.Empty(slices.Take());
        slices.Watermark(1636279199999);
        Assert.Equal([Row("2021-11-07T01:00", "2021-11-07T02:00", 2, 1636275599999)], slices.Take());
    }

    [Fact]
    public void A_session_of_an_hour_that_occurs_twice_has_the_time_of_the_first_too()
    {
        SessionAggregateSpec spec = new()
        {
            GapMs = 60_000,
            TimeColumn = 1,
            IsLocalTime = true,
            Keys = [0],
            KeyTypes = [DataType.BigInt],
            Calls = [TestAggregates.Count],
            Retracts = false,
        };
        using OperatorHarness sessions = new(new SessionAggregateOperator(spec), s_input, s_output, zone: "America/Los_Angeles");
        sessions.Insert([1L, 1636273800000L, 1L], [1L, 1636277400000L, 1L]);
        sessions.Watermark(1636277459998);
        Assert.Empty(sessions.Take());
        sessions.Watermark(1636277459999);
        Assert.Equal([Row("2021-11-07T01:30", "2021-11-07T01:31", 2, 1636273859999)], sessions.Take());
    }

    [Fact]
    public void A_batch_over_a_change_of_clocks_is_put_into_the_hours_of_the_wall()
    {
        using OperatorHarness slices = new(Slices(), s_input, s_output, zone: "America/Los_Angeles");
        slices.Insert([1L, 1615712400000L, 1L], [1L, 1615714200000L, 1L], [1L, 1615716000000L, 1L], [1L, 1615717800000L, 1L], [1L, 1615719600000L, 1L]);
        slices.Watermark(long.MaxValue);
        Assert.Equal(
            [
                Row("2021-03-14T01:00", "2021-03-14T02:00", 2, 1615715999999),
                Row("2021-03-14T03:00", "2021-03-14T04:00", 2, 1615719599999),
                Row("2021-03-14T04:00", "2021-03-14T05:00", 1, 1615723199999),
            ],
            slices.Take());
    }

    private static WindowAggregateOperator Slices() => new(new WindowAggregateSpec
    {
        Slices = new SliceAssignment.ByEventTime(new WindowSpec(WindowKind.Tumble, 3_600_000, 3_600_000, 0), 1, true),
        Keys = [0],
        KeyTypes = [DataType.BigInt],
        Calls = [TestAggregates.Count],
        Retracts = false,
    });

    private static string Row(string start, string end, long count, long time) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"+I[1, {count}, {Millis(start)}, {Millis(end)}, {time}]");

    private static long Millis(string wall) => new DateTimeOffset(DateTime.Parse(wall, System.Globalization.CultureInfo.InvariantCulture), TimeSpan.Zero).ToUnixTimeMilliseconds();
}
