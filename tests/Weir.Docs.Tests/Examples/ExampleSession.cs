using System.Text;
using Weir.Cli.Running;
using Weir.Connectors;
using Weir.Engine.Connectors;
using Weir.Engine.Expressions;
using Weir.Engine.Runtime;
using Weir.Sql.Compilation;
using Weir.Sql.Descriptors;
using Weir.Storage;
using Weir.Worker.Hosting;

using Weir.Worker.Scripts;
namespace Weir.Docs.Tests.Examples;

/// <summary>Runs the examples of a page, one after the other, as <c>weir run</c> would: tables and settings of one are there in the next.</summary>
internal sealed class ExampleSession
{
    private const string ScriptName = "job.sql";
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);
    private static readonly string[] s_needServer = ["kafka", "upsert-kafka", "slack", "webhook"];
    private static readonly DescriptorCatalog s_descriptors = BuiltInDescriptors.Create();
    private readonly SqlEnvironment _environment = ScriptRunner.NewEnvironment();

    public async Task<ExampleRun> RunAsync(string text)
    {
        CompiledScript script = _environment.Compile(text);
        using MemoryStream output = new();
        using (StreamWriter writer = new(output, new UTF8Encoding(false), leaveOpen: true))
        {
            DiagnosticPrinter.Print(writer, ScriptName, text, script.Diagnostics);
            foreach (StatementOutput answer in script.Outputs)
            {
                OutputTable.Write(writer, answer);
            }
        }

        bool runs = script.Jobs.All(CanRun);
        if (runs)
        {
            foreach (CompiledJob job in script.Jobs)
            {
                await RunAsync(job, output);
            }
        }

        // Messages name files by their whole path, which is another one on each machine.
        string[] lines = [.. Encoding.UTF8.GetString(output.ToArray()).Replace(Environment.CurrentDirectory, "$PWD", StringComparison.Ordinal).TrimEnd('\n').Split('\n').Select(l => l.TrimEnd())];
        return new ExampleRun(string.Join('\n', lines), script, runs);
    }

    private static bool CanRun(CompiledJob job) =>
        job.Sources.Concat(job.Sinks).All(t => !s_needServer.Contains(t.Connector)) && job.Sources.All(s => s_descriptors.Connector(s.Connector)!.IsBounded(s.Options));

    private static async Task RunAsync(CompiledJob job, MemoryStream output)
    {
        string deadLetterPath = Path.ChangeExtension(ScriptName, null) + ".dead-letters.jsonl";
        using DeadLetterFile deadLetters = new(deadLetterPath, job.Session.Settings.GetValueOrDefault("pipeline.dead-letters.mode") == "fail", TimeProvider.System);
        ConnectorRegistry connectors = ConnectorRegistry.CreateBuiltIn(new ConnectorServices { StandardOutput = output, StandardError = output });
        if (job.ResultColumns is not null)
        {
            connectors.Add("collect", null, _ => new RowPrinter(job, output, RowFormat.Table));
        }

        using StreamWriter writer = new(output, new UTF8Encoding(false), leaveOpen: true);
        JobHost host = new(job, new HostOptions
        {
            Connectors = () => connectors,
            Stores = ObjectStores.CreateBuiltIn(TimeProvider.System),
            DeadLetters = deadLetters,
        });
        using CancellationTokenSource limit = new(s_limit);
        JobState state = await host.RunAsync(limit.Token);
        Assert.False(limit.IsCancellationRequested, $"The job '{job.Name}' did not end in {s_limit.TotalSeconds} s.");
        if (deadLetters.Count > 0)
        {
            await writer.WriteLineAsync($"{job.Name}: {deadLetters.Count} rows did not parse; they are in {deadLetterPath}.");
        }

        if (state == JobState.Failed)
        {
            Assert.True(host.Failure is ConnectorException or EvaluationException, host.Failure?.ToString());
            await writer.WriteLineAsync($"error: job '{job.Name}' {(host.FailedAt == JobStep.Starting ? "cannot start" : "failed")}: {host.Failure!.Message}");
        }
    }
}
