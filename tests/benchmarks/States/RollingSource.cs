using System.Diagnostics;
using System.Globalization;
using Weir.Benchmarks.Data;
using Weir.Engine.Batches;
using Weir.Engine.Connectors;

namespace Weir.Benchmarks.States;

/// <summary>
/// The rows of a table of numbers again and again for some seconds. Each time, ids and times go on from where they stood, as those of the stream do: sets of values keep growing, and windows keep closing.
/// </summary>
internal sealed class RollingSource(EventTable table, double seconds) : TableSource
{
    public override bool IsBounded => true;

    /// <summary>Rows given.</summary>
    public long Rows { get; private set; }

    /// <summary>Seconds from the first row to the last.</summary>
    public double Seconds { get; private set; }

    public override IReadOnlyList<PartitionReader> Open(SourceContext context) => [new Reader(this, table, seconds, context.Columns)];

    private sealed class Reader : PartitionReader
    {
        private readonly RollingSource _source;
        private readonly EventTable _table;
        private readonly double _seconds;
        private readonly Column[][] _columns;
        private readonly long[] _spans;
        private long _started;
        private int _chunk;
        private long _pass;

        public Reader(RollingSource source, EventTable table, double seconds, IReadOnlyList<int> columns)
        {
            (_source, _table, _seconds) = (source, table, seconds);
            _columns = [.. columns.Select(table.Chunks)];
            _spans = [.. columns.Select((c, i) => table.Spec.Columns[c].Name is "auction" or "bidder" or "dateTime" ? SpanOf(_columns[i]) : 0)];
        }

        public override string Partition => "rolling";

        public override string Position => ((_pass * _table.ChunkCount) + _chunk).ToString(CultureInfo.InvariantCulture);

        public override ReadStatus Read(SourceBatch batch)
        {
            _started = _started == 0 ? Stopwatch.GetTimestamp() : _started;
            double passed = Stopwatch.GetElapsedTime(_started).TotalSeconds;
            if (passed >= _seconds)
            {
                _source.Seconds = _source.Seconds == 0 ? passed : _source.Seconds;
                return ReadStatus.Ended;
            }

            int rows = _table.RowsOf(_chunk);
            for (int c = 0; c < _columns.Length; c++)
            {
                ReadOnlySpan<long> from = EventTable.Longs(_columns[c], _chunk, rows);
                Span<long> to = ((FixedColumn<long>)batch.Columns[c]).Values[..rows];
                long shift = _pass * _spans[c];
                for (int i = 0; i < to.Length; i++)
                {
                    to[i] = from[i] + shift;
                }
            }

            batch.AddMany(rows);
            _source.Rows += rows;
            if (++_chunk == _table.ChunkCount)
            {
                _chunk = 0;
                _pass++;
            }

            return ReadStatus.Rows;
        }

        private long SpanOf(Column[] chunks)
        {
            long least = long.MaxValue;
            long most = long.MinValue;
            for (int i = 0; i < chunks.Length; i++)
            {
                ReadOnlySpan<long> values = EventTable.Longs(chunks, i, _table.RowsOf(i));
                foreach (long value in values)
                {
                    least = Math.Min(least, value);
                    most = Math.Max(most, value);
                }
            }

            return most - least + 1;
        }
    }
}
