using System.Collections.Concurrent;

namespace Weir.Engine.Runtime;

/// <summary>What the tasks of one job share. Thread-safe.</summary>
public sealed class JobShared
{
    private readonly ConcurrentDictionary<string, AlignmentGroup> _groups = new(StringComparer.Ordinal);

    /// <summary>The group of sources of that name (scan.watermark.alignment.group).</summary>
    public AlignmentGroup Alignment(string name) => _groups.GetOrAdd(name, _ => new AlignmentGroup());
}

/// <summary>
/// Sources that keep together in event time: each says how far each of its partitions is, and one that is too far ahead of the slowest waits. Thread-safe.
/// </summary>
public sealed class AlignmentGroup
{
    private readonly ConcurrentDictionary<object, long> _watermarks = new();

    /// <summary>Says how far a partition is; <see cref="long.MaxValue"/> when it is idle or at its end.</summary>
    public void Report(object partition, long watermark) => _watermarks[partition] = watermark;

    /// <summary>The watermark of the slowest partition.</summary>
    public long Slowest
    {
        get
        {
            long slowest = long.MaxValue;
            foreach ((object _, long watermark) in _watermarks)
            {
                slowest = Math.Min(slowest, watermark);
            }

            return slowest;
        }
    }
}
