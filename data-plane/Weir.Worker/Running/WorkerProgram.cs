using System.Net;
using Weir.Connectors;
using Weir.Engine.Runtime;
using Weir.Sql.Compilation;
using Weir.Sql.Descriptors;
using Weir.Sql.Functions;
using Weir.Storage;
using Weir.Worker.Hosting;
using Weir.Worker.Http;
using Weir.Worker.Scripts;
using Weir.Worker.Specification;

namespace Weir.Worker.Running;

/// <summary><c>weir-worker SPEC</c>: one job in a process of its own.</summary>
internal static class WorkerProgram
{
    public static async Task<int> RunAsync(string[] arguments)
    {
        if (arguments is not [var file] || file is "--help" or "-h")
        {
            await Console.Error.WriteLineAsync("weir-worker SPEC: runs the one job that a specification (YAML or JSON) tells of.\nExit codes: 0 ended or stopped, 1 the job failed, 2 the SQL is refused, 3 the specification is wrong.");
            return arguments is ["--help" or "-h"] ? ExitCode.Ended : ExitCode.WrongSpec;
        }

        if (SpecReader.Read(file, out IReadOnlyList<SpecProblem> problems) is not { } spec)
        {
            foreach (SpecProblem problem in problems)
            {
                await Console.Error.WriteLineAsync($"{problem.Place}: error: {problem.Message}{(problem.Hint is null ? string.Empty : " " + problem.Hint)}");
            }

            return ExitCode.WrongSpec;
        }

        if (Environment(spec, file) is not { } environment)
        {
            return ExitCode.WrongSpec;
        }

        CompiledScript script = environment.Compile(spec.Sql);
        DiagnosticPrinter.Print(Console.Error, spec.SqlName, spec.Sql, script.Diagnostics);
        if (script.HasErrors)
        {
            return ExitCode.Refused;
        }

        if (script.Jobs is not [{ ResultColumns: null } job])
        {
            await Console.Error.WriteLineAsync($"{spec.SqlName}: error: A worker runs one job that writes to tables, and this is {script.Jobs.Count} jobs or a query. Put the INSERTs into EXECUTE STATEMENT SET BEGIN ... END.");
            return ExitCode.Refused;
        }

        return await RunAsync(spec, job);
    }

    private static SqlEnvironment? Environment(WorkerSpec spec, string file)
    {
        SqlEnvironment environment = new(BuiltInDescriptors.Create(), FunctionRegistry.CreateBuiltIn());
        bool ok = true;
        foreach ((string key, string value) in spec.Name is { } name ? spec.Settings.Prepend(KeyValuePair.Create("pipeline.name", name)) : spec.Settings)
        {
            try
            {
                environment.Session.Set(key, value);
            }
            catch (ArgumentException e)
            {
                Console.Error.WriteLine($"{file}: error: 'settings.{key}': {e.Message}");
                ok = false;
            }
        }

        return ok ? environment : null;
    }

    private static async Task<int> RunAsync(WorkerSpec spec, CompiledJob job)
    {
        using Cancellation cancellation = new(null, () => Say("Stopping."));
        using DeadLetterFile deadLetters = new(spec.DeadLetters, job.Session.Settings.GetValueOrDefault("pipeline.dead-letters.mode") == "fail", TimeProvider.System);
        ConnectorServices services = new() { StandardOutput = Console.OpenStandardOutput(), StandardError = Console.OpenStandardError() };
        JobHost host = new(job, new HostOptions
        {
            Connectors = () => ConnectorRegistry.CreateBuiltIn(services),
            Stores = ObjectStores.CreateBuiltIn(TimeProvider.System),
            DeadLetters = deadLetters,
            Lanes = spec.Lanes,
            MemoryLimitBytes = spec.MemoryLimitMb * 1024 * 1024,
            Say = Say,
        });
        WorkerEndpoints endpoints = new(new WorkerJob(job, host, cancellation, deadLetters, TimeProvider.System));
        HttpServer server;
        try
        {
            server = new HttpServer(spec.HttpAddress, spec.HttpPort, endpoints.AnswerAsync);
        }
        catch (Exception e) when (e is HttpListenerException or ArgumentException)
        {
            await Console.Error.WriteLineAsync($"error: 'http' ({spec.HttpAddress}, port {spec.HttpPort}): {e.Message} Choose an address of this machine and a port that is free, or port 0.");
            return ExitCode.WrongSpec;
        }

        using (server)
        {
            Console.Out.WriteLine($"HTTP: {server.Url}"); // whoever started it has to know, whatever the log tells
            JobState state = await host.RunAsync(cancellation.Token);
            await endpoints.AnsweredAsync();
            if (state == JobState.Failed)
            {
                await Console.Error.WriteLineAsync($"error: job '{job.Name}' {(host.FailedAt == JobStep.Starting ? "cannot start" : "failed")}: {host.Failure!.Message}");
                return ExitCode.Failed;
            }

            Say($"job '{job.Name}' {(state == JobState.Finished ? "has ended" : "was stopped")}.");
            return ExitCode.Ended;
        }

        void Say(string text)
        {
            if (spec.SaysAll)
            {
                Console.Error.WriteLine(text);
            }
        }
    }
}
