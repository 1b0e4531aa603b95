using System.Globalization;
using System.Text.Json;
using Weir.Connectors.KafkaTables;
using Weir.Faults.Tests.Tools;

namespace Weir.Faults.Tests;

/// <summary>
/// The job of tests with a broker: numbers from a topic of two partitions, counted per key and second, those whose number 3 divides passed through, and the sum of each key as a changelog. Row <c>i</c> has the number i, the key
/// i mod 7, and the time 10·i ms.
/// </summary>
internal sealed class KafkaJob(KafkaBroker broker, TemporaryFolder folder, string name, int rows)
{
    private const int Keys = 7;
    private const int RowsOfWindow = 100;

    /// <summary>The job's script.</summary>
    public string Script => folder.In($"{name}.sql");

    /// <summary>The script that fills the topic.</summary>
    public string FeedScript => folder.In($"{name}-feed.sql");

    /// <summary>Makes the topics and writes the scripts.</summary>
    /// <param name="state">Where checkpoints go.</param>
    /// <param name="rowsPerSecond">How fast the topic is filled.</param>
    public async Task CreateAsync(string state, int rowsPerSecond)
    {
        foreach (string topic in (string[])["numbers", "counts", "thirds", "sums"])
        {
            Assert.True(KafkaTopics.Create(broker.Address, $"{name}-{topic}", 2));
        }

        await File.WriteAllTextAsync(FeedScript, $"""
            CREATE TABLE generated (id BIGINT) WITH ('connector' = 'datagen', 'rows-per-second' = '{rowsPerSecond}', 'scan.parallelism' = '1',
              'fields.id.kind' = 'sequence', 'fields.id.start' = '0', 'fields.id.end' = '{rows - 1}');
            CREATE TABLE numbers (k STRING, id BIGINT) WITH ({Topic("numbers")}, 'connector' = 'kafka', 'key.format' = 'raw', 'key.fields' = 'k', 'value.format' = 'json');
            INSERT INTO numbers SELECT CAST(MOD(id, {Keys}) AS STRING), id FROM generated;
            """);
        await File.WriteAllTextAsync(Script, $"""
            SET 'pipeline.name' = '{name}';
            SET 'execution.checkpointing.interval' = '200 ms';
            SET 'execution.checkpointing.dir' = '{state}';
            SET 'restart-strategy.exponential-delay.initial-backoff' = '100 ms';
            CREATE TABLE numbers (k STRING, id BIGINT, ts AS TO_TIMESTAMP_LTZ(id * 10, 3), WATERMARK FOR ts AS ts) WITH (
              {Topic("numbers")}, 'connector' = 'kafka', 'key.format' = 'raw', 'key.fields' = 'k', 'value.format' = 'json', 'scan.startup.mode' = 'earliest-offset');
            CREATE TABLE counts (k STRING, w BIGINT, n BIGINT) WITH ({Topic("counts")}, 'connector' = 'kafka', 'key.format' = 'raw', 'key.fields' = 'k', 'value.format' = 'json', 'sink.delivery-guarantee' = 'exactly-once');
            CREATE TABLE thirds (k STRING, id BIGINT) WITH ({Topic("thirds")}, 'connector' = 'kafka', 'key.format' = 'raw', 'key.fields' = 'k', 'value.format' = 'json', 'sink.delivery-guarantee' = 'exactly-once');
            CREATE TABLE sums (k STRING, n BIGINT, total BIGINT, PRIMARY KEY (k) NOT ENFORCED) WITH ({Topic("sums")}, 'connector' = 'upsert-kafka', 'key.format' = 'raw', 'value.format' = 'json', 'sink.delivery-guarantee' = 'exactly-once');
            BEGIN STATEMENT SET;
            INSERT INTO counts SELECT k, MIN(id) / {RowsOfWindow}, COUNT(*) FROM TABLE(TUMBLE(TABLE numbers, DESCRIPTOR(ts), INTERVAL '1' SECOND)) GROUP BY k, window_start, window_end;
            INSERT INTO thirds SELECT k, id FROM numbers WHERE MOD(id, 3) = 0;
            INSERT INTO sums SELECT k, COUNT(*), SUM(id) FROM numbers GROUP BY k;
            END;
            """);
    }

    /// <summary>Waits until the job has committed all that is expected of the rows, stops it, and compares.</summary>
    public async Task FinishAsync(JobProcess job, string what)
    {
        Committed committed = Read();
        while (!IsWhole(committed))
        {
            // Of a job that does less and less there is an end too: each round takes seconds.
            Assert.False(job.HasEnded, $"{what}: it ended early: {job.Said}");
            int before = job.Steps.Count(s => s.StartsWith("committed ", StringComparison.Ordinal));
            Assert.True(await job.WaitAsync(p => p.Steps.Count(s => s.StartsWith("committed ", StringComparison.Ordinal)) > before), $"{what}: {job.Said}");
            Committed next = Read();
            if (next.Thirds.Count == committed.Thirds.Count && next.Thirds.Count > 0 && next.Counts.Count == committed.Counts.Count)
            {
                break; // it has come to rest, and the comparison tells what is missing
            }

            committed = next;
        }

        job.Signal("INT");
        Assert.True(await job.EndAsync() == 0, $"{what}: {job.Said}");
        Check(Read(), $"{what}\n{job.Said[^Math.Min(2000, job.Said.Length)..]}");
    }

    private bool IsWhole(Committed committed) =>
        committed.Thirds.Count >= (rows + 2) / 3 && committed.Counts.Count >= ((rows / RowsOfWindow) - 1) * Keys && committed.Sums.Values.Sum(s => s.Count) == rows;

    private void Check(Committed committed, string what)
    {
        // The last window has no row after it that would close it.
        int last = (rows / RowsOfWindow) - 1;
        Rows.Same(
            Enumerable.Range(0, last * RowsOfWindow).GroupBy(i => (Key: Key(i), Window: (long)(i / RowsOfWindow))).Select(g => (g.Key.Key, g.Key.Window, (long)g.Count())),
            committed.Counts,
            $"windows, {what}");
        Rows.Same(Enumerable.Range(0, rows).Where(i => i % 3 == 0).Select(i => (Key(i), (long)i)), committed.Thirds.Select(t => (t.Key, t.Id)), $"thirds, {what}");
        foreach (IGrouping<int, (int Partition, string Key, long Id)> partition in committed.Thirds.GroupBy(t => t.Partition))
        {
            Assert.True(partition.Zip(partition.Skip(1)).All(pair => pair.First.Id < pair.Second.Id), $"Partition {partition.Key} is out of order: {what}");
        }

        Rows.Same(Enumerable.Range(0, rows).GroupBy(Key).Select(g => (g.Key, (long)g.Count(), g.Sum(i => (long)i))), committed.Sums.Select(s => (s.Key, s.Value.Count, s.Value.Total)), $"sums, {what}");

        static string Key(int i) => (i % Keys).ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>What Kafka's own consumer reads, committed only.</summary>
    private Committed Read()
    {
        Committed committed = new([], [], []);
        string lines = broker.Run(
            "consume", "--include", $"{name}-(counts|thirds|sums)", "--from-beginning", "--timeout-ms", "3000", "--isolation-level", "read_committed",
            "--formatter-property", "print.key=true", "--formatter-property", "print.partition=true");
        foreach (string line in lines.Split('\n').Where(l => l.StartsWith("Partition:", StringComparison.Ordinal)))
        {
            string[] parts = line.Split('\t');
            using JsonDocument value = JsonDocument.Parse(parts[2]);
            if (value.RootElement.TryGetProperty("w", out JsonElement window))
            {
                committed.Counts.Add((parts[1], window.GetInt64(), value.RootElement.GetProperty("n").GetInt64()));
            }
            else if (value.RootElement.TryGetProperty("total", out JsonElement total))
            {
                committed.Sums[parts[1]] = (value.RootElement.GetProperty("n").GetInt64(), total.GetInt64());
            }
            else
            {
                committed.Thirds.Add((int.Parse(parts[0]["Partition:".Length..], CultureInfo.InvariantCulture), parts[1], value.RootElement.GetProperty("id").GetInt64()));
            }
        }

        return committed;
    }

    private string Topic(string topic) => $"'topic' = '{name}-{topic}', 'properties.bootstrap.servers' = '{broker.Address}'";

    private sealed record Committed(List<(string Key, long Window, long Count)> Counts, List<(int Partition, string Key, long Id)> Thirds, Dictionary<string, (long Count, long Total)> Sums);
}
