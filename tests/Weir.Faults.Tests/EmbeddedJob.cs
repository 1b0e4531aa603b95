using System.Text.Json;

namespace Weir.Faults.Tests;

/// <summary>
/// The job of tests without other tools: generated rows, counted per key and second into files, and those whose number 3 divides passed through to the embedded log.
/// Row <c>i</c> has the number i, the key i mod 7, and the time 10·i ms.
/// </summary>
internal static class EmbeddedJob
{
    private const string Rolling = "'sink.rolling-policy.rollover-interval' = '300 ms', 'sink.rolling-policy.check-interval' = '100 ms'";
    private const int Keys = 7;
    private const int RowsOfWindow = 100;

    /// <summary>Writes the script; gives its path.</summary>
    public static string Write(TemporaryFolder folder, int rows, int rowsPerSecond, int lanes, bool writesLog = true)
    {
        string path = folder.In("job.sql");
        string thirds = writesLog ? $"'connector' = 'log', 'path' = '{folder.In("log")}', 'topic' = 'thirds', 'format' = 'json'" : $"'connector' = 'filesystem', 'path' = '{folder.In("thirds")}', 'format' = 'json', {Rolling}";
        File.WriteAllText(path, $"""
            SET 'pipeline.name' = 'embedded';
            SET 'execution.checkpointing.interval' = '200 ms';
            SET 'execution.checkpointing.dir' = '{folder.In("state")}';
            SET 'restart-strategy.exponential-delay.initial-backoff' = '100 ms';
            CREATE TABLE numbers (id BIGINT, k AS MOD(id, {Keys}), ts AS TO_TIMESTAMP_LTZ(id * 10, 3), WATERMARK FOR ts AS ts) WITH (
              'connector' = 'datagen', 'rows-per-second' = '{rowsPerSecond}', 'scan.parallelism' = '{lanes}',
              'fields.id.kind' = 'sequence', 'fields.id.start' = '0', 'fields.id.end' = '{rows - 1}');
            CREATE TABLE counts (k BIGINT, w STRING, n BIGINT, total BIGINT) WITH (
              'connector' = 'filesystem', 'path' = '{folder.In("counts")}', 'format' = 'json',
              {Rolling});
            CREATE TABLE thirds (id BIGINT) WITH ({thirds});
            BEGIN STATEMENT SET;
            INSERT INTO counts SELECT k, CAST(window_start AS STRING), COUNT(*), SUM(id)
              FROM TABLE(TUMBLE(TABLE numbers, DESCRIPTOR(ts), INTERVAL '1' SECOND)) GROUP BY k, window_start, window_end;
            INSERT INTO thirds SELECT id FROM numbers WHERE MOD(id, 3) = 0;
            END;
            """);
        return path;
    }

    /// <summary>Compares all that was written with what is expected of so many rows.</summary>
    public static async Task CheckAsync(TemporaryFolder folder, int rows, int lanes, string what, bool writesLog = true)
    {
        List<(long Key, long Count, long Total)> counts = await ReadFilesAsync(folder.In("counts"), row => (row.GetProperty("k").GetInt64(), row.GetProperty("n").GetInt64(), row.GetProperty("total").GetInt64()));
        Rows.Same(Enumerable.Range(0, rows).GroupBy(i => (Key: (long)(i % Keys), i / RowsOfWindow)).Select(g => (g.Key.Key, (long)g.Count(), g.Sum(i => (long)i))), counts, $"windows, {what}");

        List<long> thirds = writesLog ? await ReadThirdsAsync(folder) : await ReadFilesAsync(folder.In("thirds"), row => row.GetProperty("id").GetInt64());
        Rows.Same(Enumerable.Range(0, rows).Where(i => i % 3 == 0).Select(i => (long)i), thirds, $"thirds, {what}");
        if (lanes == 1 && writesLog)
        {
            Assert.True(thirds.Zip(thirds.Skip(1)).All(pair => pair.First < pair.Second), $"The passed rows are out of order: {what}");
        }
    }

    /// <summary>What is committed of the passed rows, in the order of the log.</summary>
    public static async Task<List<long>> ReadThirdsAsync(TemporaryFolder folder)
    {
        string path = folder.In("read.sql");
        await File.WriteAllTextAsync(path, $"""
            CREATE TABLE thirds (id BIGINT) WITH ('connector' = 'log', 'path' = '{folder.In("log")}', 'topic' = 'thirds', 'format' = 'json', 'scan.bounded.mode' = 'latest-offset');
            CREATE TABLE shown (id BIGINT) WITH ('connector' = 'print');
            INSERT INTO shown SELECT id FROM thirds;
            """);
        using JobProcess reader = new(path);
        Assert.True(await reader.EndAsync() == 0, reader.Said);
        return [.. reader.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => long.Parse(line["+I[".Length..^1]))];
    }

    /// <summary>The rows of the files that are finished.</summary>
    private static async Task<List<T>> ReadFilesAsync<T>(string folder, Func<JsonElement, T> read)
    {
        List<T> rows = [];
        foreach (string file in Directory.EnumerateFiles(folder, "part-*", SearchOption.AllDirectories))
        {
            foreach (string line in await File.ReadAllLinesAsync(file))
            {
                using JsonDocument row = JsonDocument.Parse(line);
                rows.Add(read(row.RootElement));
            }
        }

        return rows;
    }
}
