namespace Weir.Engine.Windows;

/// <summary>How rows are put into slices.</summary>
public abstract record SliceAssignment
{
    private SliceAssignment()
    {
    }

    /// <summary>By a column of event time (TIMESTAMP(3) or TIMESTAMP_LTZ(3)).</summary>
    /// <param name="Window">The windows.</param>
    /// <param name="TimeColumn">The column's position.</param>
    /// <param name="IsLocalTime">Whether windows are cut by wall time of the session's zone (TIMESTAMP_LTZ).</param>
    public sealed record ByEventTime(WindowSpec Window, int TimeColumn, bool IsLocalTime) : SliceAssignment;

    /// <summary>By the clock when a row comes; windows are cut by wall time of the session's zone.</summary>
    /// <param name="Window">The windows.</param>
    public sealed record ByProcessingTime(WindowSpec Window) : SliceAssignment;

    /// <summary>Rows carry their window: each end is a slice of its own, and the start one more key, as windows of one end may begin at different times.</summary>
    /// <param name="StartColumn">Position of the window's start (TIMESTAMP(3), wall time).</param>
    /// <param name="EndColumn">Position of the window's end (TIMESTAMP(3), wall time).</param>
    /// <param name="IsLocalTime">Whether bounds are wall time of the session's zone.</param>
    public sealed record ByOwnWindow(int StartColumn, int EndColumn, bool IsLocalTime) : SliceAssignment;
}
