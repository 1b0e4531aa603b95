using Weir.Engine.Aggregates;

namespace Weir.Engine.Windows;

/// <summary>
/// Makes the groups of a window out of those of its slices, for windows that overlap, at a cost that does not grow with the number of slices that a window is made of. What it keeps for that is derived from the slices alone.
/// <para>
/// A row may come to a slice that is already part of a merged table, as long as a window that holds the slice is still to fire: who puts it there calls <see cref="Detach"/> before and <see cref="Attach"/> after.
/// </para>
/// </summary>
internal abstract class WindowMerger : IDisposable
{
    /// <summary>Bytes of memory held.</summary>
    public abstract long SizeBytes { get; }

    /// <summary>Whether the slice (not necessarily there yet) is part of a merged table.</summary>
    public abstract bool Holds(long sliceEnd);

    /// <summary>Groups of a held slice are about to change.</summary>
    /// <param name="sliceEnd">The slice.</param>
    /// <param name="slice">Its table.</param>
    /// <param name="groups">The slots of the groups, each once; those that the slice did not have are not among them.</param>
    public abstract void Detach(long sliceEnd, AggregateTable slice, ReadOnlySpan<int> groups);

    /// <summary>Groups of a held slice have changed.</summary>
    /// <param name="sliceEnd">The slice.</param>
    /// <param name="slice">Its table.</param>
    /// <param name="groups">The slots of the groups, each once, the new ones last.</param>
    /// <param name="known">How many of them the slice had before.</param>
    public abstract void Attach(long sliceEnd, AggregateTable slice, ReadOnlySpan<int> groups, int known);

    /// <summary>The groups of the window, oldest slice first where the order matters. The table is the merger's: it may be read until anything else is called.</summary>
    public abstract AggregateTable Merge(long windowStart, long windowEnd);

    /// <summary>A slice that no window needs any more has been taken from the store; its table is still whole.</summary>
    public abstract void Drop(long sliceEnd, AggregateTable slice);

    /// <inheritdoc/>
    public abstract void Dispose();
}
