using System.Globalization;

namespace Weir.Faults.Tests;

/// <summary>What a process was at when it was killed, by the last step that it told of.</summary>
internal enum Strike
{
    /// <summary>It had not begun.</summary>
    Start,

    /// <summary>It took the job over and read what was committed, or began anew.</summary>
    Restore,

    /// <summary>It ran, and had begun no checkpoint.</summary>
    BeforeFirst,

    /// <summary>It ran after a checkpoint.</summary>
    Between,

    /// <summary>It wrote a checkpoint's files, or waited for its sinks.</summary>
    Upload,

    /// <summary>It committed.</summary>
    Commit,
}

/// <summary>Kills a job again and again at random moments, and counts at what.</summary>
internal sealed class KillTally(int seed)
{
    private static readonly TimeSpan s_shortest = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan s_longest = TimeSpan.FromMilliseconds(1500);

    private readonly Random _random = new(seed);
    private readonly int[] _counts = new int[Enum.GetValues<Strike>().Length];

    /// <summary>
    /// Starts and kills so many times, and then until each step has been struck. Two of three kills come after a random time; the others at the beginning of the step that was struck least, so that short ones are met too. Ends when the
    /// job does, which must not be before half of the kills.
    /// </summary>
    public async Task KillAsync(int kills, Func<JobProcess> start)
    {
        int most = kills * 3;
        for (int k = 0; k < most && (k < kills || _counts.Contains(0)); k++)
        {
            using JobProcess job = start();
            Strike aim = (Strike)Array.IndexOf(_counts, _counts.Min());
            if (k >= kills || k % 3 == 2)
            {
                await AimAsync(job, aim);
            }
            else
            {
                await Task.Delay(s_shortest + ((s_longest - s_shortest) * _random.NextDouble()));
            }

            if (job.HasEnded)
            {
                Assert.True(await job.EndAsync() == 0, $"{this}: {job.Said}");
                Assert.True(k >= kills / 2, $"{this}: the job was done too early; it needs more rows.");
                break;
            }

            await job.KillAsync();
            _counts[(int)Of(job.Steps)]++;
        }

        Assert.True(!_counts.Contains(0), $"A step was never struck: {this}");
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"seed {seed}: {_counts.Sum()} kills ({string.Join(", ", Enum.GetValues<Strike>().Select(s => $"{s} {_counts[(int)s]}"))})");

    private async Task AimAsync(JobProcess job, Strike aim)
    {
        string step = aim switch
        {
            Strike.Restore => "restore ",
            Strike.BeforeFirst => "running ",
            Strike.Between => "committed ",
            Strike.Upload => "upload ",
            Strike.Commit => "commit ",
            _ => string.Empty,
        };
        int times = aim is Strike.Between or Strike.Upload or Strike.Commit ? _random.Next(1, 4) : 1;
        await job.WaitAsync(p => step.Length == 0 || p.Steps.Count(s => s.StartsWith(step, StringComparison.Ordinal)) >= times);
    }

    private static Strike Of(IReadOnlyList<string> steps) => steps.Count == 0 ? Strike.Start : steps[^1].Split(' ')[0] switch
    {
        "restore" => Strike.Restore,
        "running" => Strike.BeforeFirst,
        "upload" => Strike.Upload,
        "commit" => Strike.Commit,
        "committed" => Strike.Between,
        _ => throw new InvalidOperationException($"'{steps[^1]}' is no step."),
    };
}
