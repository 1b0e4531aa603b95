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

    /// <summary>The home of a job that reads and writes these tables: that of its first sink that can be written in a transaction, else of its first such source; null when there is none and the manifest commits.</summary>
    /// <exception cref="ConnectorException">The tables make no home, or more than one is needed.</exception>
    ICommitHome? CreateHome(string job, IReadOnlyList<TableSpec> sources, IReadOnlyList<TableSpec> sinks) => null;
}
