using System.Globalization;
using Weir.Engine.Batches;
using Weir.Engine.Connectors;

namespace Weir.Benchmarks.States;

/// <summary>
/// Rows of a key (BIGINT), and of a time or a number that is the same in all of them, as many as it is told to give; then it waits for more. Keys come in an order without locality, each once before any comes again.
/// </summary>
internal sealed class KeySource(long keys, long number) : TableSource
{
    /// <summary>An odd factor, so that its multiples are spread over the keys.</summary>
    private const ulong Factor = 0x9E3779B97F4A7C15;

    private Action _wake = static () => { };
    private long _allowed;
    private long _given;

    public override bool IsBounded => false;

    /// <summary>Rows given; read by anyone.</summary>
    public long Given => Volatile.Read(ref _given);

    /// <summary>Lets so many more rows be read.</summary>
    public void Allow(long rows)
    {
        Interlocked.Add(ref _allowed, rows);
        _wake();
    }

    public override IReadOnlyList<PartitionReader> Open(SourceContext context)
    {
        _wake = context.Wake;
        return [new Reader(this, [.. context.Columns])];
    }

    private sealed class Reader(KeySource source, int[] columns) : PartitionReader
    {
        public override string Partition => "keys";

        public override string Position => source.Given.ToString(CultureInfo.InvariantCulture);

        public override ReadStatus Read(SourceBatch batch)
        {
            long given = source.Given;
            int rows = (int)Math.Min(batch.Capacity, Volatile.Read(ref source._allowed) - given);
            if (rows == 0)
            {
                return ReadStatus.Waiting;
            }

            for (int c = 0; c < columns.Length; c++)
            {
                Span<long> to = ((FixedColumn<long>)batch.Columns[c]).Values[..rows];
                if (columns[c] != 0)
                {
                    to.Fill(source.Number);
                    continue;
                }

                for (int i = 0; i < rows; i++)
                {
                    to[i] = source.Key(given + i);
                }
            }

            batch.AddMany(rows);
            Volatile.Write(ref source._given, given + rows);
            return ReadStatus.Rows;
        }
    }

    private long Number => number;

    /// <summary>Each number below 2^62 has another.</summary>
    private long Key(long row) => (long)(((ulong)(row % keys) * Factor) & (ulong.MaxValue >> 2));
}
