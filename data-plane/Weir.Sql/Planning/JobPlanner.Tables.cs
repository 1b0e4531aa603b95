using System.Globalization;
using Weir.Engine.Connectors;
using Weir.Engine.Expressions;
using Weir.Engine.Operators;
using Weir.Engine.Operators.Constraints;
using Weir.Engine.Plans;
using Weir.Engine.Runtime;
using Weir.Engine.Types;
using Weir.Sql.Catalogs;
using Weir.Sql.Compilation;
using Weir.Sql.Descriptors;
using Weir.Sql.Expressions;
using Weir.Sql.Logical;
using Weir.Sql.Syntax;
using Weir.Sql.Types;

namespace Weir.Sql.Planning;

internal sealed partial class JobPlanner
{
    private Planned PlanScan(LogicalScan scan)
    {
        ConnectorDescriptor? replaced = environment.ConnectorOverride(scan.Table.Name);
        ConnectorDescriptor connector = replaced ?? Connector(scan.Table, scan.Span);
        if (!connector.IsSource)
        {
            throw new SqlException($"The connector '{connector.Name}' of table '{scan.Table.Name}' can only be written.", scan.Span, "Read a table of another connector.");
        }

        TableSpec spec = Spec(scan.Table, scan.Options, connector);
        if (replaced is null)
        {
            Validate(spec, connector, scan.Table, scan.Span);
        }

        _sources.Add(spec);
        Session session = Session;
        bool identity = scan.Outputs.Count == scan.Read.Count && scan.Outputs.Select((o, i) => o is BoundColumn c && c.Index == i).All(same => same);
        Func<Expression[]>? outputs = identity ? null : () => ExpressionCompiler.CompileAll(scan.Outputs, session);
        WatermarkSettings? watermarks = Watermarks(scan, spec);
        int rows = Engine.Batches.ColumnPool.DefaultBatchRows;
        PlanOperator op = Add($"TableSourceScan({scan.Table.Name})", scan.Types, () => new SourceOperator(spec, scan.Read, outputs, watermarks, rows), []);
        if (connector.SourceChangelog.HasFlag(ChangelogMode.UpdateAfter) && !connector.SourceChangelog.HasFlag(ChangelogMode.UpdateBefore))
        {
            throw ExpressionBinderUnsupported(scan.Span, $"Reading the upserts of table '{scan.Table.Name}'");
        }

        string fields = string.Join(", ", scan.Columns.Select(c => c.Name));
        string details = $"table=[{scan.Table.Name}], connector=[{connector.Name}], fields=[{fields}]" + (scan.Watermark is null ? string.Empty : $", watermark=[{BoundText.Of(scan.Watermark)}]");
        return Done(op, connector.SourceChangelog, details);
    }

    private static SqlException ExpressionBinderUnsupported(SourceSpan span, string what) =>
        Binding.ExpressionBinder.Unsupported(span, what, "Let the source give the rows as they were (-U) too.");

    /// <summary>Plans the writing of a query's rows, whose columns are already those of the sink.</summary>
    public ExplainNode PlanSink(LogicalNode query, CatalogTable table, IReadOnlyDictionary<string, string> options, SourceSpan span, out TableSpec spec)
    {
        ConnectorDescriptor connector = SinkConnector(table, options, span, out spec);
        Planned planned = Plan(query, Accepted(table, connector).HasFlag(ChangelogMode.UpdateBefore));
        return Write(planned, [.. query.Columns.Select(c => c.Name)], table, connector, spec, span);
    }

    private ConnectorDescriptor SinkConnector(CatalogTable table, IReadOnlyDictionary<string, string> options, SourceSpan span, out TableSpec spec)
    {
        ConnectorDescriptor? replaced = environment.ConnectorOverride(table.Name);
        ConnectorDescriptor connector = replaced ?? Connector(table, span);
        if (!connector.IsSink)
        {
            throw new SqlException($"The connector '{connector.Name}' of table '{table.Name}' can only be read.", span, "Write to a table of another connector.");
        }

        spec = Spec(table, options, connector);
        if (replaced is null)
        {
            Validate(spec, connector, table, span);
        }

        return connector;
    }

    private static ChangelogMode Accepted(CatalogTable table, ConnectorDescriptor connector) => table.PrimaryKey.Count > 0 ? connector.SinkChangelogWithKey : connector.SinkChangelog;

    private ExplainNode Write(Planned planned, IReadOnlyList<string> fields, CatalogTable table, ConnectorDescriptor connector, TableSpec sink, SourceSpan span)
    {
        ChangelogMode accepts = Accepted(table, connector);
        ChangelogMode refused = planned.Changelog & ~accepts & ~ChangelogMode.UpdateBefore;
        if (refused != ChangelogMode.None)
        {
            string kinds = refused.HasFlag(ChangelogMode.UpdateAfter) ? refused.HasFlag(ChangelogMode.Delete) ? "update and delete" : "update" : "delete";
            throw new SqlException(
                $"Table sink '{Catalog.CatalogName}.{Catalog.DatabaseName}.{table.Name}' doesn't support consuming {kinds} changes which is produced by node {Producer(planned.Explain)}.",
                span,
                "Aggregate by a window (GROUP BY window_start, window_end), or write to a table that takes changes, with a PRIMARY KEY.");
        }

        ChangelogMode mode = planned.Changelog;
        PlanOperator last = Constrain(planned, table, span);
        PlanOperator op = Add($"Sink({table.Name})", [], () => new SinkOperator(sink, mode), [PlanEdge.Forward(last)]);
        string guarantee = connector.Guarantee switch
        {
            SinkGuarantee.ExactlyOnce => "exactly-once",
            SinkGuarantee.AtLeastOnce => "at-least-once",
            _ => "none",
        };
        string details = $"table=[{table.Name}], connector=[{connector.Name}], fields=[{string.Join(", ", fields)}], guarantee=[{guarantee}]";
        return new ExplainNode(op.Id, "Sink", details, planned.Changelog & (accepts | ChangelogMode.Insert), [planned.Explain]);
    }

    /// <summary>Plans a query whose rows are collected: written to a table of connector <c>collect</c> that takes every kind of row.</summary>
    public ExplainNode PlanCollect(LogicalNode query)
    {
        Planned planned = Plan(query, true);
        TableSpec spec = new()
        {
            Name = "collect",
            Connector = "collect",
            Options = new Dictionary<string, string>(),
            Columns = [.. query.Columns.Select(c => new ColumnSpec(c.Name, c.Type))],
            SessionTimeZone = Session.TimeZone,
            JobName = jobName,
        };
        ChangelogMode mode = planned.Changelog;
        PlanOperator op = Add("Sink(collect)", [], () => new SinkOperator(spec, mode), [PlanEdge.Forward(planned.Operator)]);
        return new ExplainNode(op.Id, "Sink", $"table=[collect], fields=[{string.Join(", ", query.Columns.Select(c => c.Name))}]", mode, [planned.Explain]);
    }

    private static string Producer(ExplainNode node)
    {
        while (node.Name is "Calc" or "Union" && node.Inputs.Count > 0)
        {
            node = node.Inputs[0];
        }

        return $"{node.Name}({node.Details})";
    }

    /// <summary>Checks rows against the sink's NOT NULLs and lengths, where there are any and the settings want it.</summary>
    private PlanOperator Constrain(Planned planned, CatalogTable table, SourceSpan span)
    {
        ConstraintEnforcement enforcement = new(
            Choice<NotNullEnforcer>("table.exec.sink.not-null-enforcer", span),
            Choice<TypeLengthEnforcer>("table.exec.sink.type-length-enforcer", span),
            Choice<NestedConstraintEnforcer>("table.exec.sink.nested-constraint-enforcer", span));
        if (ConstraintEnforcerOperator.Refusal(enforcement) is { } refusal)
        {
            throw new SqlException(refusal, span, "SET 'table.exec.sink.type-length-enforcer' = 'ERROR', or the nested enforcer to ROWS.");
        }

        RowField[] columns = [.. table.Columns.Where(c => c.Kind != ColumnKind.Computed && !c.IsVirtual).Select(c => new RowField(c.Name, c.Type))];
        return columns.Any(c => !c.Type.IsNullable || enforcement.Length != TypeLengthEnforcer.Ignore || enforcement.Nested != NestedConstraintEnforcer.Ignore)
            ? Add("ConstraintEnforcer", planned.Operator.OutputTypes, () => new ConstraintEnforcerOperator(columns, enforcement), [PlanEdge.Forward(planned.Operator)])
            : planned.Operator;
    }

    private T Choice<T>(string key, SourceSpan span)
        where T : struct, Enum
    {
        if (!Session.Settings.TryGetValue(key, out string? value))
        {
            return default;
        }

        return Enum.TryParse(value.Replace("_", string.Empty, StringComparison.Ordinal), true, out T choice)
            ? choice
            : throw new SqlException($"'{value}' is no value of '{key}'.", span, $"There are {string.Join(", ", Enum.GetNames<T>())}.");
    }

    private ConnectorDescriptor Connector(CatalogTable table, SourceSpan span)
    {
        if (!table.Options.TryGetValue("connector", out string? name))
        {
            throw new SqlException($"Table '{table.Name}' has no connector.", span, $"Write WITH ('connector' = '…'); there are {string.Join(", ", environment.Descriptors.Connectors.Select(c => c.Name))}.");
        }

        return environment.Descriptors.Connector(name)
            ?? throw new SqlException(
                $"There is no connector '{name}'.",
                OptionSpan(table, "connector") ?? span,
                NearestName.Hint(name, environment.Descriptors.Connectors.Select(c => c.Name)) ?? $"There are {string.Join(", ", environment.Descriptors.Connectors.Select(c => c.Name))}.");
    }

    private static SourceSpan? OptionSpan(CatalogTable table, string key) => table.Definition.Options.FirstOrDefault(o => o.Key.Value == key)?.Span;

    private void Validate(TableSpec spec, ConnectorDescriptor connector, CatalogTable table, SourceSpan span)
    {
        IReadOnlyList<OptionProblem> problems = OptionValidator.Validate(spec, connector, environment.Descriptors);
        if (problems.Count > 0)
        {
            throw new SqlException(string.Join(" ", problems.Select(p => p.Message)), OptionSpan(table, problems[0].Key) ?? span, problems[0].Hint);
        }
    }

    private TableSpec Spec(CatalogTable table, IReadOnlyDictionary<string, string> options, ConnectorDescriptor connector)
    {
        ColumnSpec[] columns = [.. table.Columns.Where(c => c.Kind != ColumnKind.Computed).Select(c => new ColumnSpec(c.Name, c.Type, c.MetadataKey, c.IsVirtual))];
        return new TableSpec
        {
            Name = table.Name,
            Connector = connector.Name,
            Options = options,
            Columns = columns,
            PrimaryKey = [.. table.PrimaryKey.Select(k => Array.FindIndex(columns, c => c.Name == k))],
            PartitionKeys = table.PartitionKeys,
            SessionTimeZone = Session.TimeZone,
            JobName = jobName,
        };
    }

    private WatermarkSettings? Watermarks(LogicalScan scan, TableSpec spec)
    {
        if (scan.Watermark is null && !scan.TellsWatermark)
        {
            return null;
        }

        Session session = Session;
        BoundExpression? watermark = scan.Watermark;
        return new WatermarkSettings
        {
            Expression = watermark is null ? null : () => ExpressionCompiler.Compile(watermark, session),
            IdleTimeoutMs = Duration(spec.Option("scan.watermark.idle-timeout") ?? Session.Settings.GetValueOrDefault("table.exec.source.idle-timeout"), "scan.watermark.idle-timeout", scan.Span),
            AlignmentGroup = spec.Option("scan.watermark.alignment.group"),
            MaxDriftMs = Duration(spec.Option("scan.watermark.alignment.max-drift"), "scan.watermark.alignment.max-drift", scan.Span),
        };
    }

    private static long Duration(string? text, string key, SourceSpan span)
    {
        if (text is null)
        {
            return 0;
        }

        return OptionText.TryParseDuration(text, out TimeSpan duration) ? (long)duration.TotalMilliseconds : throw new SqlException($"'{text}' is no duration for '{key}'.", span, "Write e.g. '10 s', '500 ms' or '1 min'.");
    }
}
