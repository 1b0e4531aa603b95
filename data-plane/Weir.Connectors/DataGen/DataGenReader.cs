using System.Globalization;
using Weir.Connectors.Pacing;
using Weir.Engine.Connectors;

namespace Weir.Connectors.DataGen;

/// <summary>One partition of generated rows: with P partitions the rows p, p + P, p + 2P… Its position is the number of the next row.</summary>
internal sealed class DataGenReader(string partition, (ValueGenerator Generator, int Field)[] columns, ulong seed, long next, int step, long end, Throttle throttle, TimeProvider clock, DataGenHistory history) : PartitionReader
{
    private long _next = next;

    public override string Partition => partition;

    public override string Position => _next.ToString(CultureInfo.InvariantCulture);

    public override ReadStatus Read(SourceBatch batch)
    {
        if (_next >= end)
        {
            return ReadStatus.Ended;
        }

        long allowed = Math.Min(end, throttle.Allowed(_next));
        long nowMs = clock.GetUtcNow().ToUnixTimeMilliseconds();
        while (_next < allowed && !batch.IsFull)
        {
            RowMoment moment = new(_next, history.MomentMs(_next) ?? nowMs);
            for (int c = 0; c < columns.Length; c++)
            {
                SplitMix random = SplitMix.For(seed, _next, columns[c].Field);
                columns[c].Generator.Generate(batch.Columns[c], batch.RowCount, ref random, moment);
            }

            batch.Add();
            _next += step;
        }

        if (batch.RowCount > 0)
        {
            return ReadStatus.Rows;
        }

        throttle.WakeAt(_next);
        return ReadStatus.Waiting;
    }

    public override void Dispose()
    {
        throttle.Dispose();
        base.Dispose();
    }
}
