using Weir.Engine.Batches;
using Weir.Engine.Connectors;

namespace Weir.Benchmarks;

/// <summary>Reads bids from arrays and sums every value that comes out, so that all of them are really computed.</summary>
internal sealed class ArrayTables(BidArrays bids) : IConnectorProvider
{
    public ChecksumSink Sink { get; } = new();

    public TableSource CreateSource(TableSpec table) => new ArraySource(bids);

    public TableSink CreateSink(TableSpec table) => Sink;

    private sealed class ArraySource(BidArrays bids) : TableSource
    {
        public override bool IsBounded => true;

        public override IReadOnlyList<PartitionReader> Open(SourceContext context)
        {
            long[][] columns = [bids.Auction, bids.Bidder, bids.Price, bids.TimeMs];
            return [new ArrayReader([.. context.Columns.Select(c => columns[c])], bids.Count)];
        }
    }

    private sealed class ArrayReader(long[][] columns, int count) : PartitionReader
    {
        private int _next;

        public override string Partition => "array";

        public override string Position => _next.ToString(System.Globalization.CultureInfo.InvariantCulture);

        public override ReadStatus Read(SourceBatch batch)
        {
            int rows = Math.Min(batch.Capacity, count - _next);
            for (int c = 0; c < columns.Length; c++)
            {
                columns[c].AsSpan(_next, rows).CopyTo(((FixedColumn<long>)batch.Columns[c]).Values);
            }

            batch.AddMany(rows);
            _next += rows;
            return rows == 0 ? ReadStatus.Ended : ReadStatus.Rows;
        }
    }
}

/// <summary>Sums all values of all columns.</summary>
internal sealed class ChecksumSink : TableSink
{
    public long Sum { get; private set; }

    public override SinkGuarantee Guarantee => SinkGuarantee.None;

    public override ChangelogMode Accepts(ChangelogMode query) => ChangelogMode.All;

    public override void Open(SinkContext context) => Sum = 0;

    public override void Write(Batch batch)
    {
        long sum = 0;
        foreach (Column column in batch.Columns)
        {
            switch (column)
            {
                case FixedColumn<long> c when batch.Rows.IsDense:
                    foreach (long value in c.Values[..batch.RowCount])
                    {
                        sum += value;
                    }

                    break;
                case FixedColumn<long> c:
                    foreach (int row in batch.Rows)
                    {
                        sum += c[row];
                    }

                    break;
                case FixedColumn<Int128> c:
                    foreach (int row in batch.Rows)
                    {
                        sum += (long)c[row];
                    }

                    break;
                default:
                    throw new InvalidOperationException($"No checksum for {column.Physical}.");
            }
        }

        Sum += sum;
    }
}
