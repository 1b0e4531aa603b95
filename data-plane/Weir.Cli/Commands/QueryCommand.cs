using System.CommandLine;
using Weir.Cli.Running;
using Weir.Worker.Hosting;
using Weir.Worker.Scripts;
namespace Weir.Cli.Commands;

/// <summary><c>weir query "SELECT …"</c>.</summary>
internal static class QueryCommand
{
    public static Command Create()
    {
        Argument<string> query = new("query") { Description = "The query; statements before it (CREATE TABLE …;) are run first." };
        Option<FileInfo?> ddl = new("--file") { Description = "A script to run before the query, with the tables it reads.", HelpName = "DDL.sql" };
        Option<string> output = new("--output") { Description = "table, json or csv.", DefaultValueFactory = _ => "table", HelpName = "FORMAT" };
        output.AcceptOnlyFromAmong("table", "json", "csv");
        Option<string?> limit = new("--for") { Description = "Stop after a time, e.g. 10s.", HelpName = "DURATION" };
        CommonOptions common = new();
        Command command = new("query", "Run a query and print its rows as they come.") { query, ddl, output, limit };
        common.AddTo(command);
        command.SetAction(async (parsed, _) =>
        {
            string before = string.Empty;
            if (parsed.GetValue(ddl) is { } file)
            {
                if (!file.Exists)
                {
                    await Console.Error.WriteLineAsync($"error: there is no file '{file}'.");
                    return ExitCode.Usage;
                }

                if (!ScriptFile.TryRead(file.FullName, out string content, out string wrong))
                {
                    await Console.Error.WriteLineAsync($"error: {file}: {wrong}");
                    return ExitCode.Usage;
                }

                before = content + "\n;\n";
            }

            if (CommonOptions.Pairs(parsed, common.Set) is not { } settings || CommonOptions.Pairs(parsed, common.Var) is not { } variables || !CommonOptions.TryDuration(limit.Name, parsed.GetValue(limit), out TimeSpan? time))
            {
                return ExitCode.Usage;
            }

            if (!ScriptFile.TrySubstitute(before + parsed.GetValue(query), variables, out string text, out string error))
            {
                await Console.Error.WriteLineAsync($"error: {error}");
                return ExitCode.Usage;
            }

            RowFormat format = Enum.Parse<RowFormat>(parsed.GetValue(output)!, true);
            using Cancellation cancellation = new(time);
            return await new ScriptRunner(new ScriptOptions
            {
                File = "query",
                Text = text,
                Settings = settings,
                ShowsStatus = false,
                DeadLetterPath = Path.Combine(Environment.CurrentDirectory, "query.dead-letters.jsonl"),
                Collector = job => new RowPrinter(job, Console.OpenStandardOutput(), format),
            }).RunAsync(cancellation.Token);
        });
        return command;
    }
}
