using Weir.Cli.Testing.Format;
using Weir.Cli.Testing.Running;

namespace Weir.Cli.Testing.Isolation;

/// <summary>Runs cases in processes of their own, some side by side, so that none takes another along, or this process.</summary>
internal static class IsolatedCases
{
    /// <summary>A process for fewer cases costs more than it saves.</summary>
    private const int CasesPerProcess = 8;

    /// <summary>The outcomes, in the order of the cases. Each process may use its share of the machine's memory.</summary>
    public static CaseOutcome[] Run(IReadOnlyList<TestCase> cases, IReadOnlyDictionary<string, string> settings, TimeSpan limit) =>
        Run(cases, settings, limit, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (Environment.ProcessorCount + 1));

    internal static CaseOutcome[] Run(IReadOnlyList<TestCase> cases, IReadOnlyDictionary<string, string> settings, TimeSpan limit, long heapBytes)
    {
        CaseOutcome[] outcomes = new CaseOutcome[cases.Count];
        List<int> toRun = [];
        for (int i = 0; i < cases.Count; i++)
        {
            if (CaseOutcome.WithoutRunning(cases[i]) is { } outcome)
            {
                outcomes[i] = outcome;
            }
            else
            {
                toRun.Add(i);
            }
        }

        int count = Math.Clamp((toRun.Count + CasesPerProcess - 1) / CasesPerProcess, 1, Environment.ProcessorCount);
        int next = -1;
        Thread[] threads = [.. Enumerable.Range(0, count).Select(_ => new Thread(Work))];
        foreach (Thread thread in threads)
        {
            thread.Start();
        }

        foreach (Thread thread in threads)
        {
            thread.Join();
        }

        return outcomes;

        void Work()
        {
            using WorkerProcess worker = new(settings, limit, heapBytes);
            for (int at = Interlocked.Increment(ref next); at < toRun.Count; at = Interlocked.Increment(ref next))
            {
                outcomes[toRun[at]] = worker.Run(cases[toRun[at]]);
            }
        }
    }
}
