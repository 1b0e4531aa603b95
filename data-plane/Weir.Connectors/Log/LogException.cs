namespace Weir.Connectors.Log;

/// <summary>A call to the log failed; nothing of it took effect, except where the code says that this is open.</summary>
public sealed class LogException(LogErrorCode code, string message, Exception? inner = null) : Exception(message, inner)
{
    public LogErrorCode Code { get; } = code;
}
