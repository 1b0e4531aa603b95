namespace Weir.Worker.Running;

/// <summary>What a worker tells whoever started it.</summary>
internal static class ExitCode
{
    /// <summary>The job has ended, or was stopped on request.</summary>
    public const int Ended = 0;

    /// <summary>The job has failed for good.</summary>
    public const int Failed = 1;

    /// <summary>The SQL is refused.</summary>
    public const int Refused = 2;

    /// <summary>The specification is wrong, or its port is taken.</summary>
    public const int WrongSpec = 3;
}
