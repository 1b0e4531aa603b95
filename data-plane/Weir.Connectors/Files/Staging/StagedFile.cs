namespace Weir.Connectors.Files.Staging;

/// <summary>A file that waits under a hidden name.</summary>
/// <param name="HiddenPath">Where it is.</param>
/// <param name="Path">Where it will be.</param>
/// <param name="Length">How many of its bytes count; a crash may have left more.</param>
internal sealed record StagedFile(string HiddenPath, string Path, long Length);
