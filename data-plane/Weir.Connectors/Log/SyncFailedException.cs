
namespace Weir.Connectors.Log;

/// <summary>The disk failed to say what is on it. After this nothing is known of the last write, so the log must be opened anew.</summary>
internal sealed class SyncFailedException(IOException inner) : Exception(inner.Message, inner);
