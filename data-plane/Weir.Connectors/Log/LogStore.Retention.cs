
namespace Weir.Connectors.Log;

// What is dropped, and when: after a commit, under the lock. Nothing here may turn a commit that is done into one that is not, so a
// full disk only puts it off, and other trouble shows at the next call.
internal sealed partial class LogStore
{
    private void Retain(string topic, int partitionNumber)
    {
        LogTopicOptions options = _state.Topic(topic)!.Options;
        if (options is { RetentionBytes: 0, RetentionMs: 0 } || _failure is not null)
            return;
        LogPartition partition = Partition(topic, partitionNumber);
        LogSegment[] segments = partition.View.Segments;
        long total = segments.Sum(segment => segment.Length);
        long oldest = _time.GetUtcNow().ToUnixTimeMilliseconds() - options.RetentionMs;
        int drop = 0;
        while (drop < segments.Length - 1
               && ((options.RetentionBytes > 0 && total - segments[drop].Length >= options.RetentionBytes)
                   || (options.RetentionMs > 0 && segments[drop].MaxTimestampMs < oldest)))
        {
            total -= segments[drop++].Length;
        }

        if (drop == 0)
            return;
        try
        {
            Change(new StateChange.Trimmed(topic, partitionNumber, segments[drop].BaseOffset), $"drop old records of {topic}");
            // Files that nothing names any more; those that cannot be deleted now are when the log is opened.
            foreach (LogSegment segment in segments.AsSpan(0, drop))
                _files.DeleteFile(partition.PathOf(segment));
        }
        catch (Exception failure) when (failure is IOException or LogException)
        {
        }
    }

    private void BeginAnewIfLarge()
    {
        if (!_commits.IsLarge || _failure is not null)
            return;
        try
        {
            _commits.BeginAnew(_state.Whole());
        }
        catch (IOException)
        {
            // The old file goes on.
        }
        catch (SyncFailedException failure)
        {
            Fail(failure, "begin a new file of commits");
        }
    }
}
