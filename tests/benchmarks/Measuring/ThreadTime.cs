using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Weir.Benchmarks.Measuring;

/// <summary>The time that this thread has had a core, so that others on the machine do not count; where the system does not tell it, the time that has passed.</summary>
internal static partial class ThreadTime
{
    private const int ThreadClock = 3; // CLOCK_THREAD_CPUTIME_ID of Linux

    public static double Seconds =>
        OperatingSystem.IsLinux() && Environment.Is64BitProcess && GetTime(ThreadClock, out Span time) == 0
            ? time.Seconds + (time.Nanoseconds / 1e9)
            : Stopwatch.GetTimestamp() / (double)Stopwatch.Frequency;

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int GetTime(int clock, out Span time);

    private struct Span
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
