using Weir.Engine.Functions.Temporal;

namespace Weir.Sql.Tests.Functions.Temporal;

public class ZoneRulesTests
{
    public static TheoryData<string> Zones => ["Europe/Berlin", "America/New_York", "America/St_Johns", "Asia/Shanghai", "Asia/Kolkata", "Australia/Lord_Howe", "Africa/Casablanca", "America/Sao_Paulo", "UTC"];

    [Theory]
    [MemberData(nameof(Zones))]
    public void Offsets_are_those_of_TimeZoneInfo(string id)
    {
        TimeZoneInfo zone = TimeZoneInfo.FindSystemTimeZoneById(id);
        ZoneRules rules = new(zone);
        Random random = new(17);
        for (int i = 0; i < 4_000; i++)
        {
            long ms = random.NextInt64(TemporalTester.Ms("1900-01-01"), TemporalTester.Ms("2100-01-01"));
            Assert.Equal(Offset(zone, ms), rules.OffsetMs(ms));
        }
    }

    [Theory]
    [MemberData(nameof(Zones))]
    public void Rows_in_order_meet_every_change_of_the_clocks_at_its_millisecond(string id)
    {
        TimeZoneInfo zone = TimeZoneInfo.FindSystemTimeZoneById(id);
        ZoneRules rules = new(zone);
        long end = TemporalTester.Ms("2026-01-01");
        for (long ms = TemporalTester.Ms("2018-01-01"); ms < end; ms += Calendar.MsPerHour)
        {
            Assert.Equal(Offset(zone, ms), rules.OffsetMs(ms));
            Assert.Equal(Offset(zone, ms - 1), rules.OffsetMs(ms - 1));
        }
    }

    [Theory]
    [MemberData(nameof(Zones))]
    public void A_local_time_that_clocks_show_once_goes_there_and_back(string id)
    {
        TimeZoneInfo zone = TimeZoneInfo.FindSystemTimeZoneById(id);
        ZoneRules rules = new(zone);
        Random random = new(19);
        for (int i = 0; i < 4_000; i++)
        {
            long local = random.NextInt64(TemporalTester.Ms("1950-01-01"), TemporalTester.Ms("2030-01-01"));
            DateTime time = DateTime.SpecifyKind(DateTime.UnixEpoch.AddMilliseconds(local), DateTimeKind.Unspecified);
            if (!zone.IsInvalidTime(time) && !zone.IsAmbiguousTime(time))
            {
                Assert.Equal(local, rules.ToLocal(rules.ToUtc(local)));
            }
        }
    }

    [Theory]
    [InlineData("2020-03-29 01:59:59.999", "2020-03-29 00:59:59.999", "2020-03-29 00:59:59.999")]
    [InlineData("2020-03-29 02:30:00", "2020-03-29 01:30:00", "2020-03-29 01:30:00")]
    [InlineData("2020-03-29 03:00:00", "2020-03-29 01:00:00", "2020-03-29 01:00:00")]
    [InlineData("2020-10-25 01:59:59.999", "2020-10-24 23:59:59.999", "2020-10-24 23:59:59.999")]
    [InlineData("2020-10-25 02:30:00", "2020-10-25 00:30:00", "2020-10-25 01:30:00")]
    [InlineData("2020-10-25 03:00:00", "2020-10-25 02:00:00", "2020-10-25 02:00:00")]
    public void Skipped_and_repeated_times_are_read_as_Java_reads_them(string local, string utc, string later)
    {
        ZoneRules rules = new(TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"));
        Assert.Equal(TemporalTester.Ms(utc), rules.ToUtc(TemporalTester.Ms(local)));
        Assert.Equal(TemporalTester.Ms(later), rules.ToUtc(TemporalTester.Ms(local), later: true));
    }

    [Theory]
    [InlineData("GMT+8", 480)]
    [InlineData("GMT-08:30", -510)]
    [InlineData("GMT+0530", 330)]
    [InlineData("EST", -300)]
    [InlineData("UTC", 0)]
    public void Offsets_and_short_names_are_zones(string name, int minutes) =>
        Assert.Equal(TimeSpan.FromMinutes(minutes), ZoneNames.Find(name, bareOffset: false)!.BaseUtcOffset);

    [Fact]
    public void A_bare_offset_is_a_zone_only_for_java_time()
    {
        Assert.Null(ZoneNames.Find("+08:00", bareOffset: false));
        Assert.Equal(TimeSpan.FromHours(8), ZoneNames.Find("+08:00", bareOffset: true)!.BaseUtcOffset);
        Assert.Null(ZoneNames.Find("Nowhere/City", bareOffset: true));
        Assert.Null(ZoneNames.Find("GMT+25", bareOffset: true));
    }

    private static long Offset(TimeZoneInfo zone, long ms) => (long)zone.GetUtcOffset(DateTime.UnixEpoch.AddMilliseconds(ms)).TotalMilliseconds;
}
