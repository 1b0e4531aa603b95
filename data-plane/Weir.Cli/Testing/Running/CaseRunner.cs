using System.Diagnostics;
using System.Runtime.ExceptionServices;
using System.Text;
using Weir.Cli.Testing.Comparing;
using Weir.Cli.Testing.Format;
using Weir.Engine.Batches;
using Weir.Engine.Checkpoints;
using Weir.Engine.Connectors;
using Weir.Engine.Expressions;
using Weir.Engine.Plans;
using Weir.Engine.Runtime;
using Weir.Engine.Storage;
using Weir.Engine.Types;
using Weir.Sql.Compilation;
using Weir.Sql.Descriptors;
using Weir.Sql.Functions;
using Weir.Sql.Syntax;

namespace Weir.Cli.Testing.Running;

/// <summary>Runs one case in a fresh engine.</summary>
internal sealed class CaseRunner(IReadOnlyDictionary<string, string> settings)
{
    private static readonly DescriptorCatalog s_descriptors = BuiltInDescriptors.Create();
    private static readonly FunctionRegistry s_functions = FunctionRegistry.CreateBuiltIn();

    /// <summary>Runs the case on this thread, to its end. What may take the process along (a stack that overflows, a crash of native code, a case without end) is the caller's to contain.</summary>
    public CaseOutcome Run(TestCase test)
    {
        if (CaseOutcome.WithoutRunning(test) is { } decided)
        {
            return decided;
        }

        long start = Stopwatch.GetTimestamp();
        string? message;
        bool isOutOfMemory = false;
        List<string> warnings = [];
        try
        {
            SqlEnvironment environment = Environment(test, warnings);
            message = test.Results.Count > 0 ? RunResults(test, environment) : RunJobs(test, environment);
        }
        catch (Exception e)
        {
            isOutOfMemory = e is OutOfMemoryException;
            message = e is CaseException ? e.Message : $"The case crashed: {e}";
        }

        return new CaseOutcome(test.Id, message is null ? CaseResult.Passed : CaseResult.Failed, message ?? string.Empty, Stopwatch.GetElapsedTime(start)) { Warnings = warnings, IsOutOfMemory = isOutOfMemory };
    }

    private SqlEnvironment Environment(TestCase test, List<string> warnings)
    {
        SqlEnvironment environment = new(s_descriptors, s_functions) { ConnectorOverride = name => TestTables.Descriptor(test, name) };
        foreach ((string key, string value) in test.Config.Concat(settings))
        {
            // As a statement, so that a key that nobody knows and a value that does not suit are refused as they are in a script.
            CompiledScript set = environment.Compile($"SET '{Quoted(key)}' = '{Quoted(value)}'");
            string said = string.Join(" ", set.Diagnostics.Where(d => set.HasErrors == (d.Severity == SqlSeverity.Error)).Select(d => d.Hint is null ? d.Message : $"{d.Message} {d.Hint}"));
            if (set.HasErrors)
            {
                throw new CaseException($"config.{key}: {said}");
            }

            if (said.Length > 0)
            {
                warnings.Add($"config.{key}: {said}");
            }
        }

        return environment;
    }

    private static string Quoted(string text) => text.Replace("'", "''", StringComparison.Ordinal);

    private static string? RunJobs(TestCase test, SqlEnvironment environment)
    {
        CompiledScript script = environment.Compile(test.Statements);
        if (script.HasErrors)
        {
            string errors = Errors(script);
            return test.Error is { At: not ErrorPlace.Run } expected ? Unlike(expected, errors) : $"The statements are refused: {errors}";
        }

        if (test.Error is { At: ErrorPlace.Validate })
        {
            return "The statements were to be refused, but are not.";
        }

        Dictionary<string, List<CollectedRow>> collected = new(StringComparer.Ordinal);
        Dictionary<string, List<CollectedRow>> restored = new(StringComparer.Ordinal);
        foreach (CompiledJob job in script.Jobs)
        {
            if ((test.HasRestore ? RunParts(test, job, collected, restored) : RunJob(test, job, collected, null, null)) is { } failure)
            {
                return test.Error is { } expected ? Unlike(expected, failure) : $"The job failed: {failure}";
            }
        }

        if (test.Error is not null)
        {
            return "The job was to fail, but did not.";
        }

        StringBuilder differences = new();
        foreach (ExpectedTable table in test.Expect)
        {
            TableSpec? sink = script.Jobs.SelectMany(j => j.Sinks).FirstOrDefault(s => s.Name == table.Name);
            List<CollectedRow> first = collected.GetValueOrDefault(table.Name) ?? [];
            differences.Append(RowComparison.Differences(table, first, sink));
            if (test.HasRestore)
            {
                List<CollectedRow> second = restored.GetValueOrDefault(table.Name) ?? [];
                ExpectedTable after = table with { Name = $"{table.Name}, after the restore", Rows = table.AfterRestore ?? (table.Compare == CompareMode.Final ? table.Rows : []) };
                differences.Append(RowComparison.Differences(after, table.Compare == CompareMode.Final ? [.. first, .. second] : second, sink));
            }
        }

        return differences.Length == 0 ? null : differences.ToString().TrimEnd();
    }

    /// <summary>Runs the first part up to a savepoint, and the second from it, in an engine of its own.</summary>
    private static string? RunParts(TestCase test, CompiledJob job, Dictionary<string, List<CollectedRow>> first, Dictionary<string, List<CollectedRow>> second)
    {
        using MemoryObjectStore store = new();
        SavepointTarget target = new(store, string.Empty);
        if (RunJob(test, job, first, null, target) is { } failure)
        {
            return failure;
        }

        Snapshot savepoint = Snapshot.OpenAsync(store, target.ManifestPath, CancellationToken.None).GetAwaiter().GetResult();
        using JobRecovery recovery = JobRecovery.From(savepoint);
        return RunJob(test.SecondPart, job, second, recovery, null);
    }

    /// <summary>Runs a job to its end, or to a savepoint; answers the message of its failure, null when it went well.</summary>
    private static string? RunJob(TestCase test, CompiledJob job, Dictionary<string, List<CollectedRow>> collected, JobRecovery? recovery, SavepointTarget? savepoint)
    {
        TestClock clock = new(test.Clock);
        TurnTaker turns = new(clock, test.Inputs);
        TestTables tables = new(test, turns, job.Session.TimeZone, endsInput: savepoint is null);
        try
        {
            JobOptions options = new()
            {
                Connectors = tables,
                DeadLetters = new NoDeadLetters(),
                Clock = clock,
                SessionTimeZone = job.Session.TimeZone,
            };
            using Job run = new(job.Plan, recovery is null ? options : recovery.Apply(options));
            if (savepoint is null)
            {
                run.RunToEnd();
            }
            else
            {
                run.RunToSavepoint(() => turns.IsOver, savepoint);
            }

            if (run.Failure is { } failure)
            {
                return Message(failure);
            }
        }
        catch (Exception e) when (e is EvaluationException or ConnectorException)
        {
            return e.Message;
        }

        foreach ((string name, List<CollectedRow> rows) in tables.Collected)
        {
            if (!collected.TryGetValue(name, out List<CollectedRow>? all))
            {
                collected[name] = all = [];
            }

            all.AddRange(rows);
        }

        return null;
    }

    private static string? RunResults(TestCase test, SqlEnvironment environment)
    {
        CompiledScript setup = environment.Compile(test.Statements);
        if (setup.HasErrors)
        {
            return $"The statements are refused: {Errors(setup)}";
        }

        StringBuilder differences = new();
        string from = test.Inputs.Count > 0 ? $" FROM `{test.Inputs[0].Name}`" : string.Empty;
        foreach (ExpectedResult result in test.Results)
        {
            string? difference = RunResult(test, environment, result, from);
            if (difference is not null)
            {
                differences.Append("  ").Append(result.Sql).Append('\n').Append("      ").Append(difference).Append('\n');
            }
        }

        return differences.Length == 0 ? null : differences.ToString().TrimEnd();
    }

    private static string? RunResult(TestCase test, SqlEnvironment environment, ExpectedResult result, string from)
    {
        CompiledScript script = environment.Compile($"SELECT {result.Sql}{from}");
        if (script.HasErrors || script.Jobs.Count != 1)
        {
            string errors = Errors(script);
            return result.Error is { At: not ErrorPlace.Run } expected ? Unlike(expected, errors) : $"is refused: {errors}";
        }

        if (result.Error is { At: ErrorPlace.Validate })
        {
            return "was to be refused, but is not";
        }

        CompiledJob job = script.Jobs[0];
        RowField column = job.ResultColumns![0];
        if (result.Error is null && result.Type is { } type && column.Type.ToString() != type)
        {
            return $"is of type {column.Type}, not {type}";
        }

        if (result.Error is null && !result.HasValue)
        {
            return null;
        }

        ResultCollector collector = new(column.Type, job.Session.TimeZone);
        string? failure = RunQuery(test, job, collector);
        if (failure is not null)
        {
            return result.Error is { } expected ? Unlike(expected, failure) : $"fails: {failure}";
        }

        if (result.Error is not null)
        {
            return $"was to fail, but gives {collector.Value ?? "NULL"}";
        }

        return ResultText.Same(collector.Value, result.Value, column.Type) ? null : $"gives {collector.Value ?? "NULL"}, not {result.Value ?? "NULL"}";
    }

    private static string? RunQuery(TestCase test, CompiledJob job, ResultCollector collector)
    {
        TestClock clock = new(test.Clock);
        TurnTaker turns = new(clock, test.Inputs);
        try
        {
            using Job run = new(job.Plan, new JobOptions
            {
                Connectors = new QueryTables(new TestTables(test, turns, job.Session.TimeZone, endsInput: true), collector),
                DeadLetters = new NoDeadLetters(),
                Clock = clock,
                SessionTimeZone = job.Session.TimeZone,
                BatchRows = 64,
            });
            run.RunToEnd();
            return run.Failure is { } failure ? Message(failure) : null;
        }
        catch (Exception e) when (e is EvaluationException or ConnectorException)
        {
            return e.Message;
        }
    }

    /// <summary>What a job says when it fails. A case that is wrong, or an engine that crashes, is no failure that a case may expect.</summary>
    private static string Message(Exception failure)
    {
        if (failure is not (EvaluationException or ConnectorException))
        {
            ExceptionDispatchInfo.Throw(failure);
        }

        return failure.Message;
    }

    private static string Errors(CompiledScript script) => string.Join(" ", script.Diagnostics.Where(d => d.Severity == SqlSeverity.Error).Select(d => d.ToString()));

    private static string? Unlike(ExpectedError expected, string message) =>
        expected.Text is null || message.Contains(expected.Text, StringComparison.Ordinal) ? null : $"The error is '{message}', without '{expected.Text}'.";

    private sealed class NoDeadLetters : IDeadLetterOutput
    {
        public void Write(in DeadLetter letter) => throw new ConnectorException(letter.Reason);
    }

    private sealed class QueryTables(TestTables tables, ResultCollector collector) : IConnectorProvider
    {
        public TableSource CreateSource(TableSpec table) => tables.CreateSource(table);

        public TableSink CreateSink(TableSpec table) => collector;
    }
}
