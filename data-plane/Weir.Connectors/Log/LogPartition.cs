namespace Weir.Connectors.Log;

/// <summary>A partition in the process that owns the log. Its view is read by anybody, and replaced under the store's lock.</summary>
internal sealed class LogPartition(string folder) : IDisposable
{
    private volatile PartitionView _view = PartitionView.Empty;
    private TaskCompletionSource? _changed;

    internal string Folder { get; } = folder;

    internal PartitionView View => _view;

    /// <summary>Its topic was deleted.</summary>
    internal bool IsGone { get; private set; }

    /// <summary>The file that is written to, once it was; with the offset that names it.</summary>
    internal ILogFile? Active { get; set; }

    internal long ActiveBase { get; set; }

    internal string PathOf(LogSegment segment) => Path.Combine(Folder, segment.FileName);

    internal void Replace(PartitionView view)
    {
        _view = view;
        Interlocked.Exchange(ref _changed, null)?.SetResult();
    }

    /// <summary>Ends when the view is replaced for the next time. To be taken before looking at the view.</summary>
    internal Task Changed()
    {
        TaskCompletionSource? changed = Volatile.Read(ref _changed);
        if (changed is null)
        {
            var made = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            changed = Interlocked.CompareExchange(ref _changed, made, null) ?? made;
        }

        return changed.Task;
    }

    internal void Remove()
    {
        IsGone = true;
        Dispose();
        Replace(PartitionView.Empty);
    }

    public void Dispose()
    {
        Active?.Dispose();
        Active = null;
    }
}
