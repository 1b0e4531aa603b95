using System.CommandLine;

namespace Weir.Cli.Commands;

/// <summary>The commands of <c>weir</c>.</summary>
internal static class RootCommands
{
    public static async Task<int> InvokeAsync(string[] args)
    {
        RootCommand root = new("weir: stream processing in Flink's SQL. Start with: weir demo")
        {
            RunCommand.Create(),
            QueryCommand.Create(),
            ExplainCommand.Create(),
            Testing.TestCommand.Create(),
            Testing.Isolation.CaseWorker.Create(),
            DemoCommand.Create(),
            VersionCommand.Create(),
        };
        ParseResult parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (System.CommandLine.Parsing.ParseError error in parsed.Errors)
            {
                await Console.Error.WriteLineAsync($"error: {error.Message}");
            }

            await Console.Error.WriteLineAsync("Try weir --help, or weir COMMAND --help.");
            return ExitCode.Usage;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"error: {e.Message}");
            return ExitCode.Failed;
        }
        catch (Exception e)
        {
            await Console.Error.WriteLineAsync($"error: {e.Message} This is a fault in Weir; please report it with the lines below.{Environment.NewLine}{e}");
            return ExitCode.Failed;
        }
    }
}
