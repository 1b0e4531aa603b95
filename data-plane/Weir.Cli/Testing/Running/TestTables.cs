using System.Text;
using Weir.Cli.Testing.Format;
using Weir.Cli.Testing.Values;
using Weir.Engine.Batches;
using Weir.Engine.Connectors;
using Weir.Engine.Text;
using Weir.Engine.Types;
using Weir.Sql.Descriptors;

namespace Weir.Cli.Testing.Running;

/// <summary>The tables of a case in place of real ones: inputs in memory, outputs collected.</summary>
/// <param name="test">The case.</param>
/// <param name="turns">Gives the entries.</param>
/// <param name="zone">The session's zone.</param>
/// <param name="endsInput">Whether inputs end when all entries have been given; otherwise more may come, after a restore.</param>
internal sealed class TestTables(TestCase test, TurnTaker turns, TimeZoneInfo zone, bool endsInput) : IConnectorProvider
{
    public const string Input = "test-input";
    public const string Output = "test-output";

    /// <summary>The rows that each output table received, with their kinds.</summary>
    public Dictionary<string, List<CollectedRow>> Collected { get; } = new(StringComparer.Ordinal);

    /// <summary>The descriptor that takes the place of a table's connector, for the planner.</summary>
    public static ConnectorDescriptor? Descriptor(TestCase test, string table)
    {
        InputTable? input = test.Inputs.FirstOrDefault(t => t.Name == table);
        ExpectedTable? output = test.Expect.FirstOrDefault(t => t.Name == table);
        if (input is null && output is null)
        {
            return null;
        }

        ChangelogMode sink = output?.Changelog ?? ChangelogMode.All;
        return new ConnectorDescriptor
        {
            Name = output is null ? Input : Output,
            Summary = "A table of a test case.",
            IsSource = input is not null,
            IsSink = output is not null,
            Options = [],
            SourceChangelog = input?.Changelog ?? ChangelogMode.InsertOnly,
            SourceKeyOnlyDeletes = input?.KeyOnlyDeletes ?? false,
            SinkChangelog = sink,
            SinkChangelogWithKey = sink,
            SinkKeyOnlyDeletes = output?.KeyOnlyDeletes ?? false,
            IsBounded = _ => true,
        };
    }

    public TableSource CreateSource(TableSpec table)
    {
        InputTable input = test.Inputs.First(t => t.Name == table.Name);
        return input.IsLookup
            ? throw new CaseException($"inputs.{table.Name} is read by lookup only ('lookup: true'), but the job scans it.")
            : new TestSource(table, turns, input, zone, endsInput);
    }

    public TableSink CreateSink(TableSpec table)
    {
        if (!Collected.TryGetValue(table.Name, out List<CollectedRow>? rows))
        {
            Collected[table.Name] = rows = [];
        }

        ChangelogMode mode = test.Expect.FirstOrDefault(t => t.Name == table.Name)?.Changelog ?? ChangelogMode.All;
        return new TestSink(table, rows, mode, zone);
    }
}

/// <summary>A row that an output received: its kind, its text without the kind, and the text of its primary key.</summary>
internal sealed record CollectedRow(RowKind Kind, string Text, string Key)
{
    public override string ToString() => Kind.Symbol() + Text;
}

internal sealed class TestSource(TableSpec table, TurnTaker turns, InputTable input, TimeZoneInfo zone, bool ends) : TableSource
{
    public override ChangelogMode Changelog => input.Changelog;

    public override bool IsBounded => true;

    public override IReadOnlyList<PartitionReader> Open(SourceContext context)
    {
        return [new TestReader(table, input, turns.Scan(input, context.Wake), context.Columns, zone, ends)];
    }
}

internal sealed class TestReader(TableSpec table, InputTable input, InputScan scan, IReadOnlyList<int> columns, TimeZoneInfo zone, bool ends) : PartitionReader
{
    public override string Partition => table.Name;

    public override string Position => string.Empty;

    public override ReadStatus Read(SourceBatch batch)
    {
        switch (scan.Take())
        {
            case RowEntry row:
                Write(row, batch);
                return ReadStatus.Rows;
            case WatermarkEntry watermark:
                batch.Watermark = watermark.TimeMs;
                return ReadStatus.Waiting;
            default:
                return scan.IsAtEnd && ends ? ReadStatus.Ended : ReadStatus.Waiting;
        }
    }

    private void Write(RowEntry row, SourceBatch batch)
    {
        if (row.Values.Count != table.Columns.Count)
        {
            throw new CaseException($"inputs.{table.Name}: a row has {row.Values.Count} values, the table {table.Columns.Count} columns.");
        }

        if (!input.Changelog.Has(row.Kind))
        {
            throw new CaseException($"inputs.{table.Name}: a row is {row.Kind.Symbol()}, but the table's changelogMode is {input.Changelog.Text()}.");
        }

        for (int c = 0; c < columns.Count; c++)
        {
            ColumnSpec column = table.Columns[columns[c]];
            ColumnValues.Set(batch.Columns[c], column.Type, 0, InputValue.Convert(row.Values[columns[c]], column.Type, zone, $"inputs.{table.Name}, column {column.Name}"));
        }

        batch.Add(row.Kind);
    }
}

internal sealed class TestSink(TableSpec table, List<CollectedRow> rows, ChangelogMode mode, TimeZoneInfo zone) : TableSink
{
    private readonly ColumnSpec[] _columns = [.. table.Columns.Where(c => !c.IsVirtual)];
    private readonly Utf8Writer _text = new();

    public override SinkGuarantee Guarantee => SinkGuarantee.None;

    public override ChangelogMode Accepts(ChangelogMode query) => mode;

    public override void Open(SinkContext context)
    {
    }

    public override void Write(Batch batch)
    {
        DataType[] types = [.. _columns.Select(c => c.Type)];
        foreach (int row in batch.Rows)
        {
            _text.Clear();
            RowText.Write(_text, batch, types, row, TextStyle.Row, zone, false);
            string text = Encoding.UTF8.GetString(_text.Written);
            _text.Clear();
            foreach (int key in table.PrimaryKey)
            {
                ValueText.Write(_text, batch.Columns[key], types[key], row, TextStyle.Row, zone);
                _text.Write((byte)0);
            }

            rows.Add(new CollectedRow(batch.KindOf(row), text, Encoding.UTF8.GetString(_text.Written)));
        }
    }
}
