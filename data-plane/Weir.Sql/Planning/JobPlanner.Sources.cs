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

/// <summary>Sources: tables that are read, each once, and what makes complete changelogs of what they give.</summary>
internal sealed partial class JobPlanner
{
    private readonly Dictionary<LogicalScan, SourceChanges> _changes = new(ReferenceEqualityComparer.Instance);

    /// <summary>What the source of a scan gives; of one that cannot be planned nothing is said here.</summary>
    private SourceChanges Changes(LogicalScan scan)
    {
        if (!_changes.TryGetValue(scan, out SourceChanges? changes))
        {
            ConnectorDescriptor? connector = environment.ConnectorOverride(scan.Table.Name) ?? environment.Descriptors.Connector(scan.Table.Options.GetValueOrDefault("connector") ?? string.Empty);
            _changes[scan] = changes = new SourceChanges(
                connector?.SourceChangelog ?? ChangelogMode.InsertOnly,
                connector?.SourceKeyOnlyDeletes ?? false,
                UpsertKeys.PrimaryKey(scan),
                Flag("table.exec.source.cdc-events-duplicate", false));
        }

        return changes;
    }

    /// <summary>A scan that nothing is done with.</summary>
    private Planned PlanScan(LogicalScan scan, ChangeNeeds needs) => PlanChanges(scan, [], [], needs);

    /// <summary>The rows of a source as the changelog that is needed, without rows that do not meet the conditions: first those on its key alone, then any others.</summary>
    private Planned PlanChanges(LogicalScan scan, IReadOnlyList<BoundExpression> keyConditions, IReadOnlyList<BoundExpression> conditions, ChangeNeeds needs)
    {
        SourceChanges changes = Changes(scan);
        Check(scan, changes);
        bool isNormalized = changes.IsNormalized
            && (needs.UpdateBefore || conditions.Count > 0 || changes.MayRepeat || (changes.KeyOnlyDeletes && needs.FullDeletes) || ReadsMetadata(scan));
        if (!isNormalized && changes.KeyOnlyDeletes && needs.FullDeletes)
        {
            throw new SqlException(
                $"Table '{scan.Table.Name}' gives deletes with no more than their key, of a changelog that is no upsert.", scan.Span, "Let the source give upserts (changes without -U, and a PRIMARY KEY).");
        }

        Planned source = PlanFiltered(PlanSource(scan), scan, keyConditions);
        if (!isNormalized)
        {
            return needs.UpdateBefore ? source : WithoutUpdateBefore(source);
        }

        string? digest = LogicalDigest.Of(scan) is { } text ? $"normalize {needs.UpdateBefore} {Text(keyConditions)} {Text(conditions)} {text}" : null;
        return Once(digest, keyConditions.Concat(conditions), () => PlanNormalize(WithoutUpdateBefore(source), scan, changes.Key, conditions, needs));
    }

    private static string Text(IReadOnlyList<BoundExpression> conditions) => $"[{string.Join(", ", conditions.Select(BoundText.Key))}]";

    private void Check(LogicalScan scan, SourceChanges changes)
    {
        if (scan.Table.PrimaryKey.Count > 0)
        {
            return;
        }

        string name = scan.Table.FullName;
        if (changes.IsUpsert)
        {
            throw new SqlException(
                $"Table '{name}' produces a changelog stream that contains UPDATE_AFTER but no UPDATE_BEFORE. This requires defining a primary key constraint on the table.",
                scan.Span,
                "Write PRIMARY KEY (…) NOT ENFORCED in CREATE TABLE.");
        }

        if (changes.MayRepeat && changes.Mode != ChangelogMode.InsertOnly)
        {
            throw new SqlException(
                $"Configuration 'table.exec.source.cdc-events-duplicate' is enabled which requires the changelog sources to define a PRIMARY KEY. However, table '{name}' doesn't have a primary key.",
                scan.Span,
                "Write PRIMARY KEY (…) NOT ENFORCED in CREATE TABLE, or RESET the setting.");
        }
    }

    /// <summary>A -D by key has no metadata; only the row that is kept does.</summary>
    private static bool ReadsMetadata(LogicalScan scan)
    {
        CatalogColumn[] columns = [.. scan.Table.Columns.Where(c => c.Kind != ColumnKind.Computed)];
        return scan.Read.Any(r => columns[r].Kind == ColumnKind.Metadata);
    }

    private Planned PlanFiltered(Planned input, LogicalScan scan, IReadOnlyList<BoundExpression> conditions)
    {
        if (conditions.Count == 0)
        {
            return input;
        }

        Calc calc = new(scan, conditions, [.. scan.Columns.Select((c, i) => new BoundColumn(i, c.Type, c.Name))]);
        string? digest = LogicalDigest.Of(scan) is { } text ? $"filter {Text(conditions)} {text}" : null;
        return Once(digest, conditions, () => AddCalc(input, calc, scan.Columns));
    }

    private Planned WithoutUpdateBefore(Planned input)
    {
        if (!input.Changelog.HasFlag(ChangelogMode.UpdateBefore))
        {
            return input;
        }

        ChangelogMode kept = ChangelogMode.All & ~ChangelogMode.UpdateBefore;
        PlanOperator op = Add("DropUpdateBefore", input.Operator.OutputTypes, () => new RowKindFilterOperator(kept), [PlanEdge.Forward(input.Operator)]);
        return Done(op, input.Changelog & kept, string.Empty, input.Explain) with { DeletesByKey = input.DeletesByKey };
    }

    private Planned PlanNormalize(Planned input, LogicalScan scan, IReadOnlyList<int> key, IReadOnlyList<BoundExpression> conditions, ChangeNeeds needs)
    {
        Session session = Session;
        ChangelogNormalizeSpec spec = new()
        {
            Keys = key,
            Types = scan.Types,
            EmitsUpdateBefore = needs.UpdateBefore,
            Conditions = conditions.Count == 0 ? null : () => ExpressionCompiler.CompileAll(conditions, session),
            MiniBatchRows = Session.IsMiniBatch ? Session.MiniBatchRows : 0,
            MiniBatchLatencyMs = Session.MiniBatchLatencyMs,
            FollowsWatermarks = _hasWindows,
            StateTtlMs = Session.StateTtlMs,
        };
        PlanOperator op = Add("ChangelogNormalize", scan.Types, () => new ChangelogNormalizeOperator(spec), [PlanEdge.ByKey(input.Operator, key)]);
        HasState(op, scan, key, $"rows=({string.Join(", ", scan.Types.Select(t => t.Nullable().ToString()))}), ttl={spec.StateTtlMs > 0}");
        string details = $"key=[{Names(scan, key)}]" + (conditions.Count == 0 ? string.Empty : $", condition=[{string.Join(" AND ", conditions.Select(BoundText.Of))}]");
        return Done(op, needs.UpdateBefore ? ChangelogMode.All : ChangelogMode.Upsert, details, input.Explain);
    }

    /// <summary>The source itself, shared with all other places that read the table; each sees just its columns.</summary>
    private Planned PlanSource(LogicalScan scan)
    {
        if (!ReusesSources)
        {
            return AddSource(scan);
        }

        LogicalScan shared = _scans.Of(scan);
        Planned source = Once(LogicalDigest.Of(shared), [], () => AddSource(shared));
        int[] columns = SharedScans.Positions(scan, shared);
        if (columns.Length == shared.Columns.Count)
        {
            return source;
        }

        Calc calc = new(shared, [], [.. columns.Select(c => new BoundColumn(c, shared.Columns[c].Type, shared.Columns[c].Name))]);
        return Once(
            LogicalDigest.Of(scan) is { } digest ? $"columns {digest}" : null,
            [],
            () => AddCalc(source with { DeletesByKey = false }, calc, scan.Columns) with { DeletesByKey = source.DeletesByKey });
    }

    private Planned AddSource(LogicalScan scan)
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
        PlanOperator op = Add($"TableSourceScan({scan.Table.Name})", scan.Types, () => new SourceOperator(spec, scan.Read, outputs, watermarks, rows), [], table: spec);
        string fields = string.Join(", ", scan.Columns.Select(c => c.Name));
        string details = $"table=[{scan.Table.Name}], connector=[{connector.Name}], fields=[{fields}]" + (scan.Watermark is null ? string.Empty : $", watermark=[{BoundText.Of(scan.Watermark)}]");
        return Done(op, connector.SourceChangelog, details) with { DeletesByKey = connector.SourceKeyOnlyDeletes };
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
            Shift = watermark is null ? null : Shift(watermark),
            IdleTimeoutMs = Duration(spec.Option("scan.watermark.idle-timeout") ?? Session.Settings.GetValueOrDefault("table.exec.source.idle-timeout"), "scan.watermark.idle-timeout", scan.Span),
            AlignmentGroup = spec.Option("scan.watermark.alignment.group"),
            MaxDriftMs = Duration(spec.Option("scan.watermark.alignment.max-drift"), "scan.watermark.alignment.max-drift", scan.Span),
        };
    }

    /// <summary>Which column a watermark follows, and how far behind (below 0): of <c>ts</c>, <c>ts - INTERVAL '…' SECOND</c> and the like.</summary>
    private static (int Column, long DistanceMs)? Shift(BoundExpression watermark) => watermark switch
    {
        BoundColumn c when IsMillis(c.Type) => (c.Index, 0),
        BoundCall { Function.Name: "-", Arguments: [BoundColumn c, BoundLiteral { Value: long ms, Type.Root: TypeRoot.IntervalDayTime }] } when IsMillis(c.Type) => (c.Index, -ms),
        _ => null,
    };

    private static bool IsMillis(DataType type) => type.IsTimestamp && type.Physical == PhysicalType.Int64;

    private static long Duration(string? text, string key, SourceSpan span)
    {
        if (text is null)
        {
            return 0;
        }

        return OptionText.TryParseDuration(text, out TimeSpan duration) ? (long)duration.TotalMilliseconds : throw new SqlException($"'{text}' is no duration for '{key}'.", span, "Write e.g. '10 s', '500 ms' or '1 min'.");
    }
}
