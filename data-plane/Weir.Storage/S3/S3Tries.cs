namespace Weir.Storage.S3;

/// <summary>Pauses between tries, longer each time and never in step with others', until the time for them is over.</summary>
internal sealed class S3Tries(S3Settings settings, S3Errors errors, TimeProvider clock, Random chance, string path, S3Call call)
{
    private const double FirstPauseMs = 100;
    private const double LongestPauseMs = 5_000;

    private readonly long _since = clock.GetTimestamp();

    /// <summary>How many have failed.</summary>
    internal int Failed { get; private set; }

    /// <summary>Waits before the next try, or throws what the failure means when there shall be none.</summary>
    internal async Task PauseAsync(Exception e, CancellationToken cancellation)
    {
        TimeSpan elapsed = clock.GetElapsedTime(_since);
        double longest = Math.Min(LongestPauseMs, FirstPauseMs * Math.Pow(2, Failed++));
        TimeSpan pause = TimeSpan.FromMilliseconds(longest * (0.5 + (chance.NextDouble() / 2)));
        if (!S3Errors.IsTransient(e) || elapsed + pause > settings.GiveUpAfter)
        {
            throw errors.Of(path, call, e, Failed, elapsed);
        }

        await Task.Delay(pause, clock, cancellation).ConfigureAwait(false);
    }
}
