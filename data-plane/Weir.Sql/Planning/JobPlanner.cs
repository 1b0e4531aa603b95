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
internal sealed record Planned(PlanOperator Operator, ChangelogMode Changelog, ExplainNode Explain);

/// <summary>
/// From relations to the engine's operators. Which kinds of row flow is settled here: each node is told whether the one above needs the row as it was (-U), and says what it emits.
/// </summary>
internal sealed partial class JobPlanner(SqlEnvironment environment, string jobName)
{
    private readonly List<PlanOperator> _operators = [];
    private readonly List<TableSpec> _sources = [];

    public IReadOnlyList<PlanOperator> Operators => _operators;

    public IReadOnlyList<TableSpec> Sources => _sources;

    private Session Session => environment.Session;

    /// <summary>Plans the relation; <paramref name="needsUpdateBefore"/> says whether -U is of use above.</summary>
    public Planned Plan(LogicalNode node, bool needsUpdateBefore)
    {
        if (node is LogicalProject or LogicalFilter)
        {
            return PlanCalc(node, needsUpdateBefore);
        }

        return node switch
        {
            LogicalScan scan => PlanScan(scan),
            LogicalValues values => PlanValues(values),
            LogicalUnion union => PlanUnion(union, needsUpdateBefore),
            LogicalAggregate aggregate => PlanAggregate(aggregate, needsUpdateBefore),
            LogicalWindowAggregate window => PlanWindowAggregate(window),
            LogicalWindowTable window => PlanWindowTable(window, needsUpdateBefore),
            LogicalSessionTable session => PlanSessionTable(session),
            LogicalExpand expand => PlanExpand(expand, needsUpdateBefore),
            _ => throw new InvalidOperationException($"No plan for {node.GetType().Name}."),
        };
    }

    private PlanOperator Add(string name, IReadOnlyList<DataType> types, Func<Operator> create, IReadOnlyList<PlanEdge> inputs, bool merges = false)
    {
        PlanOperator op = new() { Id = _operators.Count, Name = name, OutputTypes = types, Create = create, Inputs = inputs, MergesInputs = merges };
        _operators.Add(op);
        return op;
    }

    private Planned Done(PlanOperator op, ChangelogMode mode, string details, params ExplainNode[] inputs) => new(op, mode, new ExplainNode(op.Id, op.Name, details, mode, inputs));

    private Planned PlanCalc(LogicalNode node, bool needsUpdateBefore)
    {
        Calc calc = Calc.Of(node);
        Planned input = Plan(calc.Input, needsUpdateBefore || calc.Conditions.Count > 0);
        if (calc.IsIdentity)
        {
            return input;
        }

        Session session = Session;
        PlanOperator op = Add(
            "Calc",
            [.. calc.Outputs.Select(o => o.Type)],
            () => CalcOf(calc, session),
            [PlanEdge.Forward(input.Operator)]);
        string details = $"select=[{string.Join(", ", calc.Outputs.Select((o, i) => Named(o, node.Columns[i].Name)))}]"
            + (calc.Conditions.Count == 0 ? string.Empty : $", where=[{string.Join(" AND ", calc.Conditions.Select(BoundText.Of))}]");
        return Done(op, input.Changelog, details, input.Explain);
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

    private Planned PlanUnion(LogicalUnion union, bool needsUpdateBefore)
    {
        Planned[] inputs = [.. union.Inputs.Select(i => Plan(i, needsUpdateBefore))];
        DataType[] types = [.. union.Columns.Select(c => c.Type)];
        ChangelogMode mode = inputs.Aggregate(ChangelogMode.None, (m, i) => m | i.Changelog);
        PlanOperator op = Add("Union", types, () => new ForwardOperator(), [.. inputs.Select(i => PlanEdge.Forward(i.Operator))], true);
        return Done(op, mode, $"all=[true], union=[{string.Join(", ", union.Columns.Select(c => c.Name))}]", [.. inputs.Select(i => i.Explain)]);
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
        Planned input = Plan(aggregate.Input, true);
        bool retracts = Retracts(input.Changelog);
        GroupAggregateSpec spec = new()
        {
            Keys = aggregate.Keys,
            KeyTypes = [.. aggregate.Keys.Select(k => aggregate.Input.Columns[k].Type)],
            Calls = Calls(aggregate.Calls),
            Retracts = retracts,
            EmitsUpdateBefore = needsUpdateBefore,
            MiniBatchRows = Session.IsMiniBatch ? Session.MiniBatchRows : 0,
            MiniBatchLatencyMs = Session.MiniBatchLatencyMs,
        };
        PlanOperator op = Add("GroupAggregate", aggregate.Types, () => new GroupAggregateOperator(spec), [PlanEdge.ByKey(input.Operator, aggregate.Keys)]);
        ChangelogMode mode = ChangelogMode.Insert;
        if (aggregate.Calls.Count > 0)
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
                TimeColumn = isProctime ? -1 : window.TimeColumn,
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
                Window = window.Window ?? new WindowSpec(WindowKind.Tumble, 1, 1, 0),
                TimeColumn = isProctime ? -1 : window.TimeColumn,
                StartColumn = window.StartColumn,
                EndColumn = window.EndColumn,
                IsLocalTime = isLocal,
                Keys = window.Keys,
                KeyTypes = keyTypes,
                Calls = Calls(window.Calls),
                Retracts = Retracts(input.Changelog),
            };
            create = () => new WindowAggregateOperator(spec);
            what = window.Window?.ToString() ?? "win_end";
        }

        PlanOperator op = Add("WindowAggregate", window.Types, create, [PlanEdge.ByKey(input.Operator, window.Keys)]);
        string details = $"groupBy=[{Names(window.Input, window.Keys)}], window=[{what}{(time is null ? string.Empty : $", {(isProctime ? "processing time" : time.Name)}")}], select=[{string.Join(", ", window.Calls.Select(c => c.Text))}]";
        return Done(op, ChangelogMode.InsertOnly, details, input.Explain);
    }

    private Planned PlanWindowTable(LogicalWindowTable window, bool needsUpdateBefore)
    {
        Planned input = Plan(window.Input, needsUpdateBefore);
        LogicalColumn time = window.Input.Columns[window.TimeColumn];
        bool isLocal = time.Type.Root == TypeRoot.TimestampLtz;
        DataType[] inputTypes = [.. window.Input.Types];
        int column = time.Time == TimeRole.Proctime ? -1 : window.TimeColumn;
        PlanOperator op = Add("WindowTableFunction", window.Types, () => new WindowTableOperator(window.Window, column, isLocal, inputTypes), [PlanEdge.Forward(input.Operator)]);
        return Done(op, input.Changelog, $"window=[{window.Window}, {time.Name}]", input.Explain);
    }

    private Planned PlanSessionTable(LogicalSessionTable session)
    {
        Planned input = Plan(session.Input, true);
        LogicalColumn time = session.Input.Columns[session.TimeColumn];
        bool isLocal = time.Type.Root == TypeRoot.TimestampLtz;
        int column = time.Time == TimeRole.Proctime ? -1 : session.TimeColumn;
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
        return Done(op, ChangelogMode.InsertOnly, $"window=[SESSION(gap=[{session.GapMs} ms]), {time.Name}]", input.Explain);
    }
}
