using System.CommandLine;
using Weir.Cli.Running;
using Weir.Worker.Hosting;
using Weir.Worker.Scripts;
namespace Weir.Cli.Commands;

/// <summary><c>weir run JOB.sql</c>.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        Argument<FileInfo> file = new("job") { Description = "The script.", HelpName = "JOB.sql" };
        CommonOptions common = new();
        Option<int> lanes = new("--lanes") { Description = "Lanes (threads) of each job.", DefaultValueFactory = _ => 1, HelpName = "N" };
        Option<string?> limit = new("--for") { Description = "Stop after a time, e.g. 60s.", HelpName = "DURATION" };
        Option<int?> metrics = new("--metrics-port") { Description = "Serve Prometheus text on http://127.0.0.1:PORT/metrics (0: at a free port).", HelpName = "PORT" };
        Option<string?> deadLetters = new("--dead-letters") { Description = "Where rows go that do not parse (default: beside the script).", HelpName = "FILE" };
        Option<bool> quiet = new("--quiet") { Description = "No status lines." };
        Command command = new("run", "Run a script's jobs in this process until they end or are stopped (Ctrl-C).\nExit codes: 0 finished or stopped, 1 a job failed, 2 the SQL is refused, 3 wrong usage.")
        {
            file, lanes, limit, metrics, deadLetters, quiet,
        };
        common.AddTo(command);
        command.SetAction(async (parsed, _) =>
        {
            FileInfo script = parsed.GetValue(file)!;
            if (Load(script, common, parsed) is not { } options)
            {
                return ExitCode.Usage;
            }

            if (!CommonOptions.TryDuration(limit.Name, parsed.GetValue(limit), out TimeSpan? time))
            {
                return ExitCode.Usage;
            }

            LiveArea live = LiveArea.OfThisProcess();
            using Cancellation cancellation = new(time, () => live.Say("Stopping (Ctrl-C again ends at once)."));
            return await new ScriptRunner(options with
            {
                Lanes = Math.Max(1, parsed.GetValue(lanes)),
                MetricsPort = parsed.GetValue(metrics),
                ShowsStatus = !parsed.GetValue(quiet),
                DeadLetterPath = parsed.GetValue(deadLetters) ?? options.DeadLetterPath,
                Live = live,
                Collector = job => new RowPrinter(job, live.Above(Console.OpenStandardOutput()), RowFormat.Table),
            }).RunAsync(cancellation.Token);
        });
        return command;
    }

    /// <summary>Reads a script with its variables and settings; null, with a message printed, when that can't be done.</summary>
    public static ScriptOptions? Load(FileInfo file, CommonOptions common, ParseResult parsed)
    {
        if (!file.Exists)
        {
            Console.Error.WriteLine($"error: there is no file '{file}'.");
            return null;
        }

        if (CommonOptions.Pairs(parsed, common.Set) is not { } settings || CommonOptions.Pairs(parsed, common.Var) is not { } variables)
        {
            return null;
        }

        if (!ScriptFile.TryRead(file.FullName, out string content, out string error) || !ScriptFile.TrySubstitute(content, variables, out string text, out error))
        {
            Console.Error.WriteLine($"error: {file}: {error}");
            return null;
        }

        return new ScriptOptions
        {
            File = file.ToString(),
            Text = text,
            Settings = settings,
            DeadLetterPath = Path.ChangeExtension(file.FullName, null) + ".dead-letters.jsonl",
        };
    }
}
