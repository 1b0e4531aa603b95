using Weir.Engine.Aggregates;
using Weir.Engine.Connectors;
using Weir.Engine.Operators;
using Weir.Engine.Plans;
using Weir.Engine.Runtime;
using Weir.Engine.Types;
using Weir.Engine.Windows;
using Weir.Sql.Catalogs;
using Weir.Sql.Compilation;
using Weir.Sql.Descriptors;
using Weir.Sql.Expressions;
using Weir.Sql.Logical;
using Weir.Sql.Syntax;

namespace Weir.Sql.Planning;

/// <summary>What is planned of a relation.</summary>
internal sealed record Planned(PlanOperator Operator, ChangelogMode Changelog, ExplainNode Explain)
{
    /// <summary>Whether a -D may carry no more than its key.</summary>
    public bool DeletesByKey { get; init; }
}

/// <summary>
/// From relations to the engine's operators. Which kinds of row flow is settled here: each node is told what the one above needs of its changes, and says what it emits. Relations that are the same are
/// planned once, and read by all that need them.
/// </summary>
internal sealed partial class JobPlanner(SqlEnvironment environment, string jobName)
{
    private readonly List<PlanOperator> _operators = [];
    private readonly List<TableSpec> _sources = [];
    private readonly Dictionary<string, Planned> _planned = new(StringComparer.Ordinal);
    private readonly SharedScans _scans = new();
    private readonly PushedConditions _pushed = new();
    private bool _hasWindows;
    private ChangelogInference _inference = null!;

    public IReadOnlyList<PlanOperator> Operators => _operators;

    /// <summary>The whole job; its operators have the ids by which their state is found.</summary>
    public JobPlan Finish(string name)
    {
        StableIds.Assign(_operators);
        return new JobPlan(name, _operators);
    }

    public IReadOnlyList<TableSpec> Sources => _sources;

    private Session Session => environment.Session;

    private bool ReusesSubPlans => Flag("table.optimizer.reuse-sub-plan-enabled", true);

    private bool ReusesSources => ReusesSubPlans && Flag("table.optimizer.reuse-source-enabled", true);

    /// <summary>Takes the queries of a job, all before any of them is planned, and gives them back without the columns that nobody reads.</summary>
    public IReadOnlyList<LogicalNode> Prepare(IReadOnlyList<LogicalNode> queries)
    {
        _inference = new ChangelogInference(Changes, _pushed);
        ColumnPruner pruner = new(scan => Changes(scan) is { IsNormalized: true } changes ? changes.Key : []);
        LogicalNode[] pruned = [.. queries.Select(pruner.Prune)];
        foreach (LogicalNode query in pruned)
        {
            _scans.Add(query);
            _hasWindows |= HasWindows(query);
        }

        return pruned;
    }

    private static bool HasWindows(LogicalNode node) => node is LogicalWindowAggregate or LogicalWindowTable or LogicalSessionTable || LogicalDigest.Inputs(node).Any(HasWindows);

    /// <summary>Plans the relation; <paramref name="needsUpdateBefore"/> says whether -U is of use above, where a -D must have the whole row.</summary>
    public Planned Plan(LogicalNode node, bool needsUpdateBefore) => Plan(node, new ChangeNeeds(needsUpdateBefore, true));

    /// <summary>Plans the relation, or finds it planned, with the changes that are needed of it.</summary>
    public Planned Plan(LogicalNode node, ChangeNeeds needs)
    {
        // Sources are shared below, with those that read other columns.
        string? digest = node is not LogicalScan && LogicalDigest.Of(node) is { } text ? $"{needs} {text}" : null;
        return Once(digest, [], () => PlanNew(node, needs));
    }

    private Planned PlanNew(LogicalNode node, ChangeNeeds needs)
    {
        bool needsUpdateBefore = needs.UpdateBefore;
        if (node is LogicalProject or LogicalFilter)
        {
            return PlanCalc(node, needs);
        }

        return node switch
        {
            LogicalScan scan => PlanScan(scan, needs),
            LogicalValues values => PlanValues(values),
            LogicalUnion union => PlanUnion(union, needs),
            LogicalAggregate aggregate => PlanAggregate(aggregate, needsUpdateBefore),
            LogicalWindowAggregate window => needsUpdateBefore ? PlanWindowAggregate(window) : WithoutUpdateBefore(PlanWindowAggregate(window)),
            LogicalWindowTable window => PlanWindowTable(window, needsUpdateBefore),
            LogicalSessionTable session => PlanSessionTable(session),
            LogicalExpand expand => PlanExpand(expand, needsUpdateBefore),
            _ => throw new InvalidOperationException($"No plan for {node.GetType().Name}."),
        };
    }

    /// <summary>What has been planned under the digest, or is planned now; always anew without a digest, or when the conditions may differ from call to call.</summary>
    private Planned Once(string? digest, IEnumerable<BoundExpression> conditions, Func<Planned> plan)
    {
        if (digest is null || !ReusesSubPlans || !conditions.All(BoundRewriter.IsDeterministic))
        {
            return plan();
        }

        if (!_planned.TryGetValue(digest, out Planned? planned))
        {
            planned = plan();
            _planned[digest] = planned;
        }

        return planned;
    }

    private PlanOperator Add(string name, IReadOnlyList<DataType> types, Func<Operator> create, IReadOnlyList<PlanEdge> inputs, bool merges = false, TableSpec? table = null)
    {
        PlanOperator op = new() { Id = _operators.Count, Name = name, OutputTypes = types, Create = create, Inputs = inputs, MergesInputs = merges, Table = table };
        _operators.Add(op);
        return op;
    }

    private Planned Done(PlanOperator op, ChangelogMode mode, string details, params ExplainNode[] inputs) => new(op, mode, new ExplainNode(op.Id, op.Name, details, mode, inputs));

    private Planned PlanCalc(LogicalNode node, ChangeNeeds needs)
    {
        Calc calc = OverShared(Calc.Of(node));
        IReadOnlyList<BoundExpression> pushed = _pushed.Of(calc, Changes);
        IReadOnlyList<BoundExpression> rest = _pushed.Rest(calc, Changes);
        if (rest.Count > 0 && _inference.Kinds(calc.Input) != ChangelogMode.InsertOnly && !ChangelogInference.KeepsUpdatesTogether(calc, rest))
        {
            needs = new ChangeNeeds(true, true);
        }

        Planned input = pushed.Count > 0 && calc.Input is LogicalScan scan
            ? PlanChanges(scan, [.. pushed.Where(c => IsOnKey(c, scan))], [.. pushed.Where(c => !IsOnKey(c, scan))], needs)
            : Plan(calc.Input, needs);
        return AddCalc(input, calc with { Conditions = rest }, node.Columns);
    }

    /// <summary>The same over the scan that all readers of the table share, so that its columns need not be picked first. Not where rows are kept by key: there, columns that nobody reads would be kept with them.</summary>
    private Calc OverShared(Calc calc)
    {
        if (calc.Input is not LogicalScan scan || !ReusesSources || Changes(scan).IsNormalized || _scans.Of(scan) is not { } shared || shared.Columns.Count == scan.Columns.Count)
        {
            return calc;
        }

        int[] columns = SharedScans.Positions(scan, shared);
        return new Calc(shared, [.. calc.Conditions.Select(Rebase)], [.. calc.Outputs.Select(Rebase)]);

        BoundExpression Rebase(BoundExpression expression) => BoundRewriter.Replace(expression, c => c with { Index = columns[c.Index] });
    }

    /// <summary>Whether a condition drops all rows of a key or none, so that it may be put before they are kept by key.</summary>
    private bool IsOnKey(BoundExpression condition, LogicalScan scan)
    {
        HashSet<int> read = [];
        BoundRewriter.Collect(condition, read);
        return BoundRewriter.IsDeterministic(condition) && read.IsSubsetOf(Changes(scan).Key);
    }

    private Planned AddCalc(Planned input, Calc calc, IReadOnlyList<LogicalColumn> columns)
    {
        if (calc.IsIdentity)
        {
            return input;
        }

        Session session = Session;
        DataType[] types = [.. calc.Outputs.Select(o => o.Type)];
        PlanOperator op = Add(
            "Calc",
            types,
            () => CalcOf(calc, session),
            [PlanEdge.Forward(input.Operator)]);
        string details = $"select=[{string.Join(", ", calc.Outputs.Select((o, i) => Named(o, columns[i].Name)))}]"
            + (calc.Conditions.Count == 0 ? string.Empty : $", where=[{string.Join(" AND ", calc.Conditions.Select(BoundText.Of))}]");
        Planned planned = Done(op, input.Changelog, details, input.Explain) with { DeletesByKey = input.DeletesByKey };
        return planned.DeletesByKey && KeyOnlyDeleteOperator.IsNeeded(types)
            ? planned with { Operator = Add("KeyOnlyDelete", types, () => new KeyOnlyDeleteOperator(types), [PlanEdge.Forward(op)]) }
            : planned;
    }

    private static CalcOperator CalcOf(Calc calc, Session session)
    {
        Sharing sharing = Sharing.Of(calc.Conditions.Concat(calc.Outputs));
        Engine.Expressions.Expression[] conditions = ExpressionCompiler.CompileAll(calc.Conditions, session, sharing);
        Engine.Expressions.Expression[] outputs = ExpressionCompiler.CompileAll(calc.Outputs, session, sharing);
        return new CalcOperator(conditions, outputs, [.. sharing.Compiled]);
    }

    private static string Named(BoundExpression expression, string name)
    {
        string text = BoundText.Of(expression);
        return text == name ? text : $"{text} AS {name}";
    }

    private Planned PlanValues(LogicalValues values)
    {
        Session session = Session;
        DataType[] types = [.. values.Columns.Select(c => c.Type)];
        PlanOperator op = Add("Values", types, () => new ValuesOperator(() => [.. values.Rows.Select(r => ExpressionCompiler.CompileAll(r, session))], types), []);
        return Done(op, ChangelogMode.InsertOnly, $"rows=[{values.Rows.Count}]");
    }

    private Planned PlanUnion(LogicalUnion union, ChangeNeeds needs)
    {
        Planned[] inputs = [.. union.Inputs.Select(i => Plan(i, needs))];
        DataType[] types = [.. union.Columns.Select(c => c.Type)];
        ChangelogMode mode = inputs.Aggregate(ChangelogMode.None, (m, i) => m | i.Changelog);
        PlanOperator op = Add("Union", types, () => new ForwardOperator(), [.. inputs.Select(i => PlanEdge.Forward(i.Operator))], true);
        return Done(op, mode, $"all=[true], union=[{string.Join(", ", union.Columns.Select(c => c.Name))}]", [.. inputs.Select(i => i.Explain)]) with { DeletesByKey = inputs.Any(i => i.DeletesByKey) };
    }

    private Planned PlanExpand(LogicalExpand expand, bool needsUpdateBefore)
    {
        Planned input = Plan(expand.Input, needsUpdateBefore);
        Session session = Session;
        PlanOperator op = Add(
            "Expand",
            expand.Types,
            () => new ExpandOperator([.. expand.Projections.Select(p => ExpressionCompiler.CompileAll(p, session))]),
            [PlanEdge.Forward(input.Operator)]);
        return Done(op, input.Changelog, $"projects=[{string.Join(", ", expand.Projections.Select(p => "{" + string.Join(", ", p.Select(BoundText.Of)) + "}"))}]", input.Explain);
    }

    private static AggregateCall[] Calls(IReadOnlyList<LogicalCall> calls) => [.. calls.Select(c => new AggregateCall(c.Aggregate, c.Arguments, c.Filter))];

    private static bool Retracts(ChangelogMode mode) => (mode & (ChangelogMode.UpdateBefore | ChangelogMode.Delete)) != 0;

    private Planned PlanAggregate(LogicalAggregate aggregate, bool needsUpdateBefore)
    {
        if (IsDistinctSplit && SplitDistinct.TrySplit(aggregate, environment) is { } split)
        {
            aggregate = split;
        }

        Planned input = Plan(aggregate.Input, true);
        bool retracts = Retracts(input.Changelog);
        bool isTwoPhase = IsTwoPhase(aggregate);
        if (isTwoPhase)
        {
            input = PlanLocalBundle(input, aggregate);
        }

        GroupAggregateSpec spec = new()
        {
            Keys = aggregate.Keys,
            KeyTypes = [.. aggregate.Keys.Select(k => aggregate.Input.Columns[k].Type)],
            Calls = Calls(aggregate.Calls),
            Retracts = retracts,
            EmitsUpdateBefore = needsUpdateBefore,
            MiniBatchRows = Session.IsMiniBatch ? Session.MiniBatchRows : 0,
            MiniBatchLatencyMs = isTwoPhase ? Session.MiniBatchLatencyMs / 2 : Session.MiniBatchLatencyMs,
            CountsBatches = isTwoPhase,
            FollowsWatermarks = _hasWindows,
            StateTtlMs = aggregate.StateTtlMs ?? Session.StateTtlMs,
        };
        PlanOperator op = Add("GroupAggregate", aggregate.Types, () => new GroupAggregateOperator(spec), [PlanEdge.ByKey(input.Operator, aggregate.Keys)]);
        HasState(op, aggregate.Input, aggregate.Keys, $"{CallsText(aggregate.Calls)}, retracts={retracts}, ttl={spec.StateTtlMs > 0}");
        ChangelogMode mode = ChangelogMode.Insert;
        if (aggregate.Calls.Count > 0 || spec.StateTtlMs > 0)
        {
            mode |= ChangelogMode.UpdateAfter | (needsUpdateBefore ? ChangelogMode.UpdateBefore : ChangelogMode.None);
        }

        if (retracts)
        {
            mode |= ChangelogMode.Delete;
        }

        string details = $"groupBy=[{Names(aggregate.Input, aggregate.Keys)}], select=[{Names(aggregate.Input, aggregate.Keys)}{(aggregate.Calls.Count > 0 && aggregate.Keys.Count > 0 ? ", " : string.Empty)}{string.Join(", ", aggregate.Calls.Select(c => c.Text))}]";
        return Done(op, mode, details, input.Explain);
    }

    /// <summary>Says what the state of an operator is found by, and what it is made of.</summary>
    private static void HasState(PlanOperator op, LogicalNode input, IReadOnlyList<int> keys, string madeOf)
    {
        op.StateName = $"{op.Name}({Names(input, keys)})";
        op.Shape = $"keys=({string.Join(", ", keys.Select(k => input.Columns[k].Type.Nullable().ToString()))}), {madeOf}";
    }

    private static string CallsText(IReadOnlyList<LogicalCall> calls) => $"aggregates=({string.Join(", ", calls.Select(c => $"{c.Text}:{c.Aggregate.ResultType.Nullable()}"))})";

    private static string Names(LogicalNode node, IReadOnlyList<int> columns) => string.Join(", ", columns.Select(c => node.Columns[c].Name));

    private Planned PlanWindowAggregate(LogicalWindowAggregate window)
    {
        Planned input = Plan(window.Input, true);
        LogicalColumn? time = window.TimeColumn < 0 ? null : window.Input.Columns[window.TimeColumn];
        bool isProctime = time?.Time == TimeRole.Proctime;
        bool isLocal = window.IsLocalWindow || isProctime || time?.Type.Root == TypeRoot.TimestampLtz;
        DataType[] keyTypes = [.. window.Keys.Select(k => window.Input.Columns[k].Type)];
        string what;
        Func<Operator> create;
        if (window.Window is null && window.EndColumn < 0)
        {
            SessionAggregateSpec session = new()
            {
                GapMs = window.GapMs,
                TimeColumn = isProctime ? null : window.TimeColumn,
                IsLocalTime = isLocal,
                Keys = window.Keys,
                KeyTypes = keyTypes,
                Calls = Calls(window.Calls),
                Retracts = Retracts(input.Changelog),
            };
            create = () => new SessionAggregateOperator(session);
            what = $"SESSION(gap=[{window.GapMs} ms])";
        }
        else
        {
            WindowAggregateSpec spec = new()
            {
                Slices = window.Window is not { } slices ? new SliceAssignment.ByOwnWindow(window.StartColumn, window.EndColumn, isLocal)
                    : isProctime ? new SliceAssignment.ByProcessingTime(slices)
                    : new SliceAssignment.ByEventTime(slices, window.TimeColumn, isLocal),
                Keys = window.Keys,
                KeyTypes = keyTypes,
                Calls = Calls(window.Calls),
                Retracts = Retracts(input.Changelog),
            };
            create = window.Emit is { } emit ? () => new WindowUpdateOperator(spec, emit) : () => new WindowAggregateOperator(spec);
            what = window.Window?.ToString() ?? "win_end";
        }

        PlanOperator op = Add("WindowAggregate", window.Types, create, [PlanEdge.ByKey(input.Operator, window.Keys)]);
        HasState(op, window.Input, window.Keys, $"{what}, {(isProctime ? "processing time" : "event time")}, {CallsText(window.Calls)}, retracts={Retracts(input.Changelog)}{(window.Emit is null ? string.Empty : ", emits")}");
        if (!isProctime)
        {
            int[] bounds = [.. new[] { window.TimeColumn, window.StartColumn, window.EndColumn }.Where(c => c >= 0)];
            _mayBeLate.Add(new LateSource(op, window.Input, [.. window.Keys, .. window.Calls.SelectMany(c => c.Filter < 0 ? c.Arguments : [.. c.Arguments, c.Filter]), .. bounds]));
        }

        string details = $"groupBy=[{Names(window.Input, window.Keys)}], window=[{what}{(time is null ? string.Empty : $", {(isProctime ? "processing time" : time.Name)}")}], select=[{string.Join(", ", window.Calls.Select(c => c.Text))}]";
        if (window.Emit is null)
        {
            return Done(op, ChangelogMode.InsertOnly, details, input.Explain);
        }

        ChangelogMode updates = ChangelogMode.Insert | ChangelogMode.UpdateBefore | ChangelogMode.UpdateAfter | (Retracts(input.Changelog) ? ChangelogMode.Delete : ChangelogMode.None);
        return Done(op, updates, $"{details}, emit=[{window.Emit}]", input.Explain);
    }

    private Planned PlanWindowTable(LogicalWindowTable window, bool needsUpdateBefore)
    {
        Planned input = Plan(window.Input, needsUpdateBefore);
        LogicalColumn time = window.Input.Columns[window.TimeColumn];
        bool isLocal = time.Type.Root == TypeRoot.TimestampLtz;
        DataType[] inputTypes = [.. window.Input.Types];
        int? column = time.Time == TimeRole.Proctime ? null : window.TimeColumn;
        PlanOperator op = Add("WindowTableFunction", window.Types, () => new WindowTableOperator(window.Window, column, isLocal, inputTypes), [PlanEdge.Forward(input.Operator)]);
        return Done(op, input.Changelog, $"window=[{window.Window}, {time.Name}]", input.Explain);
    }

    private Planned PlanSessionTable(LogicalSessionTable session)
    {
        Planned input = Plan(session.Input, true);
        LogicalColumn time = session.Input.Columns[session.TimeColumn];
        bool isLocal = time.Type.Root == TypeRoot.TimestampLtz;
        int? column = time.Time == TimeRole.Proctime ? null : session.TimeColumn;
        DataType[] inputTypes = [.. session.Input.Types];
        SessionTableSpec spec = new()
        {
            GapMs = session.GapMs,
            TimeColumn = column,
            IsLocalTime = isLocal,
            Keys = session.Keys,
            KeyTypes = [.. session.Keys.Select(k => inputTypes[k])],
            InputTypes = inputTypes,
        };
        PlanOperator op = Add(
            "WindowTableFunction", session.Types, () => new SessionTableOperator(spec), [PlanEdge.ByKey(input.Operator, session.Keys)]);
        HasState(op, session.Input, session.Keys, $"SESSION(gap=[{session.GapMs} ms]), rows=({string.Join(", ", inputTypes.Select(t => t.ToString()))})");
        if (column is not null)
        {
            _mayBeLate.Add(new LateSource(op, session.Input, [.. Enumerable.Range(0, inputTypes.Length)]));
        }

        return Done(op, ChangelogMode.InsertOnly, $"window=[SESSION(gap=[{session.GapMs} ms]), {time.Name}]", input.Explain);
    }
}
