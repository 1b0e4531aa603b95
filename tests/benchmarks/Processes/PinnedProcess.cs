using System.ComponentModel;
using System.Diagnostics;

namespace Weir.Benchmarks.Processes;

/// <summary>Runs a program to its end, on one core if told so, with its output taken line by line.</summary>
internal static class PinnedProcess
{
    /// <summary>The last core that this process may run on: interrupts mostly go to the first.</summary>
    public static int LastCore() => Environment.ProcessorCount - 1;

    /// <summary>This program with other arguments.</summary>
    public static (string File, string[] Arguments) Self(params string[] arguments) =>
        ("dotnet", [typeof(PinnedProcess).Assembly.Location, .. arguments]);

    /// <summary>Runs a program; fails with the end of what it said on standard error when its exit code is not 0.</summary>
    public static void Run(int? core, string file, IEnumerable<string> arguments, Action<string> onLine)
    {
        ProcessStartInfo start = core is { } number ? new("taskset", ["-c", $"{number}", file, .. arguments]) : new(file, arguments);
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        using Process process = Start(start);
        Queue<string> errors = [];
        process.ErrorDataReceived += (_, e) =>
        {
            if (e.Data is { Length: > 0 } line)
            {
                lock (errors)
                {
                    errors.Enqueue(line);
                    if (errors.Count > 20)
                    {
                        errors.Dequeue();
                    }
                }
            }
        };
        process.BeginErrorReadLine();
        while (process.StandardOutput.ReadLine() is { } line)
        {
            onLine(line);
        }

        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"'{file} {string.Join(' ', arguments)}' ended with exit code {process.ExitCode}.{Environment.NewLine}{string.Join(Environment.NewLine, errors)}");
        }
    }

    /// <summary>Runs a program and gives its last line of output.</summary>
    public static string LastLine(int? core, string file, IEnumerable<string> arguments)
    {
        string last = string.Empty;
        Run(core, file, arguments, line => last = line);
        return last;
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new InvalidOperationException($"'{start.FileName}' cannot be started: {e.Message}", e);
        }
    }
}
