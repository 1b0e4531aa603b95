using System.Globalization;
using Weir.Connectors.Pacing;
using Weir.Engine.Connectors;

namespace Weir.Connectors.Nexmark;

/// <summary>
/// One partition of the events. Partitions are dealt whole blocks of events in turn: with 2 partitions the first has blocks 0, 2, 4…, the second 1, 3, 5…; so events stay in runs, and no partition is ahead of
/// another by more than some ms of event time. The position is the number of the next event.
/// </summary>
internal sealed class NexmarkReader : PartitionReader
{
    /// <summary>The events of a block: whole cycles, so that no block favours a kind.</summary>
    public const int BlockEvents = 40 * NexmarkEvents.Cycle;

    private readonly NexmarkLayout _layout;
    private readonly Throttle? _throttle;
    private readonly int _first;
    private readonly int _count;
    private readonly long _end;
    private readonly int _partitions;
    private readonly long[] _events;
    private long _next;

    public NexmarkReader(NexmarkLayout layout, NexmarkKind? kind, long end, int partition, int partitions, long? next, Throttle? throttle, int batchRows)
    {
        _layout = layout;
        (_first, _count) = NexmarkCycle.Share(kind);
        _end = end;
        _partitions = partitions;
        _throttle = throttle;
        _events = new long[batchRows];
        _next = next ?? (long)partition * BlockEvents;
        Partition = Name(partition, partitions);
    }

    public override string Partition { get; }

    public override string Position => _next.ToString(CultureInfo.InvariantCulture);

    public override long? LagRows => null;

    /// <summary>A partition's name.</summary>
    public static string Name(int partition, int partitions) => string.Create(CultureInfo.InvariantCulture, $"{partition}-of-{partitions}");

    public override ReadStatus Read(SourceBatch batch)
    {
        if (_next >= _end)
        {
            return ReadStatus.Ended;
        }

        long end = Math.Min(_end, _throttle?.Allowed(_next) ?? long.MaxValue);
        int room = Math.Min(batch.Capacity - batch.RowCount, _events.Length);
        int rows = 0;
        while (rows < room && _next < end)
        {
            long blockEnd = (_next / BlockEvents * BlockEvents) + BlockEvents;
            rows += Number(_events.AsSpan(rows, room - rows), Math.Min(end, blockEnd));
            if (_next == blockEnd)
            {
                _next += (long)(_partitions - 1) * BlockEvents;
            }
        }

        if (rows > 0)
        {
            _layout.Fill(batch, batch.RowCount, _events.AsSpan(0, rows));
            batch.AddMany(rows);
            return ReadStatus.Rows;
        }

        if (_next >= _end)
        {
            return ReadStatus.Ended;
        }

        _throttle!.WakeAt(_next);
        return ReadStatus.Waiting;
    }

    public override void Dispose()
    {
        _throttle?.Dispose();
        base.Dispose();
    }

    /// <summary>Writes the numbers of the wanted events from the next one up to the end, as many as there is room for, and goes on behind them.</summary>
    private int Number(Span<long> to, long end)
    {
        int rows = 0;
        while (_next < end)
        {
            long cycle = _next / NexmarkEvents.Cycle * NexmarkEvents.Cycle;
            long from = Math.Max(_next, cycle + _first);
            long until = Math.Min(end, cycle + _first + _count);
            if (from >= until)
            {
                _next = Math.Min(end, from < cycle + _first + _count ? from : cycle + NexmarkEvents.Cycle);
                continue;
            }

            int run = (int)Math.Min(until - from, to.Length - rows);
            for (int k = 0; k < run; k++)
            {
                to[rows + k] = from + k;
            }

            rows += run;
            _next = from + run;
            if (rows == to.Length)
            {
                break;
            }
        }

        return rows;
    }
}
