using System.Diagnostics;

namespace Weir.Checkpoints.Tests;

/// <summary>How long tests wait for what happens on other threads: far longer than it takes, so that only a fault and never a busy machine ends the wait.</summary>
internal static class Patience
{
    public static TimeSpan Time { get; } = TimeSpan.FromSeconds(60);

    /// <summary>Waits until the condition holds.</summary>
    public static async Task Until(Func<bool> condition, string what)
    {
        long since = Stopwatch.GetTimestamp();
        while (!condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(since) < Time, $"What is waited for does not come: {what}");
            await Task.Delay(1);
        }
    }
}
