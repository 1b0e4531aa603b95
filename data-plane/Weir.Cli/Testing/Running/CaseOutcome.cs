namespace Weir.Cli.Testing.Running;

internal enum CaseResult
{
    Passed,
    Failed,
    Skipped,
}

/// <summary>What became of a case; the message says what differs, or why it was skipped.</summary>
internal sealed record CaseOutcome(string Id, CaseResult Result, string Message, TimeSpan Duration);
