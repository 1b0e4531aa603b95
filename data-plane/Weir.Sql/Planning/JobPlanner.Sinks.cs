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

/// <summary>Sinks: which changelog a table takes, and what stands between the query and it.</summary>
internal sealed partial class JobPlanner
{
    /// <summary>Plans the writing of a query's rows, whose columns are already those of the sink.</summary>
    public ExplainNode PlanSink(LogicalNode query, CatalogTable table, IReadOnlyDictionary<string, string> options, SourceSpan span, out TableSpec spec)
    {
        ConnectorDescriptor connector = SinkConnector(table, options, span, out spec);
        ChangelogMode accepts = Accepted(table, connector);
        bool isUpsert = IsUpsert(accepts);
        string[] fields = [.. query.Columns.Select(c => c.Name)];
        int[] key = Key(table, fields);
        bool isSameKey = key.Length == 0 || UpsertKeys.Of(query).Any(k => k.SetEquals(key));
        _pushed.Mark(query, Changes);
        Planned planned = Plan(
            query,
            new ChangeNeeds(!isUpsert || !isSameKey || !_inference.CanOmitUpdateBefore(query), !connector.SinkKeyOnlyDeletes || !isUpsert || key.Length == 0 || !isSameKey));
        return Write(planned, query, fields, table, connector, spec, span);
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

    private static bool IsUpsert(ChangelogMode mode) => mode.HasFlag(ChangelogMode.UpdateAfter) && !mode.HasFlag(ChangelogMode.UpdateBefore);

    /// <summary>The place whose commit the job's checkpoints are, once a sink has one.</summary>
    private string? _home;

    private readonly List<SinkPromise> _promises = [];

    /// <summary>What a restart does to the rows of each sink that has been planned.</summary>
    public IReadOnlyList<SinkPromise> Promises => _promises;

    private static int[] Key(CatalogTable table, string[] fields) => [.. table.PrimaryKey.Select(name => Array.IndexOf(fields, name))];

    /// <summary>Adds what checks rows, tells them apart and writes them; <paramref name="query"/> is null for rows that are only added.</summary>
    private ExplainNode Write(Planned planned, LogicalNode? query, string[] fields, CatalogTable table, ConnectorDescriptor connector, TableSpec sink, SourceSpan span)
    {
        ChangelogMode accepts = Accepted(table, connector);
        ChangelogMode refused = planned.Changelog & ~accepts & ~ChangelogMode.UpdateBefore;
        if (refused != ChangelogMode.None)
        {
            string kinds = refused.HasFlag(ChangelogMode.UpdateAfter) ? refused.HasFlag(ChangelogMode.Delete) ? "update and delete" : "update" : "delete";
            throw new SqlException(
                $"Table sink '{table.FullName}' doesn't support consuming {kinds} changes which is produced by node {Producer(planned.Explain)}.",
                span,
                "Aggregate by a window (GROUP BY window_start, window_end), or write to a table that takes changes, with a PRIMARY KEY.");
        }

        int[] key = Key(table, fields);
        planned = Constrain(planned, table, span);
        if (query is not null && IsUpsert(accepts) && key.Length > 0 && planned.Changelog != ChangelogMode.InsertOnly && UpsertKeys.Of(query) is var upsertKeys && Materializes(upsertKeys, key, span))
        {
            planned = PlanMaterialize(planned, query, key, upsertKeys);
        }

        ChangelogMode mode = planned.Changelog;
        PlanEdge edge = key.Length > 0 && Choice<KeyedShuffle>("table.exec.sink.keyed-shuffle", span) == KeyedShuffle.Force ? PlanEdge.ByKey(planned.Operator, key) : PlanEdge.Forward(planned.Operator);
        PlanOperator op = Add($"Sink({table.Name})", [], () => new SinkOperator(sink, mode, planned.Operator.OutputTypes), [edge], table: sink);
        SinkPromise promise = Promise(connector, sink);
        _promises.Add(promise);
        string guarantee = SinkPromise.Text(promise.Guarantee);
        string details = $"table=[{table.Name}], connector=[{connector.Name}], fields=[{string.Join(", ", fields)}], guarantee=[{guarantee}]";
        return new ExplainNode(op.Id, "Sink", details, planned.Changelog & (accepts | ChangelogMode.Insert), [planned.Explain]);
    }

    /// <summary>What a restart does to the sink's rows. Without checkpoints nothing is exactly once.</summary>
    private SinkPromise Promise(ConnectorDescriptor connector, TableSpec sink)
    {
        if (CheckpointSettings.Read(Session).Interval <= TimeSpan.Zero && connector.Guarantee != SinkGuarantee.None)
        {
            return new SinkPromise(sink.Name, SinkGuarantee.AtLeastOnce, "the job makes no checkpoints (execution.checkpointing.interval): started again, it begins where its sources say");
        }

        if (connector.Home?.Invoke(sink.Options) is not { } home)
        {
            return new SinkPromise(sink.Name, connector.Guarantee, connector.GuaranteeReason);
        }

        _home ??= home;
        return home == _home
            ? new SinkPromise(sink.Name, SinkGuarantee.ExactlyOnce, $"rows are seen when the checkpoint is committed that holds them ({home})")
            : new SinkPromise(sink.Name, SinkGuarantee.AtLeastOnce, $"a job commits in one place, and this one's is {_home}: after a restart rows since the last checkpoint are written again");
    }

    /// <summary>Plans a query whose rows are collected: written to a table of connector <c>collect</c> that takes every kind of row.</summary>
    public ExplainNode PlanCollect(LogicalNode query)
    {
        _pushed.Mark(query, Changes);
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
        PlanOperator op = Add("Sink(collect)", [], () => new SinkOperator(spec, mode, planned.Operator.OutputTypes), [PlanEdge.Forward(planned.Operator)], table: spec);
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

    /// <summary>Whether rows of the changelog that are one row of the sink have to be told apart before it (Flink: table.exec.sink.upsert-materialize).</summary>
    private bool Materializes(IReadOnlyList<IReadOnlySet<int>> upsertKeys, int[] key, SourceSpan span) => Choice<UpsertMaterialize>("table.exec.sink.upsert-materialize", span) switch
    {
        UpsertMaterialize.Force => true,
        UpsertMaterialize.None => false,
        _ => !upsertKeys.Any(k => k.IsSubsetOf(key)),
    };

    private Planned PlanMaterialize(Planned input, LogicalNode query, int[] key, IReadOnlyList<IReadOnlySet<int>> upsertKeys)
    {
        int[] upsertKey = upsertKeys.Count == 0 ? [] : [.. upsertKeys.MinBy(k => k.Count)!.Order()];
        SinkUpsertMaterializeSpec spec = new() { Keys = key, Types = query.Types, UpsertKey = upsertKey, StateTtlMs = Session.StateTtlMs };
        PlanOperator op = Add("SinkUpsertMaterializer", query.Types, () => new SinkUpsertMaterializeOperator(spec), [PlanEdge.ByKey(input.Operator, key)]);
        HasState(op, query, key, $"rows=({string.Join(", ", query.Types.Select(t => t.Nullable().ToString()))}), by=({string.Join(", ", upsertKey)}), ttl={spec.StateTtlMs > 0}");
        string details = $"key=[{Names(query, key)}]" + (upsertKey.Length == 0 ? string.Empty : $", upsertKey=[{Names(query, upsertKey)}]");
        return Done(op, ChangelogMode.Upsert, details, input.Explain);
    }

    /// <summary>Checks rows against the sink's NOT NULLs and lengths, where there are any and the settings want it.</summary>
    private Planned Constrain(Planned planned, CatalogTable table, SourceSpan span)
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
            ? planned with { Operator = Add("ConstraintEnforcer", planned.Operator.OutputTypes, () => new ConstraintEnforcerOperator(columns, enforcement, planned.DeletesByKey), [PlanEdge.Forward(planned.Operator)]) }
            : planned;
    }

    /// <summary>A setting that is true or false; the session takes nothing else.</summary>
    private bool Flag(string key, bool otherwise) => Session.Settings.TryGetValue(key, out string? value) ? bool.Parse(value) : otherwise;

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

    /// <summary>table.exec.sink.upsert-materialize, the default first.</summary>
    private enum UpsertMaterialize
    {
        Auto,
        None,
        Force,
    }

    /// <summary>table.exec.sink.keyed-shuffle, the default first. Rows stay on the lane that they are on, so that AUTO has no reason to move them.</summary>
    private enum KeyedShuffle
    {
        Auto,
        None,
        Force,
    }
}
