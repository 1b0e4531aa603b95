using System.Globalization;
using Weir.Connectors;
using Weir.Engine.Batches;
using Weir.Engine.Connectors;
using Weir.Engine.Types;

namespace Weir.Benchmarks.Data;

/// <summary>The tables that the queries read; each made once.</summary>
internal sealed class EventTables(int rows)
{
    private const int EventsPerCycle = 50;
    private readonly Dictionary<string, EventTable> _tables = [];
    private readonly ConnectorRegistry _connectors = ConnectorRegistry.CreateBuiltIn(new ConnectorServices());

    /// <summary>The table of a name: person, auction, bid, or keyed.</summary>
    public EventTable this[string name]
    {
        get
        {
            if (!_tables.TryGetValue(name, out EventTable? table))
            {
                _tables[name] = table = name switch
                {
                    "person" => Nexmark(name, 1, s_person),
                    "auction" => Nexmark(name, 3, s_auction),
                    "bid" => Nexmark(name, 46, s_bid),
                    _ => Keyed(),
                };
            }

            return table;
        }
    }

    /// <summary>The statement that declares a table to the planner.</summary>
    public static string Declare(TableSpec table) =>
        $"CREATE TABLE {table.Name} ({string.Join(", ", table.Columns.Select(c => $"`{c.Name}` {c.Type}"))}, WATERMARK FOR `dateTime` AS `dateTime` - INTERVAL '4' SECOND);\n";

    private static readonly ColumnSpec[] s_person =
    [
        new("id", DataType.BigInt), new("name", DataType.String), new("emailAddress", DataType.String), new("creditCard", DataType.String),
        new("city", DataType.String), new("state", DataType.String), new("dateTime", DataType.Timestamp(3)), new("extra", DataType.String),
    ];

    private static readonly ColumnSpec[] s_auction =
    [
        new("id", DataType.BigInt), new("itemName", DataType.String), new("description", DataType.String), new("initialBid", DataType.BigInt), new("reserve", DataType.BigInt),
        new("dateTime", DataType.Timestamp(3)), new("expires", DataType.Timestamp(3)), new("seller", DataType.BigInt), new("category", DataType.BigInt), new("extra", DataType.String),
    ];

    private static readonly ColumnSpec[] s_bid =
    [
        new("auction", DataType.BigInt), new("bidder", DataType.BigInt), new("price", DataType.BigInt), new("channel", DataType.String), new("url", DataType.String),
        new("dateTime", DataType.Timestamp(3)), new("extra", DataType.String),
    ];

    /// <summary>Rows of one kind; of a cycle of 50 events so many are of that kind.</summary>
    private EventTable Nexmark(string name, int share, ColumnSpec[] columns)
    {
        long events = (rows + share - 1L) / share * EventsPerCycle;
        TableSpec spec = new()
        {
            Name = name,
            Connector = "nexmark",
            Options = new Dictionary<string, string> { ["table"] = name, ["events"] = events.ToString(CultureInfo.InvariantCulture) },
            Columns = columns,
        };
        return new EventTable(spec, rows, Generate);
    }

    private Column[] Generate(EventTable table, int column)
    {
        using TableSource source = _connectors.CreateSource(table.Spec);
        PartitionReader reader = source.Open(new SourceContext { Columns = [column], Wake = static () => { }, DeadLetters = new NoDeadLetters() }).Single();
        Column[] chunks = new Column[table.ChunkCount];
        SourceBatch batch = new([], ColumnPool.DefaultBatchRows);
        for (int i = 0; i < chunks.Length; i++)
        {
            chunks[i] = ColumnFactory.Create(table.Spec.Columns[column].Type, ColumnPool.DefaultBatchRows);
            batch.Reset([chunks[i]]);
            reader.Read(batch);
            if (batch.RowCount < table.RowsOf(i))
            {
                throw new InvalidOperationException($"The generator gave {batch.RowCount} rows where {table.RowsOf(i)} were expected.");
            }
        }

        return chunks;
    }

    /// <summary>The times of bids, each with one of a million keys by chance.</summary>
    private EventTable Keyed()
    {
        const long Keys = 1_000_000;
        EventTable bids = this["bid"];
        TableSpec spec = bids.Spec with { Name = "keyed", Columns = [new("k", DataType.BigInt), new("dateTime", DataType.Timestamp(3))] };
        return new EventTable(spec, rows, (table, column) =>
        {
            if (column == 1)
            {
                return bids.Chunks("dateTime");
            }

            Random random = new(42);
            Column[] chunks = new Column[table.ChunkCount];
            for (int i = 0; i < chunks.Length; i++)
            {
                chunks[i] = ColumnFactory.Create(DataType.BigInt, ColumnPool.DefaultBatchRows);
                foreach (ref long key in ((FixedColumn<long>)chunks[i]).Values)
                {
                    key = random.NextInt64(Keys);
                }
            }

            return chunks;
        });
    }
}
