using Weir.Cli.Testing.Format;

namespace Weir.Cli.Testing.Running;

internal enum CaseResult
{
    Passed,
    Failed,
    Skipped,
}

/// <summary>What became of a case; the message says what differs, or why it was skipped.</summary>
internal sealed record CaseOutcome(string Id, CaseResult Result, string Message, TimeSpan Duration)
{
    /// <summary>What its author should know although it does not decide the outcome, such as settings that are passed over.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Whether the memory ran out, after which the process is not to be trusted.</summary>
    public bool IsOutOfMemory { get; init; }

    /// <summary>The outcome of a case that is not run: passed over, or wrong in itself. Null for all others.</summary>
    public static CaseOutcome? WithoutRunning(TestCase test) =>
        test.SkipReason is { } reason ? new CaseOutcome(test.Id, CaseResult.Skipped, reason, TimeSpan.Zero)
        : test.Problem is { } problem ? new CaseOutcome(test.Id, CaseResult.Failed, problem, TimeSpan.Zero)
        : null;
}
