namespace Weir.Cli.Commands;

/// <summary>What the program tells a script that runs it.</summary>
internal static class ExitCode
{
    /// <summary>Finished, or stopped on request.</summary>
    public const int Ok = 0;

    /// <summary>A job failed, or a test did.</summary>
    public const int Failed = 1;

    /// <summary>The SQL is refused.</summary>
    public const int Refused = 2;

    /// <summary>The command line is wrong: an unknown option, a file that is not there, a variable that is not given.</summary>
    public const int Usage = 3;
}
