namespace Weir.Engine.Functions.Json;

/// <summary>A text that is no JSON path.</summary>
internal sealed class JsonPathException(string message) : Exception(message);
