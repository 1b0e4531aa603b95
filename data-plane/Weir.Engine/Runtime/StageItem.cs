using Weir.Engine.Batches;

namespace Weir.Engine.Runtime;

/// <summary>The kinds of thing that go over an edge.</summary>
internal enum StageItemKind : byte
{
    Batch,
    Watermark,
    Idle,

    /// <summary>Rows come again after <see cref="Idle"/>, though time has not moved on.</summary>
    Active,
    End,
}

/// <summary>A batch or a sign of time on its way between stages.</summary>
internal readonly record struct StageItem(StageItemKind Kind, Batch? Batch, long Watermark)
{
    public static StageItem Of(Batch batch) => new(StageItemKind.Batch, batch, 0);

    public static StageItem At(long watermark) => new(StageItemKind.Watermark, null, watermark);

    public static StageItem Idle { get; } = new(StageItemKind.Idle, null, 0);

    public static StageItem Active { get; } = new(StageItemKind.Active, null, 0);

    public static StageItem End { get; } = new(StageItemKind.End, null, 0);
}
