using System.Diagnostics;
using System.Globalization;
using System.Text;
using Weir.Cli.Testing.Format;
using Weir.Cli.Testing.Running;

namespace Weir.Cli.Testing.Isolation;

/// <summary>
/// Runs cases in a process of their own, this very program. When that ends, whatever the reason, or a case takes too long, the case that it was at has failed and the next one gets a new process. Used by one thread.
/// </summary>
internal sealed class WorkerProcess(IReadOnlyDictionary<string, string> settings, TimeSpan limit, long heapBytes) : IDisposable
{
    private static readonly TimeSpan s_startLimit = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_exitLimit = TimeSpan.FromSeconds(10);
    private Process? _process;
    private ErrorTail _errors = new();

    /// <summary>The process that is there for the next case; null before the first, and after one that was ended.</summary>
    public int? ProcessId => _process?.Id;

    /// <summary>Runs a case to its end, whichever that is.</summary>
    public CaseOutcome Run(TestCase test)
    {
        long start = Stopwatch.GetTimestamp();
        string? trouble = null;

        // A worker that is gone before it has begun with the case was not ended by the case: it is given to another one, once.
        for (int attempt = 0; attempt < 2; attempt++)
        {
            if (!TryStart(out trouble))
            {
                continue;
            }

            if (!TrySend(test) || Await(l => l == WorkerMessages.Begun, s_startLimit, out _) is null)
            {
                trouble = Ended("The process that runs the cases ended before it began with this one");
                continue;
            }

            CaseAnswer? answer = Await(WorkerMessages.ReadAnswer, limit, out bool isLate);
            TimeSpan took = Stopwatch.GetElapsedTime(start);
            if (answer is not null)
            {
                return new CaseOutcome(test.Id, answer.Result, answer.Message, TimeSpan.FromMilliseconds(answer.Ms)) { Warnings = answer.Warnings };
            }

            if (isLate)
            {
                Kill();
                return new CaseOutcome(test.Id, CaseResult.Failed, string.Create(CultureInfo.InvariantCulture, $"The case did not end within {limit.TotalSeconds} s (--case-timeout sets another limit)."), took);
            }

            return new CaseOutcome(test.Id, CaseResult.Failed, Ended("The case ended the process that ran it"), took);
        }

        return new CaseOutcome(test.Id, CaseResult.Failed, trouble!, Stopwatch.GetElapsedTime(start));
    }

    public void Dispose() => Kill();

    private bool TryStart(out string? trouble)
    {
        trouble = null;
        if (_process is not null)
        {
            return true;
        }

        ProcessStartInfo start = new(Environment.ProcessPath!)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(false),
            StandardOutputEncoding = new UTF8Encoding(false),
            StandardErrorEncoding = new UTF8Encoding(false),
        };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(typeof(WorkerProcess).Assembly.Location);
        }

        start.ArgumentList.Add(CaseWorker.Verb);
        foreach ((string key, string value) in settings)
        {
            start.ArgumentList.Add("--set");
            start.ArgumentList.Add($"{key}={value}");
        }

        // A case that wants more than its share fails with that, and does not bring the machine to a stop.
        start.Environment["DOTNET_GCHeapHardLimit"] = heapBytes.ToString("X", CultureInfo.InvariantCulture);
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        _process = Process.Start(start)!;
        _errors = new ErrorTail();
        _process.ErrorDataReceived += (_, line) => _errors.Add(line.Data);
        _process.BeginErrorReadLine();
        if (Await(l => l == WorkerMessages.Ready, s_startLimit, out _) is null)
        {
            trouble = Ended("The process that runs the cases did not start");
            return false;
        }

        return true;
    }

    private bool TrySend(TestCase test)
    {
        try
        {
            _errors.Clear(); // what follows is said by this case
            _process!.StandardInput.WriteLine(WorkerMessages.Write(new CaseRequest(Path.GetFullPath(test.Path), test.File, test.Number)));
            _process.StandardInput.Flush();
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private object? Await(Predicate<string> isWanted, TimeSpan patience, out bool isLate) => Await<object>(l => isWanted(l) ? l : null, patience, out isLate);

    /// <summary>The first line that is wanted; null when the worker ends before, or does not write it in time.</summary>
    private T? Await<T>(Func<string, T?> read, TimeSpan patience, out bool isLate)
        where T : class
    {
        long since = Stopwatch.GetTimestamp();
        isLate = false;
        while (true)
        {
            TimeSpan left = patience - Stopwatch.GetElapsedTime(since);
            Task<string?> line = _process!.StandardOutput.ReadLineAsync();
            if (left <= TimeSpan.Zero || !line.Wait(left))
            {
                isLate = true;
                return null;
            }

            if (line.Result is not { } text)
            {
                return null;
            }

            if (read(text) is { } wanted)
            {
                return wanted;
            }

            _errors.Add(text);
        }
    }

    /// <summary>Takes the worker away, and says how it ended.</summary>
    private string Ended(string what)
    {
        Process process = _process!;
        bool byItself = process.WaitForExit(s_exitLimit);
        string how = byItself ? ExitReason.Of(process.ExitCode) : "it closed its output but went on";
        string tail = _errors.Take(s_exitLimit);
        Kill();
        return tail.Length == 0 ? $"{what}: {how}." : $"{what}: {how}. It said:\n{tail}";
    }

    private void Kill()
    {
        if (_process is not { } process)
        {
            return;
        }

        _process = null;
        try
        {
            process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }

        process.WaitForExit(s_exitLimit);
        process.Dispose();
    }
}
