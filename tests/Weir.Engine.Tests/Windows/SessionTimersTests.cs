using Weir.Engine.Windows;

namespace Weir.Engine.Tests.Windows;

public sealed class SessionTimersTests
{
    [Theory]
    [InlineData(1, 100)]
    [InlineData(10_000, 15_000)]
    [InlineData(10_000, 3_000_000)]
    [InlineData(3_600_000, 3_700_000)]
    public void Timers_come_out_in_the_order_of_their_times_however_far_ahead_they_were_set(long gapMs, int aheadMs)
    {
        using SessionTimers timers = new(gapMs);
        SortedSet<(long FireMs, int Session)> expected = [];
        Random random = new(1);
        long nowMs = -5_000_000;
        for (int session = 0; session < 20_000; session++)
        {
            // Most are set for about a gap ahead, some for the past, and now and then time leaps.
            long fireMs = nowMs + random.Next(-aheadMs / 10, aheadMs);
            timers.Push(new SessionTimer(fireMs, session, 7));
            expected.Add((fireMs, session));
            nowMs += random.Next(200) == 0 ? aheadMs * 5L : random.Next((int)(aheadMs / 100) + 1);
            while (expected.Count > 0 && expected.Min.FireMs <= nowMs)
            {
                Assert.Equal(expected.Min.FireMs, timers.NextMs);
                SessionTimer taken = Take(timers);
                Assert.Equal(expected.Min, (taken.FireMs, taken.Session));
                Assert.Equal(7, taken.Version);
                expected.Remove(expected.Min);
            }

            Assert.Equal(expected.Count == 0, timers.IsEmpty);
            Assert.Equal(expected.Count == 0 ? long.MaxValue : expected.Min.FireMs, timers.NextMs);
        }

        foreach ((long fireMs, int session) in expected)
        {
            SessionTimer taken = Take(timers);
            Assert.Equal((fireMs, session), (taken.FireMs, taken.Session));
        }

        Assert.True(timers.IsEmpty);
    }

    private static SessionTimer Take(SessionTimers timers)
    {
        while (timers.IsWaiting)
        {
            foreach (SessionTimer timer in timers.TakeBucket())
            {
                timers.PushDue(timer);
            }
        }

        return timers.Pop();
    }
}
