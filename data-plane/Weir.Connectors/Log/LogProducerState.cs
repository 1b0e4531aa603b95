namespace Weir.Connectors.Log;

/// <summary>What the log knows of a producer's id.</summary>
/// <param name="CommitNumber">Counts the commits of this id, so that one whose answer was lost can be asked for again.</param>
/// <param name="Metadata">Of the last commit; null before the first.</param>
internal sealed record LogProducerState(int Epoch, long CommitNumber, byte[]? Metadata);
