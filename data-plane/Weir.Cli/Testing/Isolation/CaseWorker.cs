using System.Collections.Concurrent;
using System.CommandLine;
using System.Text;
using Weir.Cli.Commands;
using Weir.Cli.Testing.Format;
using Weir.Cli.Testing.Running;

namespace Weir.Cli.Testing.Isolation;

/// <summary>The other side of a <see cref="WorkerProcess"/>: runs the cases that it is told of, one after the other, until its input ends.</summary>
internal static class CaseWorker
{
    /// <summary>The command, which is not for people.</summary>
    public const string Verb = "test-worker";

    /// <summary>The end of a worker that has run out of memory: what its state is worth nobody knows.</summary>
    private const int OutOfMemory = 12;

    private const int StackBytes = 16 << 20;

    public static Command Create()
    {
        Option<string[]> set = new("--set");
        Command command = new(Verb, "Run the cases named on standard input.") { set };
        command.Hidden = true;
        command.SetAction(parsed => CommonOptions.Pairs(parsed, set) is { } settings ? Run(settings) : ExitCode.Usage);
        return command;
    }

    private static int Run(Dictionary<string, string> settings)
    {
        using StreamWriter answers = new(Console.OpenStandardOutput(), new UTF8Encoding(false)) { AutoFlush = true, NewLine = "\n" };
        using StreamReader requests = new(Console.OpenStandardInput(), new UTF8Encoding(false));
        Console.SetOut(Console.Error); // what a case prints is no answer
        BeFirstToGo();
        BlockingCollection<CaseRequest> waiting = [];
        Thread thread = new(() => RunAll(waiting, new CaseRunner(settings), answers), StackBytes) { IsBackground = true, Name = "cases" };
        thread.Start();
        answers.WriteLine(WorkerMessages.Ready);

        // Whoever has started this process may die while a case runs that does not end: the end of the input is then the end of this process too.
        while (requests.ReadLine() is { } line)
        {
            waiting.Add(WorkerMessages.ReadRequest(line));
        }

        return ExitCode.Ok;
    }

    private static void RunAll(BlockingCollection<CaseRequest> waiting, CaseRunner runner, StreamWriter answers)
    {
        Dictionary<string, IReadOnlyList<TestCase>> files = new(StringComparer.Ordinal);
        foreach (CaseRequest request in waiting.GetConsumingEnumerable())
        {
            answers.WriteLine(WorkerMessages.Begun);
            if (!files.TryGetValue(request.Path, out IReadOnlyList<TestCase>? cases))
            {
                files[request.Path] = cases = CaseFiles.ReadFile(request.Path, request.File);
            }

            CaseOutcome outcome = request.Number <= cases.Count
                ? runner.Run(cases[request.Number - 1])
                : new CaseOutcome(request.File, CaseResult.Failed, "The file has changed while its cases ran.", TimeSpan.Zero);
            answers.WriteLine(WorkerMessages.Write(new CaseAnswer(outcome.Result, outcome.Message, outcome.Duration.TotalMilliseconds, outcome.Warnings)));
            if (outcome.IsOutOfMemory)
            {
                Environment.Exit(OutOfMemory);
            }
        }
    }

    /// <summary>Where memory runs out, Linux is to end the worker and not whatever else there is.</summary>
    private static void BeFirstToGo()
    {
        try
        {
            File.WriteAllText("/proc/self/oom_score_adj", "800");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Not Linux, or not allowed: then whoever is ended is ended.
        }
    }
}
