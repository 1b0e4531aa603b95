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

namespace Weir.Sql.Tests.Relational;

/// <summary>Runs a script whose last statement is a query, over tables in memory, and gives the rows of its result as text with their kinds.</summary>
internal sealed class QueryTester : IConnectorProvider
{
    private readonly Dictionary<string, object?[][]> _tables = new(StringComparer.Ordinal);
    private readonly List<string> _rows = [];
    private string _ddl = string.Empty;

    /// <summary>A table that holds the rows, each a kind (<c>+I</c>, …) and values of type INT, BIGINT or STRING.</summary>
    public QueryTester With(string name, string columns, params object?[][] rows)
    {
        _tables[name] = rows;
        _ddl += $"CREATE TABLE {name} ({columns});\n";
        return this;
    }

    /// <summary>A table that the script creates and writes, whose rows are the result.</summary>
    public QueryTester Collecting(string name)
    {
        _tables[name] = [];
        return this;
    }

    /// <summary>The rows, sorted.</summary>
    public string[] Run(string script)
    {
        CompiledScript compiled = Compile(script);
        Assert.Empty(compiled.Diagnostics.Where(d => d.Severity == SqlSeverity.Error).Select(d => d.Message));
        CompiledJob job = compiled.Jobs[^1];
        _rows.Clear();
        using Job run = new(job.Plan, new JobOptions { Connectors = this, DeadLetters = new Refusing(), Clock = TimeProvider.System, SessionTimeZone = job.Session.TimeZone });
        run.RunToEnd();
        Assert.Null(run.Failure);
        return [.. _rows.Order(StringComparer.Ordinal)];
    }

    /// <summary>The message of the error that the script is refused with.</summary>
    public string Refusal(string script) => Compile(script).Diagnostics.First(d => d.Severity == SqlSeverity.Error).Message;

    public TableSource CreateSource(TableSpec table) => new MemorySource(table, _tables[table.Name]);

    public TableSink CreateSink(TableSpec table) => new MemorySink(table, _rows);

    private CompiledScript Compile(string script) =>
        new SqlEnvironment(BuiltInDescriptors.Create(), FunctionRegistry.CreateBuiltIn()) { ConnectorOverride = Descriptor }.Compile(_ddl + script);

    private ConnectorDescriptor? Descriptor(string table) => !_tables.TryGetValue(table, out object?[][]? rows) ? null : new ConnectorDescriptor
    {
        Name = "memory",
        Summary = "A table in memory.",
        IsSource = true,
        IsSink = true,
        Options = [],
        SourceChangelog = rows.All(r => (string)r[0]! == "+I") ? ChangelogMode.InsertOnly : ChangelogMode.All,
        SinkChangelog = ChangelogMode.All,
        SinkChangelogWithKey = ChangelogMode.All,
        IsBounded = _ => true,
    };

    private sealed class Refusing : IDeadLetterOutput
    {
        public void Write(in DeadLetter letter) => throw new ConnectorException(letter.Reason);
    }

    private sealed class MemorySource(TableSpec table, object?[][] rows) : TableSource
    {
        public override ChangelogMode Changelog => ChangelogMode.All;

        public override bool IsBounded => true;

        public override IReadOnlyList<PartitionReader> Open(SourceContext context) => [new Reader(table, rows, context.Columns)];
    }

    private sealed class Reader(TableSpec table, object?[][] rows, IReadOnlyList<int> columns) : PartitionReader
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

            object?[] row = rows[_next++];
            for (int c = 0; c < columns.Count; c++)
            {
                ColumnSpec column = table.Columns[columns[c]];
                object? value = row[columns[c] + 1];
                ColumnValues.Set(batch.Columns[c], column.Type, 0, column.Type.Root == TypeRoot.BigInt && value is int i ? (long)i : value);
            }

            batch.Add((string)row[0]! switch
            {
                "+I" => RowKind.Insert,
                "-U" => RowKind.UpdateBefore,
                "+U" => RowKind.UpdateAfter,
                _ => RowKind.Delete,
            });
            return ReadStatus.Rows;
        }
    }

    private sealed class MemorySink(TableSpec table, List<string> rows) : TableSink
    {
        private readonly Utf8Writer _text = new();

        public override SinkGuarantee Guarantee => SinkGuarantee.None;

        public override ChangelogMode Accepts(ChangelogMode query) => ChangelogMode.All;

        public override void Open(SinkContext context)
        {
        }

        public override void Write(Batch batch)
        {
            DataType[] types = [.. table.Columns.Select(c => c.Type)];
            foreach (int row in batch.Rows)
            {
                _text.Clear();
                RowText.Write(_text, batch, types, row, TextStyle.Row, TimeZoneInfo.Utc, false);
                rows.Add(batch.KindOf(row).Symbol() + Encoding.UTF8.GetString(_text.Written));
            }
        }
    }
}
