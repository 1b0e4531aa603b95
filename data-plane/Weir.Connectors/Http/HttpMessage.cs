namespace Weir.Connectors.Http;

/// <summary>A message to be posted.</summary>
/// <param name="Number">Its place in the order, from 0.</param>
/// <param name="Id">What a receiver knows it by when it comes again.</param>
internal sealed record HttpMessage(long Number, string Id, byte[] Body);
