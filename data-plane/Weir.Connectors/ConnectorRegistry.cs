using Weir.Engine.Connectors;

namespace Weir.Connectors;

/// <summary>The connectors by name. The planner has checked a table's options against the connector's descriptor before it gets here.</summary>
public sealed class ConnectorRegistry : IConnectorProvider
{
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The names, in order.</summary>
    public IReadOnlyList<string> Names => [.. _entries.Keys.Order(StringComparer.Ordinal)];

    /// <summary>A registry with the built-in connectors.</summary>
    public static ConnectorRegistry CreateBuiltIn(ConnectorServices services)
    {
        ConnectorRegistry registry = new();
        BuiltInConnectors.AddTo(registry, services);
        return registry;
    }

    /// <summary>Adds a connector; without a source its tables cannot be read, without a sink they cannot be written.</summary>
    /// <param name="name">The value of <c>connector</c>.</param>
    /// <param name="source">Makes a source.</param>
    /// <param name="sink">Makes a sink.</param>
    /// <param name="home">
    /// Makes the home of a job (the first argument) that reads and writes these tables (the others; they are of all connectors): asked once with the sinks alone, and when no connector has a home for them once with the sources alone;
    /// null when these tables give none.
    /// </param>
    public ConnectorRegistry Add(
        string name, Func<TableSpec, TableSource>? source, Func<TableSpec, TableSink>? sink, Func<string, IReadOnlyList<TableSpec>, IReadOnlyList<TableSpec>, ICommitHome?>? home = null)
    {
        _entries.Add(name, new Entry(source, sink, home));
        return this;
    }

    /// <summary>Whether tables of the connector can be read.</summary>
    public bool HasSource(string name) => _entries.TryGetValue(name, out Entry entry) && entry.Source is not null;

    /// <summary>Whether tables of the connector can be written.</summary>
    public bool HasSink(string name) => _entries.TryGetValue(name, out Entry entry) && entry.Sink is not null;

    /// <inheritdoc/>
    public TableSource CreateSource(TableSpec table) =>
        (Find(table).Source ?? throw new ConnectorException($"Table '{table.Name}': the connector '{table.Connector}' cannot be read, only written."))(table);

    /// <inheritdoc/>
    public TableSink CreateSink(TableSpec table) =>
        (Find(table).Sink ?? throw new ConnectorException($"Table '{table.Name}': the connector '{table.Connector}' cannot be written, only read."))(table);

    /// <inheritdoc/>
    public ICommitHome? CreateHome(string job, IReadOnlyList<TableSpec> sources, IReadOnlyList<TableSpec> sinks)
    {
        foreach (TableSpec sink in sinks)
        {
            if (Find(sink).Home?.Invoke(job, [], sinks) is { } home)
            {
                return home;
            }
        }

        foreach (TableSpec source in sources)
        {
            if (Find(source).Home?.Invoke(job, sources, []) is { } home)
            {
                return home;
            }
        }

        return null;
    }

    private Entry Find(TableSpec table) =>
        _entries.TryGetValue(table.Connector, out Entry entry)
            ? entry
            : throw new ConnectorException($"Table '{table.Name}': there is no connector '{table.Connector}'; there are {string.Join(", ", Names)}.");

    private readonly record struct Entry(
        Func<TableSpec, TableSource>? Source, Func<TableSpec, TableSink>? Sink, Func<string, IReadOnlyList<TableSpec>, IReadOnlyList<TableSpec>, ICommitHome?>? Home);
}
