using System.Text.Json;
using System.Text.Json.Serialization;
using Weir.Cli.Testing.Running;

namespace Weir.Cli.Testing.Isolation;

/// <summary>Names the case to run: by its file and its number in there, so that nothing but the file decides what it is.</summary>
internal sealed record CaseRequest(string Path, string File, int Number);

/// <summary>What became of it.</summary>
internal sealed record CaseAnswer(CaseResult Result, string Message, double Ms, IReadOnlyList<string> Warnings);

/// <summary>
/// The lines between the process that hands out cases and those that run them. Requests go to a worker's standard input; its standard output says when it is ready, when it has begun with a case,
/// and what became of the case. Any other line comes from whatever a case prints, and counts as such.
/// </summary>
internal static class WorkerMessages
{
    public const string Ready = "@weir ready";
    public const string Begun = "@weir begun";
    private const string Answer = "@weir answer ";

    public static string Write(CaseRequest request) => JsonSerializer.Serialize(request, WorkerJson.Default.CaseRequest);

    public static CaseRequest ReadRequest(string line) => JsonSerializer.Deserialize(line, WorkerJson.Default.CaseRequest)!;

    public static string Write(CaseAnswer answer) => Answer + JsonSerializer.Serialize(answer, WorkerJson.Default.CaseAnswer);

    /// <summary>The answer of a line; null when it is another line.</summary>
    public static CaseAnswer? ReadAnswer(string line) =>
        line.StartsWith(Answer, StringComparison.Ordinal) ? JsonSerializer.Deserialize(line.AsSpan(Answer.Length), WorkerJson.Default.CaseAnswer) : null;
}

[JsonSerializable(typeof(CaseRequest))]
[JsonSerializable(typeof(CaseAnswer))]
internal sealed partial class WorkerJson : JsonSerializerContext
{
}
