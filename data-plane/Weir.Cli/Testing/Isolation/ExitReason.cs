namespace Weir.Cli.Testing.Isolation;

/// <summary>How a process ended, in words.</summary>
internal static class ExitReason
{
    private const int FirstSignal = 128;

    /// <summary>Of an exit code as .NET gives it: 128 and the number of the signal where one ended the process.</summary>
    public static string Of(int exitCode) => (exitCode - FirstSignal) switch
    {
        4 => "signal SIGILL, an instruction that there is not",
        6 => "signal SIGABRT, the runtime gave up (a stack that overflowed, or an error that nothing catches)",
        7 => "signal SIGBUS, memory that is not there",
        8 => "signal SIGFPE, an arithmetic error in native code",
        9 => "signal SIGKILL, ended from outside (on a machine short of memory, by the system)",
        11 => "signal SIGSEGV, memory that it must not touch",
        15 => "signal SIGTERM, ended from outside",
        > 0 and < 65 and int signal => $"signal {signal}",
        _ => $"exit code {exitCode}",
    };
}
