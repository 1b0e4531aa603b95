namespace Weir.Engine.Connectors;

/// <summary>
/// Reads a table. Made once for each lane, on which everything is called: nothing here may block (a client that waits for a network does so on threads of its own and
/// hands over what has come), save for <see cref="Open"/>, which may take as long as a first connection does.
/// </summary>
public abstract class TableSource : IDisposable
{
    /// <summary>The kinds of row that it gives.</summary>
    public virtual ChangelogMode Changelog => ChangelogMode.InsertOnly;

    /// <summary>Whether it comes to an end by itself.</summary>
    public abstract bool IsBounded { get; }

    /// <summary>Starts reading: the readers of the partitions that are this lane's share. <see cref="SourceContext.Columns"/> says which columns are wanted.</summary>
    /// <exception cref="ConnectorException">The table cannot be read, for good.</exception>
    public abstract IReadOnlyList<PartitionReader> Open(SourceContext context);

    /// <summary>Asked now and then: readers of partitions that have come up since. Must return at once.</summary>
    public virtual IReadOnlyList<PartitionReader> Discover() => [];

    /// <summary>What stands in the way just now ("broker 127.0.0.1:9092 is unreachable, next try in 4 s"), for the job's status; null when all is well.</summary>
    public virtual string? Trouble => null;

    /// <inheritdoc/>
    public virtual void Dispose() => GC.SuppressFinalize(this);
}
