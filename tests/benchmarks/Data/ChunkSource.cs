using System.Globalization;
using Weir.Engine.Batches;
using Weir.Engine.Connectors;

namespace Weir.Benchmarks.Data;

/// <summary>Hands over the chunks of a table as they are, so many times over; at each one the clock goes on.</summary>
internal sealed class ChunkSource(EventTable table, int passes, ManualClock? clock) : TableSource
{
    public override bool IsBounded => true;

    /// <summary>What the thread had allocated when half of the rows had been handed over.</summary>
    public long AllocatedAtHalf { get; private set; }

    /// <summary>What it had allocated when all of them had been.</summary>
    public long AllocatedAtEnd { get; private set; }

    public override IReadOnlyList<PartitionReader> Open(SourceContext context) =>
        [new Reader(this, [.. context.Columns.Select(table.Chunks)])];

    private sealed class Reader(ChunkSource source, Column[][] columns) : PartitionReader
    {
        private readonly EventTable _table = source.Table;
        private readonly int _chunks = source.Table.ChunkCount;
        private readonly int _end = source.Table.ChunkCount * source.Passes;
        private readonly Column[] _batch = new Column[columns.Length];
        private int _next;

        public override string Partition => "chunks";

        public override string Position => _next.ToString(CultureInfo.InvariantCulture);

        public override ReadStatus Read(SourceBatch batch)
        {
            if (_next == _end)
            {
                source.AllocatedAtEnd = GC.GetAllocatedBytesForCurrentThread();
                return ReadStatus.Ended;
            }

            if (_next == _end / 2)
            {
                source.AllocatedAtHalf = GC.GetAllocatedBytesForCurrentThread();
            }

            int chunk = _next % _chunks;
            for (int c = 0; c < columns.Length; c++)
            {
                _batch[c] = columns[c][chunk].Retain();
            }

            batch.Take(_batch, _table.RowsOf(chunk));
            source.Clock?.At(_next);
            _next++;
            return ReadStatus.Rows;
        }
    }

    private EventTable Table => table;

    private int Passes => passes;

    private ManualClock? Clock => clock;
}
