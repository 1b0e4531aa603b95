using Weir.Engine.Functions.Temporal;

namespace Weir.Sql.Tests.Functions.Temporal;

public class CalendarTests
{
    private static readonly long s_first = (DateTime.MinValue - DateTime.UnixEpoch).Days;
    private static readonly long s_last = (DateTime.MaxValue - DateTime.UnixEpoch).Days;

    [Fact]
    public void Every_day_of_ten_thousand_years_is_the_day_that_DateTime_has()
    {
        for (long day = s_first; day <= s_last; day++)
        {
            DateTime expected = DateTime.UnixEpoch.AddDays(day);
            CivilDate date = Calendar.ToDate(day);
            if (date != new CivilDate(expected.Year, expected.Month, expected.Day) || Calendar.ToDays(date.Year, date.Month, date.Day) != day)
            {
                Assert.Fail($"Day {day}: {date}, not {expected:yyyy-MM-dd}.");
            }
        }
    }

    [Fact]
    public void Days_of_the_week_and_year_and_ISO_weeks_are_those_of_the_framework()
    {
        for (long day = s_first + 7; day < s_last - 7; day += 13)
        {
            DateTime expected = DateTime.UnixEpoch.AddDays(day);
            Assert.Equal((int)expected.DayOfWeek + 1, Calendar.UsDayOfWeek(day));
            Assert.Equal(expected.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)expected.DayOfWeek, Calendar.IsoDayOfWeek(day));
            Assert.Equal(expected.DayOfYear, Calendar.DayOfYear(day));
            Assert.Equal((System.Globalization.ISOWeek.GetYear(expected), System.Globalization.ISOWeek.GetWeekOfYear(expected)), Calendar.IsoWeek(day));
        }
    }

    [Fact]
    public void Days_far_beyond_32_bits_go_there_and_back()
    {
        Random random = new(7);
        for (int i = 0; i < 10_000; i++)
        {
            long day = random.NextInt64(-106_751_991_167, 106_751_991_167);
            CivilDate date = Calendar.ToDate(day);
            Assert.InRange(date.Month, 1, 12);
            Assert.InRange(date.Day, 1, Calendar.DaysInMonth(date.Year, date.Month));
            Assert.Equal(day, Calendar.ToDays(date.Year, date.Month, date.Day));
        }
    }

    [Fact]
    public void Both_algorithms_agree_where_one_takes_over_from_the_other()
    {
        foreach (long edge in new[] { -12_699_422L, 1_061_042_401L })
        {
            for (long day = edge - 1_000; day < edge + 1_000; day++)
            {
                CivilDate date = Calendar.ToDate(day);
                Assert.Equal(day, Calendar.ToDays(date.Year, date.Month, date.Day));
            }
        }
    }

    [Fact]
    public void Months_are_added_as_DateTime_adds_them()
    {
        Random random = new(11);
        for (int i = 0; i < 20_000; i++)
        {
            DateTime from = DateTime.UnixEpoch.AddDays(random.Next(-300_000, 300_000)).AddMilliseconds(random.Next(86_400_000));
            int months = random.Next(-5_000, 5_000);
            long fromMs = (from - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMillisecond;
            Assert.Equal((from.AddMonths(months) - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMillisecond, Calendar.AddMonthsToMs(fromMs, months));
        }
    }

    [Fact]
    public void The_months_between_two_days_are_the_most_that_do_not_go_beyond_the_second()
    {
        Random random = new(13);
        for (int i = 0; i < 20_000; i++)
        {
            long from = random.Next(-100_000, 100_000);
            long to = from + random.Next(0, 100_000);
            long months = Calendar.MonthsBetween(from * Calendar.MsPerDay, to * Calendar.MsPerDay);
            Assert.True(Calendar.AddMonths(from, months) <= to && Calendar.AddMonths(from, months + 1) > to, $"{from} to {to}: {months}");
            Assert.Equal(-months, Calendar.MonthsBetween(to * Calendar.MsPerDay, from * Calendar.MsPerDay));
        }
    }
}
