using System.Diagnostics;

namespace Weir.Connectors.Tests;

/// <summary>How long tests wait for what happens on other threads and in other processes: far longer than it takes, so that only a fault and never a busy machine ends the wait.</summary>
internal static class Patience
{
    public const int Ms = 90_000;

    /// <summary>Waits until the condition holds.</summary>
    /// <param name="step">What makes time pass, such as a poll; without it the thread gives way.</param>
    public static void Until(Func<bool> condition, Action? step = null)
    {
        long since = Stopwatch.GetTimestamp();
        while (!condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(since).TotalMilliseconds < Ms, "What is waited for does not come.");
            if (step is null)
            {
                Thread.Sleep(5);
            }
            else
            {
                step();
            }
        }
    }
}
