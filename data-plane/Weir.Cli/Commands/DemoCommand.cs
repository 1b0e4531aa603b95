using System.CommandLine;
using System.Text;
using Weir.Cli.Running;
using Weir.Connectors.KafkaTables;
using Weir.Engine.Connectors;
using Weir.Worker.Hosting;
using Weir.Worker.Scripts;
namespace Weir.Cli.Commands;

/// <summary><c>weir demo</c>: the log-alerting example on live generated input, with a receiver in place of Slack.</summary>
internal static class DemoCommand
{
    private const string Topic = "weir-demo-logs";
    private const int Partitions = 2;

    public static Command Create()
    {
        Option<string?> limit = new("--for") { Description = "Stop after a time, e.g. 60s; exit code 0 only if an alert was sent.", HelpName = "DURATION" };
        Option<string?> kafka = new("--kafka") { Description = "Use the Kafka broker at this address in place of the embedded log.", HelpName = "ADDRESS" };
        Option<string?> slack = new("--slack") { Description = "Send to this Slack webhook in place of the local receiver.", HelpName = "URL" };
        Command command = new("demo", "Watch a job read a live log stream, count errors by minute and send alerts.") { limit, kafka, slack };
        command.SetAction(async (parsed, _) =>
        {
            if (!CommonOptions.TryDuration(limit.Name, parsed.GetValue(limit), out TimeSpan? time))
            {
                return ExitCode.Usage;
            }

            string? examples = FindExamples();
            if (examples is null)
            {
                await Console.Error.WriteLineAsync("error: the example examples/log-alerting was not found from here upwards. Run it from a checkout of Weir.");
                return ExitCode.Usage;
            }

            return await RunAsync(examples, parsed.GetValue(kafka), parsed.GetValue(slack), time);
        });
        return command;
    }

    private static async Task<int> RunAsync(string folder, string? kafka, string? slackUrl, TimeSpan? time)
    {
        LiveArea live = LiveArea.OfThisProcess();
        using StreamWriter output = new(live.Above(Console.OpenStandardOutput()), new UTF8Encoding(false)) { AutoFlush = true };
        using SlackReceiver? receiver = slackUrl is null ? new SlackReceiver(output) : null;
        string data = Path.Combine(Path.GetTempPath(), $"weir-demo-{Environment.ProcessId}");
        Dictionary<string, string> variables = new(StringComparer.Ordinal)
        {
            ["SLACK_URL"] = slackUrl ?? receiver!.Url,
            ["LOG_PATH"] = data,
            ["KAFKA"] = kafka ?? string.Empty,
            ["TOPIC"] = Topic,
        };
        string suffix = kafka is null ? string.Empty : ".kafka";
        Console.WriteLine($"A generator writes JSON logs to {(kafka is null ? "an embedded log" : $"Kafka at {kafka}")}; the job in {Path.Combine("examples", "log-alerting", $"job{suffix}.sql")} counts errors");
        Console.WriteLine($"per service and minute, and {(slackUrl is null ? "sends alerts to a local receiver, which prints what Slack would get" : "sends alerts to Slack")}. Ctrl-C stops it.");
        Console.WriteLine();
        using Cancellation cancellation = new(time, () => live.Say("Stopping (Ctrl-C again ends at once)."));
        bool ownsTopic = false;
        try
        {
            if (kafka is not null)
            {
                ownsTopic = KafkaTopics.Create(kafka, Topic, Partitions);
                Console.WriteLine(ownsTopic ? $"The topic '{Topic}' was made for it, and is removed at the end." : $"The topic '{Topic}' is there already: what it holds is read too.");
            }

            if (Script(Path.Combine(folder, $"generator{suffix}.sql"), variables, data, false) is not { } generator || Script(Path.Combine(folder, $"job{suffix}.sql"), variables, data, true) is not { } job)
            {
                return ExitCode.Usage;
            }

            Task<int> generating = new ScriptRunner(generator with { Live = live }).RunAsync(cancellation.Token);
            Task<int> alerting = new ScriptRunner(job with { Live = live }).RunAsync(cancellation.Token);
            Task<int> first = await Task.WhenAny(generating, alerting);
            if (await first != ExitCode.Ok)
            {
                cancellation.Cancel();
            }

            int code = Math.Max(await generating, await alerting);
            if (code != ExitCode.Ok || receiver is null)
            {
                return code;
            }

            Console.WriteLine($"{receiver.Count} alerts were sent.");
            return receiver.Count > 0 || time is null ? ExitCode.Ok : ExitCode.Failed;
        }
        catch (ConnectorException e)
        {
            await Console.Error.WriteLineAsync($"error: {e.Message}");
            return ExitCode.Failed;
        }
        finally
        {
            if (ownsTopic)
            {
                RemoveTopic(kafka!);
            }

            if (Directory.Exists(data))
            {
                Directory.Delete(data, true);
            }
        }
    }

    private static void RemoveTopic(string kafka)
    {
        try
        {
            KafkaTopics.Delete(kafka, Topic);
        }
        catch (ConnectorException e)
        {
            Console.Error.WriteLine($"warning: the topic '{Topic}' is left behind: {e.Message}");
        }
    }

    private static ScriptOptions? Script(string file, Dictionary<string, string> variables, string data, bool showsStatus)
    {
        if (!ScriptFile.TryRead(file, out string content, out string error) || !ScriptFile.TrySubstitute(content, variables, out string text, out error))
        {
            Console.Error.WriteLine($"error: {file}: {error}");
            return null;
        }

        return new ScriptOptions { File = file, Text = text, ShowsStatus = showsStatus, DeadLetterPath = Path.Combine(data, "dead-letters.jsonl") };
    }

    private static string? FindExamples()
    {
        foreach (string start in new[] { Environment.GetEnvironmentVariable("WEIR_HOME") ?? string.Empty, Environment.CurrentDirectory, AppContext.BaseDirectory })
        {
            for (DirectoryInfo? at = start.Length == 0 ? null : new DirectoryInfo(start); at is not null; at = at.Parent)
            {
                string folder = Path.Combine(at.FullName, "examples", "log-alerting");
                if (File.Exists(Path.Combine(folder, "job.sql")))
                {
                    return folder;
                }
            }
        }

        return null;
    }
}
