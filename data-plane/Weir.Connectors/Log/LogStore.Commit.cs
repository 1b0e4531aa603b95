
namespace Weir.Connectors.Log;

internal sealed partial class LogStore
{
    public LogCommitResult Commit(string producer, int epoch, long number, StagedRecords records, ReadOnlySpan<byte> metadata)
    {
        if (metadata.Length > LogLimits.MetadataBytes)
            throw new LogException(LogErrorCode.InvalidArgument, $"metadata of {metadata.Length} bytes: the log takes at most {LogLimits.MetadataBytes}");
        lock (_lock)
        {
            ThrowIfFailed();
            LogProducerState? state = _state.Producer(producer);
            if (state?.Epoch != epoch)
                return LogCommitResult.Fenced;
            if (state.CommitNumber == number)
                return LogCommitResult.Committed; // the answer to it was lost
            if (state.CommitNumber != number - 1)
                throw new LogException(LogErrorCode.InvalidArgument, $"commit {number} of {producer} does not follow on {state.CommitNumber}");
            foreach ((string topic, int partition) in records.Partitions)
                _ = Partition(topic, partition);

            StateChange.Committed change;
            try
            {
                var touched = new List<ILogFile>();
                var grown = new List<StateChange.Grown>();
                foreach ((string topic, int partition) in records.Partitions)
                    grown.Add(Write(topic, partition, records, touched));
                foreach (ILogFile file in touched)
                    Sync(file.Sync);
                change = new(producer, epoch, number, metadata.ToArray(), grown);
                _commits.Append(change);
            }
            catch (IOException failure) when (DiskFull.Is(failure))
            {
                Undo(records);
                return LogCommitResult.DiskFull;
            }
            catch (Exception failure) when (failure is IOException or SyncFailedException)
            {
                throw Fail(failure, $"commit {number} of {producer}");
            }

            _state.Apply(change);
            foreach ((string topic, int partition) in records.Partitions)
                Retain(topic, partition);
            BeginAnewIfLarge();
            return LogCommitResult.Committed;
        }
    }

    // Only writing may fail and be tried again. After a failed sync nobody knows what is on disk, not even when the next one succeeds.
    private static void Sync(Action sync)
    {
        try
        {
            sync();
        }
        catch (IOException failure)
        {
            throw new SyncFailedException(failure);
        }
    }

    /// <summary>Writes a partition's batches behind its committed end, into new segments where the old one is full.</summary>
    private StateChange.Grown Write(string topic, int partitionNumber, StagedRecords records, List<ILogFile> touched)
    {
        LogPartition partition = Partition(topic, partitionNumber);
        PartitionView view = partition.View;
        long segmentBytes = _state.Topic(topic)!.Options.SegmentBytes, end = view.End;
        var segments = new List<LogSegment>();
        LogSegment? current = view.Segments.Length > 0 ? view.Segments[^1] : null;
        if (current is { } last && partition.Active is null)
            Activate(partition, last.BaseOffset, create: false);
        int count = records.Count(topic, partitionNumber);
        for (int i = 0; i < count; i++)
        {
            Span<byte> batch = records.Read(topic, partitionNumber, i);
            if (current is not { } segment || segment.Length + batch.Length > segmentBytes)
            {
                // What was written to the one before is synced here, since its file is closed.
                if (partition.Active is { } full && touched.Remove(full))
                    Sync(full.Sync);
                if (current is { } done && i > 0)
                    segments.Add(done);
                segment = new(end, 0, long.MinValue);
                Activate(partition, end, create: true);
            }

            if (!touched.Contains(partition.Active!))
                touched.Add(partition.Active!);
            BatchFormat.SetBaseOffset(batch, end);
            partition.Active!.Write(segment.Length, batch);
            end += BatchFormat.Count(batch);
            current = segment with
            {
                Length = segment.Length + batch.Length,
                MaxTimestampMs = Math.Max(segment.MaxTimestampMs, BatchFormat.MaxTimestamp(batch)),
            };
        }

        segments.Add(current!.Value);
        return new(topic, partitionNumber, end, segments);
    }

    private void Activate(LogPartition partition, long baseOffset, bool create)
    {
        partition.Dispose();
        if (create)
            Sync(() => _files.CreateFolder(partition.Folder));
        partition.Active = _files.Open(partition.PathOf(new(baseOffset, 0, 0)), create);
        partition.ActiveBase = baseOffset;
        if (!create)
            return;
        partition.Active.Truncate(0); // a commit that was undone may have left it
        for (string folder = partition.Folder; ; folder = Path.GetDirectoryName(folder)!)
        {
            Sync(() => _files.SyncFolder(folder));
            if (folder == _folder)
                break;
        }
    }

    /// <summary>Gives back the room that a commit which did not happen has taken. Where even that fails, the bytes lie beyond the committed end and are written over.</summary>
    private void Undo(StagedRecords records)
    {
        foreach ((string topic, int partitionNumber) in records.Partitions)
        {
            LogPartition partition = Partition(topic, partitionNumber);
            PartitionView view = partition.View;
            try
            {
                if (view.Segments.Length > 0 && view.Segments[^1] is var last && partition.Active is { } active && partition.ActiveBase == last.BaseOffset)
                    active.Truncate(last.Length);
                else
                    partition.Dispose();
                foreach (string name in _files.Files(partition.Folder))
                {
                    if (!view.Segments.Any(segment => segment.FileName == name))
                        _files.DeleteFile(Path.Combine(partition.Folder, name));
                }
            }
            catch (IOException)
            {
                partition.Dispose();
            }
        }
    }
}
