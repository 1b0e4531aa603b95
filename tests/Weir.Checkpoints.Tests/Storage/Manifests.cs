using Weir.Engine.Checkpoints;

namespace Weir.Checkpoints.Tests.Storage;

/// <summary>Manifests for tests of what they are made of.</summary>
internal static class Manifests
{
    public static SnapshotManifest Of(SnapshotFile file, IReadOnlyList<SavedBlock> blocks) => new()
    {
        Job = "job",
        Checkpoint = 7,
        IsSavepoint = false,
        Time = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
        Run = "run",
        KeyGroups = 128,
        Lanes = 1,
        Files = [file],
        Operators = [new SavedOperator("op", "Operator", "shape", [new SavedState("state", 0, blocks)])],
    };
}
