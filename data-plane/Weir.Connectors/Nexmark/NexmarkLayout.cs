using Weir.Engine.Batches;
using Weir.Engine.Connectors;
using Weir.Engine.Types;

namespace Weir.Connectors.Nexmark;

/// <summary>How the wanted columns of a table are filled; made once when the source is opened.</summary>
internal sealed class NexmarkLayout
{
    private readonly NexmarkFill[] _fills;
    private readonly TableSpec _table;
    private readonly EventClock _clock;

    private NexmarkLayout(TableSpec table, EventClock clock, NexmarkKind? kind, IReadOnlyList<int> wanted)
    {
        _table = table;
        _clock = clock;
        _fills = [.. wanted.Select(c => kind is { } only ? Fill(table.Columns[c], only) : FillOfAllKinds(table.Columns[c]))];
    }

    /// <summary>A layout for events of one kind (or of all, with the kind null); checks all columns of the table, wanted or not.</summary>
    public static NexmarkLayout Create(TableSpec table, EventClock clock, NexmarkKind? kind, IReadOnlyList<int> wanted)
    {
        _ = new NexmarkLayout(table, clock, kind, [.. Enumerable.Range(0, table.Columns.Count)]);
        return new NexmarkLayout(table, clock, kind, wanted);
    }

    /// <summary>Writes the events to the rows from start on.</summary>
    public void Fill(SourceBatch batch, int start, ReadOnlySpan<long> events)
    {
        for (int c = 0; c < _fills.Length; c++)
        {
            _fills[c](batch.Columns[c], start, events);
        }
    }

    private static IReadOnlyList<NexmarkField> Fields(NexmarkKind kind, EventClock clock) => kind switch
    {
        NexmarkKind.Person => PersonFields.Create(clock),
        NexmarkKind.Auction => AuctionFields.Create(clock),
        _ => BidFields.Create(clock),
    };

    private NexmarkFill Fill(ColumnSpec column, NexmarkKind kind)
    {
        IReadOnlyList<NexmarkField> fields = Fields(kind, _clock);
        return Field(column.Name, column.Name, column.Type, fields).Fill;
    }

    private NexmarkField Field(string path, string name, DataType type, IReadOnlyList<NexmarkField> fields)
    {
        NexmarkField field = fields.FirstOrDefault(f => f.Name == name)
            ?? throw new ConnectorException($"Table '{_table.Name}': nexmark has no column '{path}'; there are {string.Join(", ", fields.Select(f => f.Name))}.");
        bool fits = field.Type.Root == TypeRoot.Timestamp ? type.IsTimestamp : type.Root == field.Type.Root && type.Precision == field.Type.Precision;
        return fits ? field : throw new ConnectorException($"Table '{_table.Name}': the column '{path}' is declared {type}; nexmark gives {field.Type}.");
    }

    private NexmarkFill FillOfAllKinds(ColumnSpec column)
    {
        switch (column.Name)
        {
            case "event_type":
                _ = Field(column.Name, column.Name, column.Type, [new NexmarkField("event_type", DataType.Int, FillEventType)]);
                return FillEventType;
            case "dateTime":
                return Field(column.Name, column.Name, column.Type, [new NexmarkField("dateTime", DataType.Timestamp(3), _clock.Fill)]).Fill;
            case "person":
                return FillNested(column, NexmarkKind.Person);
            case "auction":
                return FillNested(column, NexmarkKind.Auction);
            case "bid":
                return FillNested(column, NexmarkKind.Bid);
            default:
                throw new ConnectorException($"Table '{_table.Name}': nexmark has no column '{column.Name}'; there are event_type, person, auction, bid, dateTime.");
        }
    }

    private NexmarkFill FillNested(ColumnSpec column, NexmarkKind kind)
    {
        if (column.Type.Root != TypeRoot.Row)
        {
            throw new ConnectorException($"Table '{_table.Name}': the column '{column.Name}' is declared {column.Type}; nexmark gives a ROW.");
        }

        IReadOnlyList<NexmarkField> fields = Fields(kind, _clock);
        NexmarkFill[] fills = [.. column.Type.Fields.Select(f => Field($"{column.Name}.{f.Name}", f.Name, f.Type, fields).Fill)];
        return (target, start, events) => FillRows((RowColumn)target, start, events, kind, fills);
    }

    private static void FillEventType(Column column, int start, ReadOnlySpan<long> events)
    {
        Span<int> to = ((FixedColumn<int>)column).Values.Slice(start, events.Length);
        for (int k = 0; k < to.Length; k++)
        {
            to[k] = (int)NexmarkCycle.KindOf(events[k]);
        }
    }

    /// <summary>Fills the rows that are of the kind, run by run, and makes the others NULL.</summary>
    private static void FillRows(RowColumn column, int start, ReadOnlySpan<long> events, NexmarkKind kind, NexmarkFill[] fills)
    {
        Span<byte> valid = column.TrackNulls().Slice(start, events.Length);
        for (int k = 0; k < events.Length;)
        {
            NexmarkKind here = NexmarkCycle.KindOf(events[k]);
            int run = 1;
            while (k + run < events.Length && NexmarkCycle.KindOf(events[k + run]) == here)
            {
                run++;
            }

            valid.Slice(k, run).Fill(here == kind ? (byte)1 : (byte)0);
            for (int f = 0; f < fills.Length; f++)
            {
                if (here == kind)
                {
                    fills[f](column.Fields[f], start + k, events.Slice(k, run));
                }
                else if (column.Fields[f] is BytesColumn text)
                {
                    text.Starts.Slice(start + k, run).Clear();
                    text.Lengths.Slice(start + k, run).Clear();
                }
            }

            k += run;
        }
    }
}
