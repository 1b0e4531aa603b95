using Weir.Connectors.Files;
using Weir.Engine.Connectors;

namespace Weir.Connectors.Tests.Files;

/// <summary>Any order of writing, checkpoints and crashes, with any number of lanes: what is visible is always a part of what is committed, and in the end each row once.</summary>
public sealed class FileCheckpointModelTests
{
    private const int Steps = 150;

    private readonly ManualClock _clock = new();

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 40)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Visible_files_hold_each_row_once_whatever_happens(int seed)
    {
        using TemporaryFolder folder = new();
        Random random = new(seed);
        TableSpec table = StagedTable.Create(folder.Path, ("sink.rolling-policy.file-size", $"{random.Next(20, 600)} b"), ("sink.rolling-policy.rollover-interval", "5 min"), ("sink.rolling-policy.check-interval", "1 min"));
        Random chance = new(random.Next());
        using CheckpointedSinks run = new(() => new FileSystemSink(table, new ConnectorServices { Chance = () => chance }), _clock);
        run.Start(Lanes(random));
        await run.Complete(0);
        long position = 0;
        List<string> trace = [];
        for (int step = 0; step < Steps; step++)
        {
            bool crashes;
            (position, crashes) = await Step(random, run, table, position, trace);
            if (crashes)
            {
                run.Crash();
                position = run.CommittedPosition;
                run.Start(Lanes(random));
                trace.Add($"start with {run.LaneCount} lanes at {position}");
            }

            List<long> visible = StagedTable.Visible(table);
            Assert.True(visible.Distinct().Count() == visible.Count && visible.All(n => n < run.CommittedPosition), Tell(seed, trace));
        }

        run.Finish();
        await run.Complete(position);
        Assert.True(StagedTable.Visible(table).SequenceEqual(Enumerable.Range(0, (int)position).Select(n => (long)n)), Tell(seed, trace));
        Assert.True(StagedTable.Hidden(table).Length == 0, Tell(seed, trace));
    }

    /// <summary>Does one thing.</summary>
    /// <returns>Where the rows stand, and whether the job crashes now.</returns>
    private async Task<(long Position, bool Crashes)> Step(Random random, CheckpointedSinks run, TableSpec table, long position, List<string> trace)
    {
        switch (random.Next(10))
        {
            case < 5:
                return (Write(random, run, table, position, trace), false);
            case 5:
                _clock.Advance(TimeSpan.FromMinutes(random.Next(1, 6)));
                return (position, false);
            case 6:
                trace.Add("crash");
                return (position, true);
            default:
                int end = random.Next(9);
                trace.Add($"checkpoint of {position}, as far as {end}");
                run.EndCheckpoint(position);
                position = Write(random, run, table, position, trace);
                if (random.Next(2) == 0)
                {
                    await run.Tell(); // of the one before: late, or again
                }

                if (end == 0)
                {
                    return (position, true);
                }

                await run.Prepare();
                if (end == 1)
                {
                    return (position, true);
                }

                run.Commit();
                if (end == 2)
                {
                    return (position, true);
                }

                position = Write(random, run, table, position, trace);
                if (end == 8)
                {
                    return (position, false);
                }

                await run.Tell(end == 3 ? random.Next(run.LaneCount) : int.MaxValue);
                return (position, end <= 4);
        }
    }

    private static long Write(Random random, CheckpointedSinks run, TableSpec table, long position, List<string> trace)
    {
        int rows = random.Next(1, 30);
        int lane = random.Next(run.LaneCount);
        run.Write(lane, StagedTable.Rows(table, Enumerable.Range(0, rows).Select(i => position + i)));
        trace.Add($"{rows} rows to lane {lane}");
        return position + rows;
    }

    private static int Lanes(Random random) => random.Next(1, 5);

    private static string Tell(int seed, List<string> trace) => $"Seed {seed}:\n{string.Join('\n', trace)}";
}
