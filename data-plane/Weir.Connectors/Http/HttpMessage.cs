namespace Weir.Connectors.Http;

/// <summary>A message to be sent.</summary>
/// <param name="Id">The same for the same row of the same job, however often it is sent.</param>
/// <param name="Body">Its bytes.</param>
internal sealed record HttpMessage(string Id, byte[] Body);
