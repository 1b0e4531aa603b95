using Weir.Engine.Types;

namespace Weir.Engine.Runtime;

/// <summary>The reading end of one queue, with what it has said of time so far.</summary>
internal sealed class StageInput(StageQueue queue, int input, IReadOnlyList<DataType> types)
{
    public StageQueue Queue { get; } = queue;

    /// <summary>Which input of the stage's first operator it feeds.</summary>
    public int Input { get; } = input;

    /// <summary>The types of its batches.</summary>
    public IReadOnlyList<DataType> Types { get; } = types;

    public long Watermark { get; set; } = long.MinValue;

    public bool IsIdle { get; set; }

    public bool IsEnded { get; set; }
}
