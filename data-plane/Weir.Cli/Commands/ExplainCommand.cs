using System.CommandLine;
using System.Text;
using System.Text.Json;
using Weir.Cli.Running;
using Weir.Engine.Connectors;
using Weir.Sql.Compilation;

namespace Weir.Cli.Commands;

/// <summary><c>weir explain JOB.sql</c>.</summary>
internal static class ExplainCommand
{
    public static Command Create()
    {
        Argument<FileInfo> file = new("job") { Description = "The script.", HelpName = "JOB.sql" };
        Option<string> output = new("--output") { Description = "text, json or mermaid.", DefaultValueFactory = _ => "text", HelpName = "FORMAT" };
        output.AcceptOnlyFromAmong("text", "json", "mermaid");
        CommonOptions common = new();
        Command command = new("explain", "Print the plan of a script's jobs: each operator with the kinds of row it emits.") { file, output };
        common.AddTo(command);
        command.SetAction(parsed =>
        {
            if (RunCommand.Load(parsed.GetValue(file)!, common, parsed) is not { } options)
            {
                return ExitCode.Usage;
            }

            if (ScriptRunner.Compile(options) is not { } script)
            {
                return ExitCode.Refused;
            }

            switch (parsed.GetValue(output))
            {
                case "json":
                    Console.WriteLine(Json(script));
                    break;
                case "mermaid":
                    Console.WriteLine(Mermaid(script));
                    break;
                default:
                    foreach (CompiledJob job in script.Jobs)
                    {
                        Console.WriteLine($"== {job.Name} ==");
                        Console.WriteLine(ExplainText.Of(job));
                    }

                    break;
            }

            return ExitCode.Ok;
        });
        return command;
    }

    private static string Json(CompiledScript script)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartArray();
            foreach (CompiledJob job in script.Jobs)
            {
                json.WriteStartObject();
                json.WriteString("job", job.Name);
                json.WritePropertyName("plan");
                Node(json, job.Explain);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void Node(Utf8JsonWriter json, ExplainNode node)
    {
        json.WriteStartObject();
        json.WriteNumber("id", node.Id);
        json.WriteString("operator", node.Name);
        json.WriteString("details", node.Details);
        json.WriteString("changelogMode", node.Changelog.Text());
        json.WriteStartArray("inputs");
        foreach (ExplainNode input in node.Inputs)
        {
            Node(json, input);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static string Mermaid(CompiledScript script)
    {
        StringBuilder text = new("flowchart TD\n");
        for (int j = 0; j < script.Jobs.Count; j++)
        {
            Node(text, script.Jobs[j].Explain, $"j{j}", []);
        }

        return text.ToString().TrimEnd();
    }

    /// <summary>An operator that several read is drawn once, with an arrow to each.</summary>
    private static void Node(StringBuilder text, ExplainNode node, string prefix, HashSet<string> drawn)
    {
        string id = node.Id < 0 ? $"{prefix}_set" : $"{prefix}_{node.Id}";
        if (!drawn.Add(id))
        {
            return;
        }

        text.Append($"  {id}[\"{node.Name}<br/>{node.Changelog.Text()}<br/>{node.Details.Replace("\"", "#quot;", StringComparison.Ordinal)}\"]\n");
        foreach (ExplainNode input in node.Inputs)
        {
            Node(text, input, prefix, drawn);
            text.Append($"  {prefix}_{input.Id} --> {id}\n");
        }
    }
}
