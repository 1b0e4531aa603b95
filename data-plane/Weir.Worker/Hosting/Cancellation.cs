using System.Runtime.InteropServices;

namespace Weir.Worker.Hosting;

/// <summary>Turns Ctrl-C and SIGTERM into a clean stop, and a time limit too; a second Ctrl-C ends the process at once.</summary>
internal sealed class Cancellation : IDisposable
{
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(40); // what a timer can hold
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration _interrupt;
    private readonly PosixSignalRegistration _terminate;

    private readonly Action? _onSignal;

    /// <param name="limit">Stops after this time.</param>
    /// <param name="onSignal">Called when a signal stops, for telling that.</param>
    public Cancellation(TimeSpan? limit, Action? onSignal = null)
    {
        _onSignal = onSignal;
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);
        if (limit is { } time)
        {
            _source.CancelAfter(time < s_longest ? time : s_longest);
        }
    }

    public CancellationToken Token => _source.Token;

    public void Cancel() => _source.Cancel();

    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
        _source.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        if (!_source.IsCancellationRequested)
        {
            context.Cancel = true;
            _onSignal?.Invoke();
            _source.Cancel();
        }
    }
}
