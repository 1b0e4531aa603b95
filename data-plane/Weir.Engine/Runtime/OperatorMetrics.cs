namespace Weir.Engine.Runtime;

/// <summary>The figures of one operator on one lane. Written by the lane alone, read by anyone (a figure may be a moment old).</summary>
public sealed class OperatorMetrics
{
    private long _watermark = long.MinValue;

    /// <summary>numRecordsIn.</summary>
    public long RowsIn { get; set; }

    /// <summary>numRecordsOut.</summary>
    public long RowsOut { get; set; }

    /// <summary>numBytesIn: bytes read by a source.</summary>
    public long BytesIn { get; set; }

    /// <summary>numBytesOut: bytes written by a sink.</summary>
    public long BytesOut { get; set; }

    /// <summary>numLateRecordsDropped.</summary>
    public long LateRows { get; set; }

    /// <summary>Rows that did not parse.</summary>
    public long DeadLetters { get; set; }

    /// <summary>pendingRecords: rows that wait to be read, where that is known; -1 where not.</summary>
    public long PendingRows { get; set; } = -1;

    /// <summary>currentOutputWatermark, in milliseconds; <see cref="long.MinValue"/> before the first.</summary>
    public long Watermark
    {
        get => Volatile.Read(ref _watermark);
        set => Volatile.Write(ref _watermark, value);
    }

    /// <summary>Bytes of state held.</summary>
    public long StateBytes { get; set; }

    /// <summary>Ticks of <see cref="System.Diagnostics.Stopwatch"/> that the chain which this operator heads has spent at work, for busyTimeMsPerSecond.</summary>
    public long BusyTicks { get; set; }

    /// <summary>Of the ticks at work of its chain, those of this operator alone.</summary>
    public long OwnTicks { get; set; }

    /// <summary>Ticks in which it could not run because what comes after it had no room, for backPressuredTimeMsPerSecond.</summary>
    public long BackpressuredTicks { get; set; }

    /// <summary>What stands in the way (a broker that cannot be reached), or null.</summary>
    public string? Trouble { get; set; }
}
