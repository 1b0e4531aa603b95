namespace Weir.Connectors.Http;

/// <summary>What came of one attempt.</summary>
/// <param name="IsDelivered">The receiver has it.</param>
/// <param name="MayRetry">Whether another attempt may help.</param>
/// <param name="RetryAfter">How long the receiver asks to wait.</param>
/// <param name="Reason">What went wrong.</param>
internal readonly record struct PostResult(bool IsDelivered, bool MayRetry = false, TimeSpan? RetryAfter = null, string Reason = "");
