using System.CommandLine;
using Weir.Cli.Commands;
using Weir.Cli.Testing.Format;
using Weir.Cli.Testing.Isolation;
using Weir.Cli.Testing.Reports;
using Weir.Cli.Testing.Running;

namespace Weir.Cli.Testing;

/// <summary><c>weir test PATH…</c>: unit tests of SQL jobs.</summary>
internal static class TestCommand
{
    public static Command Create()
    {
        Argument<string[]> paths = new("path") { Description = "Files and folders of cases (*.test.yaml, *.test.json).", Arity = ArgumentArity.OneOrMore };
        Option<string[]> only = new("--only") { Description = "Only cases whose name, file or needs match.", HelpName = "GLOB" };
        Option<FileInfo?> list = new("--list") { Description = "Only the cases named in the file, folder/file/name one a line.", HelpName = "FILE" };
        Option<string?> junit = new("--junit") { Description = "Write the outcomes as JUnit XML.", HelpName = "FILE" };
        Option<string?> json = new("--json") { Description = "Write the outcomes as JSON.", HelpName = "FILE" };
        Option<string[]> set = new("--set") { Description = "A setting for every case.", HelpName = "KEY=VALUE" };
        Option<string> limit = new("--case-timeout") { Description = "How long a case may run.", HelpName = "DURATION", DefaultValueFactory = _ => "30s" };
        Command command = new("test", "Run unit tests of SQL jobs. Ends with 'N passed, N failed, N skipped'.\nExit codes: 0 all passed or were skipped, 1 one failed, 3 wrong usage.") { paths, only, list, junit, json, set, limit };
        command.SetAction(parsed =>
        {
            FileInfo? listed = parsed.GetValue(list);
            if (listed is { Exists: false })
            {
                Console.Error.WriteLine($"error: there is no file '{listed}'.");
                return ExitCode.Usage;
            }

            if (CommonOptions.Pairs(parsed, set) is not { } settings || !CommonOptions.TryDuration(limit.Name, parsed.GetValue(limit), out TimeSpan? time))
            {
                return ExitCode.Usage;
            }

            IReadOnlyList<TestCase> cases;
            try
            {
                cases = CaseFiles.Read(parsed.GetValue(paths)!);
            }
            catch (CaseException e)
            {
                Console.Error.WriteLine($"error: {e.Message}");
                return ExitCode.Usage;
            }

            CaseFilter filter = new(parsed.GetValue(only) ?? [], listed is null ? null : CaseFilter.ReadList(File.ReadLines(listed.FullName)));
            return Run(cases, filter, settings, time!.Value, parsed.GetValue(junit), parsed.GetValue(json));
        });
        return command;
    }

    private static int Run(IReadOnlyList<TestCase> all, CaseFilter filter, Dictionary<string, string> settings, TimeSpan limit, string? junit, string? json)
    {
        TestCase[] cases = [.. all.Where(filter.Matches)];
        CaseOutcome[] outcomes = IsolatedCases.Run(cases, settings, limit);
        List<CaseOutcome> results = [.. outcomes, .. filter.Missing(all).Select(id => new CaseOutcome(id, CaseResult.Failed, "The list names a case that is not there.", TimeSpan.Zero))];
        foreach (CaseOutcome outcome in results.Where(o => o.Result == CaseResult.Failed))
        {
            Console.WriteLine($"FAILED {outcome.Id}");
            Console.WriteLine(outcome.Message.StartsWith(' ') ? outcome.Message : "  " + outcome.Message);
        }

        foreach (IGrouping<string, CaseOutcome> warned in results.SelectMany(o => o.Warnings.Select(w => (Warning: w, Outcome: o))).GroupBy(w => w.Warning, w => w.Outcome))
        {
            string more = warned.Count() > 1 ? $" and {warned.Count() - 1} more" : string.Empty;
            Console.Error.WriteLine($"warning: {warned.First().Id}{more}: {warned.Key}");
        }

        bool isReported = ReportFiles.TryWrite(junit, results, ReportFiles.WriteJUnit) & ReportFiles.TryWrite(json, results, ReportFiles.WriteJson);

        int failed = results.Count(o => o.Result == CaseResult.Failed);
        Console.WriteLine($"{results.Count(o => o.Result == CaseResult.Passed)} passed, {failed} failed, {results.Count(o => o.Result == CaseResult.Skipped)} skipped");
        return failed > 0 ? ExitCode.Failed : isReported ? ExitCode.Ok : ExitCode.Usage;
    }
}
