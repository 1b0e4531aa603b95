using System.Diagnostics;
using System.Text;

namespace Weir.Cli.Tests;

/// <summary>The program as a user starts it, while it runs and when it has ended.</summary>
internal sealed class StartedProgram : IDisposable
{
    /// <summary>Far longer than anything takes here, so that only a fault ends the wait.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();
    private readonly SemaphoreSlim _said = new(0);

    public StartedProgram(params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = AppContext.BaseDirectory };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "weir.dll"));
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Take(_output, line.Data);
        _process.ErrorDataReceived += (_, line) => Take(_error, line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public string Output => Text(_output);

    public string Error => Text(_error);

    /// <summary>Waits until the program has said something that holds the text, on either stream.</summary>
    public async Task WaitForAsync(string text)
    {
        long since = Stopwatch.GetTimestamp();
        while (!Output.Contains(text, StringComparison.Ordinal) && !Error.Contains(text, StringComparison.Ordinal))
        {
            Assert.False(_process.HasExited, $"The program ended without '{text}': {Output}{Error}");
            Assert.True(Stopwatch.GetElapsedTime(since) < s_patience, $"The program does not say '{text}': {Output}{Error}");
            await _said.WaitAsync(TimeSpan.FromMilliseconds(100));
        }
    }

    /// <summary>What Ctrl-C sends.</summary>
    public void Interrupt()
    {
        using Process kill = Process.Start("kill", ["-INT", $"{_process.Id}"]);
        kill.WaitForExit();
    }

    /// <summary>Waits for the end; the answer is the exit code.</summary>
    public async Task<int> EndAsync()
    {
        using CancellationTokenSource limit = new(s_patience);
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        _process.Kill(true);
        _process.Dispose();
    }

    private static string Text(StringBuilder said)
    {
        lock (said)
        {
            return said.ToString();
        }
    }

    private void Take(StringBuilder said, string? line)
    {
        if (line is not null)
        {
            lock (said)
            {
                said.Append(line).Append('\n');
            }

            _said.Release();
        }
    }
}
