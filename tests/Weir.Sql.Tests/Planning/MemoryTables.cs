using System.Text;
using Weir.Engine.Batches;
using Weir.Engine.Connectors;
using Weir.Engine.Plans;
using Weir.Engine.Runtime;
using Weir.Engine.Text;
using Weir.Engine.Types;
using Weir.Sql.Compilation;
using Weir.Sql.Descriptors;
using Weir.Sql.Functions;
using Weir.Sql.Syntax;

namespace Weir.Sql.Tests.Planning;

/// <summary>A row of a table in memory.</summary>
internal sealed record MemoryRow(RowKind Kind, params object?[] Values)
{
    public static MemoryRow Insert(params object?[] values) => new(RowKind.Insert, values);

    public static MemoryRow Before(params object?[] values) => new(RowKind.UpdateBefore, values);

    public static MemoryRow After(params object?[] values) => new(RowKind.UpdateAfter, values);

    public static MemoryRow Delete(params object?[] values) => new(RowKind.Delete, values);
}

/// <summary>Compiles scripts whose tables are in memory, and runs them: sources give the rows they were given, one at a time; a sink keeps what it is written.</summary>
internal sealed class MemoryTables : IConnectorProvider, IDeadLetterOutput
{
    private readonly Dictionary<string, ConnectorDescriptor> _descriptors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, MemoryRow[]> _rows = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> _written = new(StringComparer.Ordinal);

    /// <summary>The tables that were opened for reading, once for each time and lane.</summary>
    public List<string> Opened { get; } = [];

    public MemoryTables Source(string name, ChangelogMode mode, MemoryRow[] rows, bool keyOnlyDeletes = false)
    {
        _rows[name] = rows;
        _descriptors[name] = Descriptor(true) with { SourceChangelog = mode, SourceKeyOnlyDeletes = keyOnlyDeletes };
        return this;
    }

    public MemoryTables Sink(string name, ChangelogMode mode = ChangelogMode.All, bool keyOnlyDeletes = false)
    {
        _written[name] = [];
        _descriptors[name] = Descriptor(false) with { SinkChangelog = mode, SinkChangelogWithKey = mode, SinkKeyOnlyDeletes = keyOnlyDeletes };
        return this;
    }

    public CompiledScript Compile(string script) =>
        new SqlEnvironment(BuiltInDescriptors.Create(), FunctionRegistry.CreateBuiltIn()) { ConnectorOverride = name => _descriptors.GetValueOrDefault(name) }.Compile(script);

    /// <summary>The plan of the script's one job.</summary>
    public string Plan(string script) => ExplainText.Of(JobOf(script).Explain);

    /// <summary>Runs the script's one job on one lane, and answers what the table (s, unless told otherwise) was written.</summary>
    public string[] Run(string script, string table = "s")
    {
        using Job job = new(JobOf(script).Plan, new JobOptions { Connectors = this, DeadLetters = this });
        job.RunToEnd();
        Check(job);
        return Written(table);
    }

    /// <summary>Runs the script's one job on several lanes, with short queues.</summary>
    public async Task<string[]> RunOnLanes(string script, int lanes, string table = "s")
    {
        using Job job = new(JobOf(script).Plan, new JobOptions { Connectors = this, DeadLetters = this, Lanes = lanes, QueueBatches = 2 });
        job.Start();
        await job.Completion;
        Check(job);
        return Written(table);
    }

    public string[] Written(string table) => [.. _written[table]];

    public TableSource CreateSource(TableSpec table)
    {
        Opened.Add(table.Name);
        return new MemorySource(table, _rows[table.Name]);
    }

    public TableSink CreateSink(TableSpec table) => new MemorySink(table, _descriptors[table.Name].SinkChangelog, _written[table.Name]);

    public void Write(in DeadLetter letter) => throw new InvalidOperationException(letter.Reason);

    private static void Check(Job job)
    {
        if (job.Failure is { } failure)
        {
            throw new InvalidOperationException(failure.Message, failure);
        }
    }

    private CompiledJob JobOf(string script)
    {
        CompiledScript compiled = Compile(script);
        Assert.DoesNotContain(compiled.Diagnostics, d => d.Severity == SqlSeverity.Error);
        return Assert.Single(compiled.Jobs);
    }

    private static ConnectorDescriptor Descriptor(bool isSource) => new() { Name = "memory", Summary = "In memory.", IsSource = isSource, IsSink = !isSource, Options = [], IsBounded = _ => true };

    private sealed class MemorySource(TableSpec table, MemoryRow[] rows) : TableSource
    {
        public override bool IsBounded => true;

        public override IReadOnlyList<PartitionReader> Open(SourceContext context) => context.Lane == 0 ? [new MemoryReader(table, rows, context.Columns)] : [];
    }

    private sealed class MemoryReader(TableSpec table, MemoryRow[] rows, IReadOnlyList<int> columns) : PartitionReader
    {
        private int _next;

        public override string Partition => table.Name;

        public override string Position => string.Empty;

        public override ReadStatus Read(SourceBatch batch)
        {
            if (_next == rows.Length)
            {
                return ReadStatus.Ended;
            }

            MemoryRow row = rows[_next++];
            for (int c = 0; c < columns.Count; c++)
            {
                ColumnValues.Set(batch.Columns[c], table.Columns[columns[c]].Type, 0, row.Values[columns[c]]);
            }

            batch.Add(row.Kind);
            return ReadStatus.Rows;
        }
    }

    private sealed class MemorySink(TableSpec table, ChangelogMode mode, List<string> written) : TableSink
    {
        private readonly DataType[] _types = [.. table.Columns.Select(c => c.Type)];
        private readonly Utf8Writer _text = new();

        public override SinkGuarantee Guarantee => SinkGuarantee.None;

        public override ChangelogMode Accepts(ChangelogMode query) => mode;

        public override void Open(SinkContext context)
        {
        }

        public override void Write(Batch batch)
        {
            foreach (int row in batch.Rows)
            {
                _text.Clear();
                RowText.Write(_text, batch, _types, row, TextStyle.Row, TimeZoneInfo.Utc, false);
                lock (written)
                {
                    written.Add(batch.KindOf(row).Symbol() + Encoding.UTF8.GetString(_text.Written));
                }
            }
        }
    }
}
