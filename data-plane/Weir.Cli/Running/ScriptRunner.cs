using System.Net;
using Weir.Connectors;
using Weir.Engine.Checkpoints;
using Weir.Engine.Connectors;
using Weir.Engine.Runtime;
using Weir.Engine.Storage;
using Weir.Sql.Compilation;
using Weir.Sql.Descriptors;
using Weir.Sql.Functions;
using Weir.Storage;
using Weir.Worker.Hosting;

using Weir.Worker.Scripts;
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

    /// <summary>WEIR_TELL_STEPS=1: each step of recovery and of checkpoints is told as it begins, for watching them and for tests that stop the process in the midst of one.</summary>
    private static readonly bool s_tellsSteps = Environment.GetEnvironmentVariable("WEIR_TELL_STEPS") == "1";

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
        RunningJob running = null!;
        JobHost host = new(job, new HostOptions
        {
            Connectors = () => Connectors(job),
            Stores = ObjectStores.CreateBuiltIn(TimeProvider.System),
            DeadLetters = deadLetters,
            Lanes = job.ResultColumns is null ? options.Lanes : 1,
            Say = options.Live.Say,
            Step = s_tellsSteps ? (step, checkpoint) => options.Live.Say($"step {step} {checkpoint}") : (_, _) => { },
            Started = _ => Add(running),
        });
        running = new RunningJob(job.Name, host, deadLetters, TimeProvider.System.GetTimestamp());
        JobState state = await host.RunAsync(cancellation);
        if (deadLetters.Count > 0)
        {
            options.Live.Say($"{job.Name}: {deadLetters.Count} rows did not parse; they are in {options.DeadLetterPath}.");
        }

        if (state != JobState.Failed)
        {
            return true;
        }

        string what = host.FailedAt switch
        {
            JobStep.Starting => "cannot start",
            JobStep.Stopping => "could not write all its rows when it stopped",
            _ => "failed",
        };
        options.Live.Say($"error: job '{job.Name}' {what}: {Reason(host.Failure!)}");
        return false;
    }

    private ConnectorRegistry Connectors(CompiledJob job)
    {
        ConnectorRegistry connectors = ConnectorRegistry.CreateBuiltIn(_services);
        return job.ResultColumns is not null && options.Collector is { } collector ? connectors.Add("collect", null, _ => collector(job)) : connectors;
    }

    private void Add(RunningJob job)
    {
        lock (_lock)
        {
            if (!_running.Contains(job))
            {
                _running.Add(job);
            }
        }
    }

    private static string Reason(Exception failure) => failure is ConnectorException or Engine.Expressions.EvaluationException or SnapshotException or StorageException or CommitFencedException
        ? failure.Message.Length <= ShownReason ? failure.Message : $"{failure.Message.AsSpan(0, ShownReason)}… ({failure.Message.Length} characters)" // a value may be part of it, and be of any length
        : $"{failure.Message} This is a fault in Weir; please report it with the lines below.{Environment.NewLine}{failure}";
}
