namespace Weir.Engine.Connectors;

/// <summary>An outside system or a table's configuration that stands in the way: what is wrong, where, what to do. It fails the job.</summary>
public sealed class ConnectorException(string message, Exception? inner = null) : Exception(message, inner);
