using Weir.Engine.Types;
using Weir.Sql.Functions;
using static Weir.Sql.Tests.Functions.Temporal.TemporalTester;

namespace Weir.Sql.Tests.Functions.Temporal;

public class ClockTests
{
    private readonly TemporalTester _tokyo = new("Asia/Tokyo") { Clock = new StandingClock(new DateTimeOffset(2024, 2, 28, 20, 30, 15, 250, TimeSpan.Zero)) };

    [Theory]
    [InlineData("CURRENT_TIMESTAMP")]
    [InlineData("NOW")]
    [InlineData("CURRENT_ROW_TIMESTAMP")]
    [InlineData("PROCTIME")]
    public void The_moment_is_the_clocks(string name)
    {
        Assert.Equal(Ms("2024-02-28 20:30:15.250"), _tokyo.One(name, null));
        Assert.Equal(Ltz3.NotNull(), _tokyo.TypeOf(name, null));
        Assert.Null(_tokyo.TryResolve(name, null, Column(DataType.Int, 3)));
    }

    [Fact]
    public void Date_and_time_are_local()
    {
        Assert.Equal(Day("2024-02-29"), _tokyo.One("CURRENT_DATE", null));
        Assert.Equal(Time("05:30:15"), _tokyo.One("CURRENT_TIME", null));
        Assert.Equal(Time("05:30:15"), _tokyo.One("LOCALTIME", null));
        Assert.Equal(Ms("2024-02-29 05:30:15.250"), _tokyo.One("LOCALTIMESTAMP", null));
        Assert.Equal(DataType.Time(0).NotNull(), _tokyo.TypeOf("LOCALTIME", null));
        Assert.Equal(Ts3.NotNull(), _tokyo.TypeOf("LOCALTIMESTAMP", null));
    }

    [Fact]
    public void UNIX_TIMESTAMP_of_nothing_is_now_in_seconds()
    {
        Assert.Equal(Ms("2024-02-28 20:30:15") / 1000, _tokyo.One("UNIX_TIMESTAMP", null));
        Assert.Equal(DataType.BigInt.NotNull(), _tokyo.TypeOf("UNIX_TIMESTAMP", null));
    }

    [Fact]
    public void In_batch_mode_a_query_keeps_to_the_time_of_its_start()
    {
        TemporalTester streaming = new() { Clock = new LaterClock() };
        Assert.Equal(5_000L, streaming.One("LOCALTIMESTAMP", null));

        TemporalTester batch = new() { Clock = new LaterClock() };
        batch.Session.Set("execution.runtime-mode", "batch");
        Assert.Equal(0L, batch.One("LOCALTIMESTAMP", null));
        Assert.Equal(5_000L, batch.One("CURRENT_ROW_TIMESTAMP", null));
    }

    [Fact]
    public void The_watermark_is_that_of_the_operator_and_NULL_before_the_first()
    {
        TemporalTester.Arg rowtime = Column(DataType.TimestampLtz(9), (Int128)0, (Int128)1);
        Assert.Equal([null, null], new TemporalTester().Rows("CURRENT_WATERMARK", null, rowtime));
        Assert.Equal([5_000L, 5_000L], new TemporalTester { WatermarkMs = 5_000 }.Rows("CURRENT_WATERMARK", null, rowtime));
        Assert.Equal(Ltz3, _tokyo.TypeOf("CURRENT_WATERMARK", null, rowtime));
        Assert.Equal(Ts3, _tokyo.TypeOf("CURRENT_WATERMARK", null, Column(Ts3.NotNull(), 0L)));
        Assert.Null(_tokyo.TryResolve("CURRENT_WATERMARK", null, Column(DataType.BigInt, 0L)));
    }

    [Fact]
    public void SOURCE_WATERMARK_is_refused_as_an_expression() =>
        Assert.Contains("WATERMARK FOR", Assert.Throws<FunctionCallException>(() => _tokyo.TryResolve("SOURCE_WATERMARK", null)).Message);

    [Fact]
    public void A_processing_time_attribute_gets_its_value_late() =>
        Assert.Equal([Ms("2024-02-28 20:30:15.250"), Ms("2024-02-28 20:30:15.250")], _tokyo.Rows("PROCTIME_MATERIALIZE", null, Column(Ltz3, null, 0L)));

    /// <summary>1970-01-01 when it is first asked, as the job begins, and five seconds later ever after.</summary>
    private sealed class LaterClock : TimeProvider
    {
        private bool _asked;

        public override DateTimeOffset GetUtcNow()
        {
            DateTimeOffset now = DateTimeOffset.UnixEpoch.AddSeconds(_asked ? 5 : 0);
            _asked = true;
            return now;
        }
    }
}
