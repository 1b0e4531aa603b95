using System.Diagnostics;
using System.Text;

namespace Weir.Faults.Tests;

/// <summary><c>weir run</c> as a process of its own, which tells its steps.</summary>
internal sealed class JobProcess : IDisposable
{
    /// <summary>Far longer than anything takes here, so that only a fault ends the wait.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(90);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _said = new();
    private readonly SemaphoreSlim _news = new(0);

    public JobProcess(string script, IReadOnlyDictionary<string, string>? environment = null, int lanes = 1, IReadOnlyList<string>? before = null, bool isQuiet = true)
    {
        string[] command = [.. before ?? [], "dotnet", Path.Combine(AppContext.BaseDirectory, "weir.dll"), "run", .. isQuiet ? (string[])["--quiet"] : [], "--lanes", $"{lanes}", script];
        ProcessStartInfo start = new(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetDirectoryName(script)! };
        start.Environment["WEIR_TELL_STEPS"] = "1";
        start.Environment["DOTNET_TieredPGO"] = "0";
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Take(_output, line.Data);
        _process.ErrorDataReceived += (_, line) => Take(_said, line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>What it wrote to standard output.</summary>
    public string Output => Text(_output);

    /// <summary>What it wrote to standard error.</summary>
    public string Said => Text(_said);

    public int Id => _process.Id;

    public bool HasEnded => _process.HasExited;

    /// <summary>The steps begun so far, such as <c>commit 12</c>.</summary>
    public IReadOnlyList<string> Steps =>
        [.. Said.Split('\n').Where(line => line.StartsWith("step ", StringComparison.Ordinal)).Select(line => line["step ".Length..])];

    /// <summary>Waits until it has ended, or what it said fulfils the condition.</summary>
    /// <returns>Whether the condition is fulfilled.</returns>
    public async Task<bool> WaitAsync(Func<JobProcess, bool> condition)
    {
        long since = Stopwatch.GetTimestamp();
        while (!condition(this))
        {
            if (HasEnded)
            {
                _process.WaitForExit();
                return condition(this);
            }

            Assert.True(Stopwatch.GetElapsedTime(since) < s_patience, $"What is waited for does not come. It said:\n{Said}");
            await _news.WaitAsync(TimeSpan.FromMilliseconds(50));
        }

        return true;
    }

    /// <summary>Waits until it has said a text so many times.</summary>
    public async Task SaysAsync(string text, int times = 1) =>
        Assert.True(await WaitAsync(p => p.Said.Split(text).Length > times), $"It ended without '{text}'. It said:\n{Said}");

    /// <summary>Waits for the end; the answer is the exit code.</summary>
    public async Task<int> EndAsync()
    {
        using CancellationTokenSource limit = new(s_patience);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"It does not end. It said:\n{Said}");
        }

        return _process.ExitCode;
    }

    /// <summary>SIGKILL; comes back when it is dead and all that it had said is there.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Sends a signal by its name.</summary>
    public void Signal(string name)
    {
        using Process kill = Process.Start("kill", [$"-{name}", $"{_process.Id}"]);
        kill.WaitForExit();
    }

    public void Dispose()
    {
        _process.Kill(true);
        _process.WaitForExit();
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

            _news.Release();
        }
    }
}
