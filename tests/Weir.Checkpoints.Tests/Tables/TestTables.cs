using System.Globalization;
using System.Text;
using Weir.Engine.Batches;
using Weir.Engine.Connectors;
using Weir.Engine.Plans;
using Weir.Engine.Text;
using Weir.Engine.Types;
using Weir.Sql.Compilation;
using Weir.Sql.Descriptors;
using Weir.Sql.Functions;
using Weir.Sql.Syntax;

namespace Weir.Checkpoints.Tests.Tables;

/// <summary>Gives the rows of an input: those of a partition by their numbers, always the same.</summary>
/// <param name="Partitions">How many partitions.</param>
/// <param name="Rows">How many rows each has.</param>
/// <param name="Row">The row of a partition with that number.</param>
internal sealed record Input(int Partitions, int Rows, Func<int, int, TestRow> Row)
{
    public ChangelogMode Mode { get; init; } = ChangelogMode.InsertOnly;

    /// <summary>How long the end is waited for after the last row.</summary>
    public int LingersMs { get; init; }
}

/// <summary>A row of an input: a value for each column.</summary>
internal readonly record struct TestRow(RowKind Kind, params object?[] Values);

/// <summary>Tables in memory: inputs that can be read again from any position, and outputs whose rows become visible with the job's commit (or at once in a job without checkpoints).</summary>
internal sealed class TestTables(Commits commits, IReadOnlyDictionary<string, Input> inputs, ChangelogMode output, int pace = 0) : IConnectorProvider, IDeadLetterOutput
{
    /// <summary>Rows of each input that have been read, all runs taken together.</summary>
    public long RowsRead;

    /// <summary>How many rows of each partition may be read.</summary>
    public int Limit { get; set; } = int.MaxValue;

    /// <summary>Whether the outputs take rows.</summary>
    public Func<bool> CanWrite { get; set; } = () => true;

    /// <summary>Rows of a job without checkpoints.</summary>
    public Dictionary<string, List<string>> AtOnce { get; } = new(StringComparer.Ordinal);

    public static JobPlan Compile(string script, IReadOnlyDictionary<string, Input> inputs, ChangelogMode output)
    {
        SqlEnvironment environment = new(BuiltInDescriptors.Create(), FunctionRegistry.CreateBuiltIn()) { ConnectorOverride = name => Descriptor(name, inputs, output) };
        CompiledScript compiled = environment.Compile(script);
        Assert.True(!compiled.HasErrors, string.Join(" ", compiled.Diagnostics.Where(d => d.Severity == SqlSeverity.Error)));
        return Assert.Single(compiled.Jobs).Plan;
    }

    public TableSource CreateSource(TableSpec table) => new Source(this, table, inputs[table.Name]);

    public TableSink CreateSink(TableSpec table) => new Sink(this, table, output);

    public ICommitHome? CreateHome(string job, IReadOnlyList<TableSpec> sources, IReadOnlyList<TableSpec> sinks) => commits.CreateHome();

    public void Write(in DeadLetter letter) => throw new ConnectorException(letter.Reason);

    private static ConnectorDescriptor? Descriptor(string name, IReadOnlyDictionary<string, Input> inputs, ChangelogMode output) => new()
    {
        Name = "memory",
        Summary = "In memory.",
        IsSource = inputs.ContainsKey(name),
        IsSink = !inputs.ContainsKey(name),
        Options = [],
        IsBounded = _ => true,
        SourceChangelog = inputs.TryGetValue(name, out Input? input) ? input.Mode : ChangelogMode.InsertOnly,
        SinkChangelog = output,
        SinkChangelogWithKey = output,
    };

    private sealed class Source(TestTables tables, TableSpec table, Input input) : TableSource
    {
        public override ChangelogMode Changelog => input.Mode;

        public override bool IsBounded => true;

        public override IReadOnlyList<PartitionReader> Open(SourceContext context) =>
            [.. Enumerable.Range(0, input.Partitions).Where(p => p % context.LaneCount == context.Lane).Select(p => new Reader(tables, table, input, p, context))];
    }

    private sealed class Reader(TestTables tables, TableSpec table, Input input, int partition, SourceContext context) : PartitionReader
    {
        private int _next = context.Positions.TryGetValue($"p{partition}", out string? position) ? int.Parse(position, CultureInfo.InvariantCulture) : 0;
        private int _reads;
        private bool _lingered;
        private int _waits;

        public override string Partition => $"p{partition}";

        public override string Position => _next.ToString(CultureInfo.InvariantCulture);

        public override ReadStatus Read(SourceBatch batch)
        {
            if (Volatile.Read(ref _waits) != 0)
            {
                return ReadStatus.Waiting;
            }

            if (_next == input.Rows)
            {
                if (input.LingersMs == 0 || _lingered)
                {
                    return ReadStatus.Ended;
                }

                _lingered = true;
                return Wait(input.LingersMs);
            }

            if (_next >= tables.Limit)
            {
                return ReadStatus.Waiting;
            }

            if (tables.Pace > 0 && ++_reads % tables.Pace == 0)
            {
                return Wait(1);
            }

            foreach (Column column in batch.Columns)
            {
                column.EnsureCapacity(batch.Capacity);
            }

            for (int count = 0; count < 16 && _next < Math.Min(input.Rows, tables.Limit) && !batch.IsFull; count++, _next++)
            {
                TestRow row = input.Row(partition, _next);
                for (int c = 0; c < context.Columns.Count; c++)
                {
                    ColumnValues.Set(batch.Columns[c], table.Columns[context.Columns[c]].Type, batch.RowCount, row.Values[context.Columns[c]]);
                }

                batch.Add(row.Kind);
                Interlocked.Increment(ref tables.RowsRead);
            }

            return ReadStatus.Rows;
        }

        private ReadStatus Wait(int ms)
        {
            Volatile.Write(ref _waits, 1);
            _ = Task.Delay(ms).ContinueWith(
                _ =>
                {
                    Volatile.Write(ref _waits, 0);
                    context.Wake();
                },
                TaskScheduler.Default);
            return ReadStatus.Waiting;
        }
    }

    private int Pace => pace;

    private sealed class Sink(TestTables tables, TableSpec table, ChangelogMode mode) : TableSink
    {
        private readonly DataType[] _types = [.. table.Columns.Select(c => c.Type)];
        private readonly Utf8Writer _text = new();
        private IRowHome? _home;

        public override SinkGuarantee Guarantee => SinkGuarantee.ExactlyOnce;

        public override SinkCommit Commit => SinkCommit.Home;

        public override bool CanWrite => tables.CanWrite();

        public override ChangelogMode Accepts(ChangelogMode query) => mode;

        public override void Open(SinkContext context) => _home = context.HasCheckpoints ? (IRowHome)context.Home! : null;

        public override void Write(Batch batch)
        {
            foreach (int row in batch.Rows)
            {
                _text.Clear();
                RowText.Write(_text, batch, _types, row, TextStyle.Row, TimeZoneInfo.Utc, false);
                string text = batch.KindOf(row).Symbol() + Encoding.UTF8.GetString(_text.Written);
                if (_home is not null)
                {
                    _home.Write(table.Name, text);
                    continue;
                }

                lock (tables.AtOnce)
                {
                    if (!tables.AtOnce.TryGetValue(table.Name, out List<string>? rows))
                    {
                        tables.AtOnce.Add(table.Name, rows = []);
                    }

                    rows.Add(text);
                }
            }
        }
    }
}
