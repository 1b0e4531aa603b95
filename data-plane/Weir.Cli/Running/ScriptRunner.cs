using System.Net;
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

    /// <summary>Where status is drawn.</summary>
    public LiveArea Live { get; init; } = LiveArea.OfThisProcess();

    /// <summary>Takes the rows of queries; null where a script may have none.</summary>
    public Func<CompiledJob, TableSink>? Collector { get; init; }
}

/// <summary>Compiles a script and runs its jobs: those with bounded input one after the other, the others side by side.</summary>
internal sealed class ScriptRunner(ScriptOptions options)
{
    private const int ShownReason = 2000;

    private static readonly DescriptorCatalog s_descriptors = BuiltInDescriptors.Create();
    private readonly List<RunningJob> _running = [];
    private readonly Lock _lock = new();
    private readonly ConnectorServices _services = new()
    {
        StandardOutput = options.Live.Above(Console.OpenStandardOutput()),
        StandardError = options.Live.Above(Console.OpenStandardError()),
    };

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

        MetricsServer? metrics = null;
        try
        {
            if (options.MetricsPort is { } port)
            {
                metrics = new MetricsServer(port, Running);
                options.Live.Say($"Metrics: {metrics.Url}");
            }
        }
        catch (Exception e) when (e is HttpListenerException or ArgumentException)
        {
            await Console.Error.WriteLineAsync($"error: --metrics-port {options.MetricsPort}: {e.Message} Choose a port that is free, or 0.");
            return Commands.ExitCode.Usage;
        }

        using (metrics)
        using (CancellationTokenSource statusEnd = new())
        {
            Task status = options.ShowsStatus ? new StatusDisplay(Running, options.Live, TimeProvider.System).RunAsync(statusEnd.Token) : Task.CompletedTask;
            bool ok = await RunJobsAsync(script, cancellation);
            await statusEnd.CancelAsync();
            await status;
            return ok ? Commands.ExitCode.Ok : Commands.ExitCode.Failed;
        }
    }

    private async Task<bool> RunJobsAsync(CompiledScript script, CancellationToken cancellation)
    {
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

        return ok;
    }

    private static bool IsBounded(CompiledJob job) => job.Sources.All(s => s_descriptors.Connector(s.Connector)?.IsBounded(s.Options) ?? true);

    private IReadOnlyList<RunningJob> Running()
    {
        lock (_lock)
        {
            return [.. _running];
        }
    }

    private async Task<bool> RunJobAsync(CompiledJob job, CancellationToken cancellation)
    {
        using DeadLetterFile deadLetters = new(options.DeadLetterPath, job.Session.Settings.GetValueOrDefault("pipeline.dead-letters.mode") == "fail", TimeProvider.System);
        ConnectorRegistry connectors = ConnectorRegistry.CreateBuiltIn(_services);
        if (job.ResultColumns is not null && options.Collector is { } collector)
        {
            connectors.Add("collect", null, _ => collector(job));
        }

        Job run;
        try
        {
            run = JobRun.Start(job, connectors, deadLetters, job.ResultColumns is null ? options.Lanes : 1);
        }
        catch (Exception e) when (e is ConnectorException or Engine.Expressions.EvaluationException)
        {
            options.Live.Say($"error: job '{job.Name}' cannot start: {e.Message}");
            return false;
        }

        RunningJob running = new(job.Name, run, deadLetters, TimeProvider.System.GetTimestamp());
        lock (_lock)
        {
            _running.Add(running);
        }

        await JobRun.WaitAsync(run, cancellation);
        bool ok = Report(running);
        try
        {
            run.Dispose();
            return ok;
        }
        catch (ConnectorException e)
        {
            options.Live.Say($"error: job '{job.Name}' could not write all its rows when it stopped: {e.Message}");
            return false;
        }
    }

    /// <summary>Tells what is to be said of a job at its end; false when it has failed.</summary>
    private bool Report(RunningJob job)
    {
        if (job.DeadLetters.Count > 0)
        {
            options.Live.Say($"{job.Name}: {job.DeadLetters.Count} rows did not parse; they are in {options.DeadLetterPath}.");
        }

        if (job.Job.State != JobState.Failed)
        {
            return true;
        }

        options.Live.Say($"error: job '{job.Name}' failed: {Reason(job.Job.Failure!)}");
        return false;
    }

    private static string Reason(Exception failure) => failure is ConnectorException or Engine.Expressions.EvaluationException
        ? failure.Message.Length <= ShownReason ? failure.Message : $"{failure.Message.AsSpan(0, ShownReason)}… ({failure.Message.Length} characters)" // a value may be part of it, and be of any length
        : $"{failure.Message} This is a fault in Weir; please report it with the lines below.{Environment.NewLine}{failure}";
}
