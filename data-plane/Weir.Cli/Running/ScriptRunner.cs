using Weir.Connectors;
using Weir.Engine.Connectors;
using Weir.Engine.Runtime;
using Weir.Sql.Compilation;
using Weir.Sql.Descriptors;
using Weir.Sql.Functions;

namespace Weir.Cli.Running;

/// <summary>How a script is run.</summary>
internal sealed record ScriptOptions
{
    /// <summary>The name shown before diagnostics.</summary>
    public required string File { get; init; }

    /// <summary>The text, variables filled in.</summary>
    public required string Text { get; init; }

    /// <summary>Settings made before the first statement.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>Lanes of each job.</summary>
    public int Lanes { get; init; } = 1;

    /// <summary>Where rows go that do not parse.</summary>
    public required string DeadLetterPath { get; init; }

    /// <summary>Whether status lines are written.</summary>
    public bool ShowsStatus { get; init; } = true;

    /// <summary>Port of /metrics; null for none.</summary>
    public int? MetricsPort { get; init; }

    /// <summary>Takes the rows of queries; null where a script may have none.</summary>
    public Func<CompiledJob, TableSink>? Collector { get; init; }
}

/// <summary>Compiles a script and runs its jobs: those with bounded input one after the other, the others side by side.</summary>
internal sealed class ScriptRunner(ScriptOptions options)
{
    private static readonly DescriptorCatalog s_descriptors = BuiltInDescriptors.Create();
    private readonly List<(string Name, Job Job)> _running = [];
    private readonly Lock _lock = new();

    /// <summary>An environment with all that is built in.</summary>
    public static SqlEnvironment NewEnvironment() => new(s_descriptors, FunctionRegistry.CreateBuiltIn());

    /// <summary>Compiles the script; null, with diagnostics printed, when it is refused.</summary>
    public static CompiledScript? Compile(ScriptOptions options)
    {
        SqlEnvironment environment = NewEnvironment();
        foreach ((string key, string value) in options.Settings)
        {
            try
            {
                environment.Session.Set(key, value);
            }
            catch (ArgumentException e)
            {
                Console.Error.WriteLine($"error: --set {key}: {e.Message}");
                return null;
            }
        }

        CompiledScript script = environment.Compile(options.Text);
        DiagnosticPrinter.Print(Console.Error, options.File, options.Text, script.Diagnostics);
        return script.HasErrors ? null : script;
    }

    /// <summary>Runs the script; the answer is the exit code.</summary>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        if (Compile(options) is not { } script)
        {
            return Commands.ExitCode.Refused;
        }

        foreach (StatementOutput output in script.Outputs)
        {
            OutputTable.Write(Console.Out, output);
        }

        using MetricsServer? metrics = options.MetricsPort is { } port ? new MetricsServer(port, Running) : null;
        List<Task<bool>> unbounded = [];
        bool ok = true;
        foreach (CompiledJob job in script.Jobs)
        {
            Task<bool> run = RunJobAsync(job, cancellation);
            if (IsBounded(job))
            {
                ok &= await run;
            }
            else
            {
                unbounded.Add(run);
            }

            if (!ok || cancellation.IsCancellationRequested)
            {
                break;
            }
        }

        foreach (Task<bool> run in unbounded)
        {
            ok &= await run;
        }

        return ok ? Commands.ExitCode.Ok : Commands.ExitCode.Failed;
    }

    private static bool IsBounded(CompiledJob job) => job.Sources.All(s => s_descriptors.Connector(s.Connector)?.IsBounded(s.Options) ?? true);

    private IReadOnlyList<(string Name, Job Job)> Running()
    {
        lock (_lock)
        {
            return [.. _running];
        }
    }

    private async Task<bool> RunJobAsync(CompiledJob job, CancellationToken cancellation)
    {
        using DeadLetterFile deadLetters = new(options.DeadLetterPath, job.Session.Settings.GetValueOrDefault("pipeline.dead-letters.mode") == "fail", TimeProvider.System);
        ConnectorRegistry connectors = ConnectorRegistry.CreateBuiltIn(ConnectorServices.OfThisProcess());
        if (job.ResultColumns is not null && options.Collector is { } collector)
        {
            connectors.Add("collect", null, _ => collector(job));
        }

        Job? run = null;
        try
        {
            run = JobRun.Start(job, connectors, deadLetters, job.ResultColumns is null ? options.Lanes : 1);
            lock (_lock)
            {
                _running.Add((job.Name, run));
            }

            using CancellationTokenSource statusEnd = new();
            Task status = options.ShowsStatus ? new StatusLine(job.Name, run, Console.Error, !Console.IsErrorRedirected).RunAsync(statusEnd.Token) : Task.CompletedTask;
            JobState state = await JobRun.WaitAsync(run, cancellation);
            await statusEnd.CancelAsync();
            await status;
            if (deadLetters.Count > 0)
            {
                await Console.Error.WriteLineAsync($"{job.Name}: {deadLetters.Count} rows did not parse; they are in {options.DeadLetterPath}.");
            }

            if (state == JobState.Failed)
            {
                await Console.Error.WriteLineAsync($"error: job '{job.Name}' failed: {Reason(run.Failure!)}");
                return false;
            }

            return true;
        }
        catch (ConnectorException e)
        {
            await Console.Error.WriteLineAsync($"error: job '{job.Name}' cannot start: {e.Message}");
            return false;
        }
        finally
        {
            run?.Dispose();
        }
    }

    private static string Reason(Exception failure) => failure is ConnectorException or Engine.Expressions.EvaluationException
        ? failure.Message
        : $"{failure.Message} This is a fault in Weir; please report it with the lines below.{Environment.NewLine}{failure}";
}
