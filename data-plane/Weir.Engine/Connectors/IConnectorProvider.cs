namespace Weir.Engine.Connectors;

/// <summary>Makes sources and sinks for tables; the engine's only way to the outside.</summary>
public interface IConnectorProvider
{
    /// <summary>A source for one lane.</summary>
    /// <exception cref="ConnectorException">The options do not make a source.</exception>
    TableSource CreateSource(TableSpec table);

    /// <summary>A sink for one lane.</summary>
    /// <exception cref="ConnectorException">The options do not make a sink.</exception>
    TableSink CreateSink(TableSpec table);
}
