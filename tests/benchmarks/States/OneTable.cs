using Weir.Engine.Connectors;

namespace Weir.Benchmarks.States;

/// <summary>The engine's way to one source and one sink.</summary>
internal sealed class OneTable(TableSource source, TableSink sink) : IConnectorProvider
{
    public TableSource CreateSource(TableSpec table) => source;

    public TableSink CreateSink(TableSpec table) => sink;
}
