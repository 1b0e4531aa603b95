using System.Diagnostics;

namespace Weir.Cli.Tests;

/// <summary>The program with Kafka: without a broker, and with a real one where there is something that starts one.</summary>
public sealed class KafkaProgramTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("weir-cli-").FullName;

    public void Dispose() => Directory.Delete(_folder, true);

    [LibraryFact]
    public async Task A_broker_that_cannot_be_reached_is_told_while_the_job_waits_for_it_and_Ctrl_C_still_stops_it()
    {
        string script = Path.Combine(_folder, "job.sql");
        await File.WriteAllTextAsync(script, """
            CREATE TABLE t (a INT) WITH ('connector' = 'kafka', 'properties.bootstrap.servers' = '127.0.0.1:9', 'topic' = 't', 'format' = 'json', 'scan.startup.mode' = 'earliest-offset');
            CREATE TABLE o (a INT) WITH ('connector' = 'print');
            INSERT INTO o SELECT a FROM t;
            """);
        using StartedProgram run = new("run", script);
        await run.WaitForAsync("! Kafka at 127.0.0.1:9 does not answer");
        await run.WaitForAsync("next try in");
        run.Interrupt();
        Assert.True(await run.EndAsync() == 0, run.Error);
        Assert.DoesNotContain("fault in Weir", run.Error, StringComparison.Ordinal);
    }

    [LibraryFact]
    public async Task The_demo_says_that_its_broker_does_not_answer()
    {
        using StartedProgram demo = new("demo", "--kafka", "127.0.0.1:9");
        Assert.Equal(1, await demo.EndAsync());
        Assert.Contains("error: Kafka at 127.0.0.1:9 does not answer", demo.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Slack <- ", demo.Output, StringComparison.Ordinal);
    }

    [BrokerFact]
    public async Task The_demo_makes_its_topic_sends_an_alert_and_removes_the_topic()
    {
        Broker("up");
        try
        {
            Dictionary<string, string> broker = Settings();
            for (int run = 0; run < 2; run++)
            {
                using StartedProgram demo = new("demo", "--kafka", broker["KAFKA_BOOTSTRAP"]);
                await demo.WaitForAsync("The topic 'weir-demo-logs' was made for it");
                await demo.WaitForAsync("Slack <- ");
                demo.Interrupt();
                Assert.True(await demo.EndAsync() == 0, demo.Error);
            }
        }
        finally
        {
            Broker("down");
        }
    }

    private Dictionary<string, string> Settings() => Broker("env").Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => line["export ".Length..].Split('=', 2))
        .ToDictionary(parts => parts[0], parts => parts[1]);

    private string Broker(string verb)
    {
        ProcessStartInfo start = new(BrokerFactAttribute.Tool!, [verb]) { RedirectStandardOutput = true };
        start.Environment["KAFKA_DIR"] = Path.Combine(_folder, "kafka");
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, output);
        return output;
    }

    /// <summary>Skipped, with the reason, where librdkafka is not there.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    private class LibraryFactAttribute : FactAttribute
    {
        public LibraryFactAttribute()
        {
            if (Weir.Connectors.KafkaTables.KafkaTopics.Hindrance is { } missing)
            {
                Skip = missing;
            }
        }
    }

    /// <summary>Skipped, with the reason, where nothing starts a broker.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    private sealed class BrokerFactAttribute : LibraryFactAttribute
    {
        public BrokerFactAttribute()
        {
            if (Tool is null)
            {
                Skip = "needs a Kafka broker: WEIR_TOOLS names no folder with kafka/kafka in it";
            }
        }

        public static string? Tool
        {
            get
            {
                string? tools = Environment.GetEnvironmentVariable("WEIR_TOOLS");
                string? tool = string.IsNullOrEmpty(tools) ? null : Path.Combine(tools, "kafka", "kafka");
                return File.Exists(tool) ? tool : null;
            }
        }
    }
}
