using Weir.Engine.Connectors;

namespace Weir.Benchmarks.Data;

/// <summary>The engine's way to the chunks and to the checksum.</summary>
internal sealed class BenchmarkTables(ChunkSource source, ChecksumSink sink) : IConnectorProvider
{
    public TableSource CreateSource(TableSpec table) => source;

    public TableSink CreateSink(TableSpec table) => sink;
}
