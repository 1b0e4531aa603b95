using Weir.Engine.Types;
using Weir.Engine.Windows;
using Weir.Sql.Aggregates;
using Weir.Sql.Descriptors;
using Weir.Sql.Expressions;
using Weir.Sql.Logical;
using Weir.Sql.Syntax;
using Weir.Sql.Syntax.Ast;
using Ast = Weir.Sql.Syntax.Ast;

namespace Weir.Sql.Binding;

internal sealed partial class QueryBinder
{
    private static readonly string[] s_windowAuxiliaries =
        ["TUMBLE_START", "TUMBLE_END", "TUMBLE_ROWTIME", "TUMBLE_PROCTIME", "HOP_START", "HOP_END", "HOP_ROWTIME", "HOP_PROCTIME", "SESSION_START", "SESSION_END", "SESSION_ROWTIME", "SESSION_PROCTIME"];

    private bool HasAggregate(Ast.Expression expression) => AstWalk.Any(
        expression, e => e is Ast.FunctionCall { Over: null, SimpleName: { } name } && (_environment.Aggregates.Find(name) is not null || name is "GROUPING" or "GROUPING_ID" or "GROUP_ID"));

    private SqlException? RefuseAggregates(Ast.FunctionCall call)
    {
        if (call.SimpleName is not { } name)
        {
            return null;
        }

        if (call.Over is not null)
        {
            return ExpressionBinder.Unsupported(call.Span, $"{name} … OVER", "Aggregate by a window, e.g. TUMBLE, and GROUP BY window_start, window_end.");
        }

        if (_environment.Aggregates.Find(name) is not null)
        {
            return new SqlException($"The aggregate function {name} cannot stand here.", call.Span, "Aggregates stand in the select list or in HAVING; compute them in a subquery to filter by them.");
        }

        if (s_windowAuxiliaries.Contains(name))
        {
            return new SqlException($"{name} needs the same window in GROUP BY.", call.Span, $"Write GROUP BY {name[..name.IndexOf('_', StringComparison.Ordinal)]}(…).");
        }

        if (name is "TUMBLE" or "HOP" or "SESSION" or "CUMULATE")
        {
            return new SqlException($"The window {name} can stand only in GROUP BY or in FROM TABLE(…).", call.Span);
        }

        return null;
    }

    private LogicalNode Aggregate(Select select, LogicalNode input, Scope scope, long? stateTtlMs)
    {
        AggregateScope group = new(this, input, scope, select, stateTtlMs);
        return group.Bind();
    }

    /// <summary>
    /// One GROUP BY. Expressions of the select list and HAVING are bound over the aggregation's output: what equals a grouping expression becomes its column, an aggregate call its own.
    /// <code>
    ///   Project (keys, arguments, filters)  ->  Aggregate  ->  Filter (HAVING)  ->  Project (select list)
    /// </code>
    /// </summary>
    private sealed partial class AggregateScope
    {
        private readonly QueryBinder _owner;
        private readonly LogicalNode _input;
        private readonly Select _select;
        private readonly ExpressionBinder _before;
        private readonly ExpressionBinder _after;
        private readonly Scope _scope;
        private readonly long? _stateTtlMs;
        private readonly List<BoundExpression> _keys = [];
        private readonly List<Ast.Expression> _keySyntax = [];
        private readonly List<BoundExpression> _inputs = [];
        private readonly List<LogicalColumn> _inputColumns = [];
        private readonly List<LogicalCall> _calls = [];
        private readonly List<DataType> _callTypes = [];
        private List<List<int>>? _sets;
        private GroupWindow? _window;

        public AggregateScope(QueryBinder owner, LogicalNode input, Scope scope, Select select, long? stateTtlMs)
        {
            _stateTtlMs = stateTtlMs;
            _owner = owner;
            _input = input;
            _select = select;
            _scope = scope;
            _before = owner.Expressions(scope);
            _after = new ExpressionBinder(owner._environment.Functions, owner.Session, scope) { Intercept = AfterAggregation, Refuse = owner.RefuseAggregates };
        }

        private bool IsGrouped => _select.GroupBy is not null;

        public LogicalNode Bind()
        {
            if (_select.GroupBy is { } groupBy)
            {
                _sets = new GroupingSetExpander(BindKey).Expand(groupBy);
            }

            foreach (BoundExpression key in _keys)
            {
                AddInput(key, Column(key));
            }

            int keyCount = _keys.Count;
            bool expands = IsExpanded;
            if (expands && keyCount > MostKeys)
            {
                throw new SqlException($"Grouping sets can be of at most {MostKeys} keys.", _select.GroupBy!.Span);
            }

            if (expands)
            {
                AddInput(new BoundLiteral(0L, DataType.BigInt.NotNull()), new LogicalColumn("$e", DataType.BigInt.NotNull()));
                for (int k = 0; k < keyCount; k++)
                {
                    _keys[k] = IsKept(k) ? _keys[k] : Nullable(_keys[k]);
                }
            }

            // Bind everything first, to know the aggregates; columns of the output are numbered afterwards.
            BoundExpression? having = _select.Having is null ? null : _after.BindCondition(_select.Having, "HAVING");
            List<(SelectItem Item, BoundExpression Bound)> items = [];
            foreach (SelectItem item in _select.Items)
            {
                if (item.Expression is Star star)
                {
                    List<BoundExpression> all = [];
                    List<LogicalColumn> columns = [];
                    _owner.Expand(star, _scope, all, columns);
                    foreach (LogicalColumn column in columns)
                    {
                        Identifier name = new(star.Span, column.Name);
                        items.Add((new SelectItem(star.Span, new ColumnReference(star.Span, [name]), null), _after.Bind(new ColumnReference(star.Span, [name]))));
                    }

                    continue;
                }

                items.Add((item, _after.Bind(item.Expression)));
            }

            LogicalNode project = new LogicalProject(_input, _inputs, _inputColumns);
            LogicalNode aggregated = Aggregated(project, expands, keyCount);
            if (having is not null)
            {
                aggregated = new LogicalFilter(aggregated, Place(having, keyCount, expands));
            }

            List<BoundExpression> outputs = [];
            List<LogicalColumn> outputColumns = [];
            foreach ((SelectItem item, BoundExpression bound) in items)
            {
                BoundExpression placed = Place(bound, keyCount, expands);
                outputs.Add(placed);
                outputColumns.Add(Output(item, outputColumns.Count, placed, aggregated));
            }

            return new LogicalProject(aggregated, outputs, Unique(outputColumns));
        }

        private static BoundExpression Nullable(BoundExpression key) => key is BoundColumn c ? c with { Type = c.Type.Nullable() } : key;

        /// <summary>Marks of the output's columns while their number is not known: keys from 0, aggregates from 1,000,000, window properties from 2,000,000, the grouping id at 3,000,000.</summary>
        private const int CallMark = 1_000_000;
        private const int WindowMark = 2_000_000;
        private const int GroupingMark = 3_000_000;

        /// <summary>The grouping id has a bit for each key, and above them the number of a set that is written again.</summary>
        private const int MostKeys = 48;

        private BoundExpression Place(BoundExpression expression, int keyCount, bool expands) => BoundRewriter.Replace(expression, c =>
        {
            int aggregatesAt = keyCount + (expands ? 1 : 0);
            return c.Index switch
            {
                >= GroupingMark => c with { Index = keyCount },
                >= WindowMark => c with { Index = aggregatesAt + _calls.Count + (c.Index - WindowMark) },
                >= CallMark => c with { Index = aggregatesAt + (c.Index - CallMark) },
                _ => c,
            };
        });

        private int BindKey(Ast.Expression syntax)
        {
            if (GroupWindow.Parse(syntax, _scope) is { } window)
            {
                if (_window is not null)
                {
                    throw new SqlException("Only one window can be in GROUP BY.", syntax.Span);
                }

                _window = window;
                return -1;
            }

            BoundExpression bound = Key(syntax);
            int existing = _keys.FindIndex(k => BoundText.Same(k, bound));
            if (existing >= 0)
            {
                return existing;
            }

            _keys.Add(bound);
            _keySyntax.Add(syntax);
            return _keys.Count - 1;
        }

        private BoundExpression Key(Ast.Expression syntax)
        {
            // A time column by itself stays a column, so that it is one group per value, not per look at the clock.
            if (Role(syntax, _scope) is { Time: TimeRole.Proctime })
            {
                return ProctimeColumn(syntax, _scope);
            }

            return _before.Bind(syntax);
        }

        private LogicalColumn Column(BoundExpression key) =>
            key is BoundColumn c && c.Index < _input.Columns.Count ? _input.Columns[c.Index] : new LogicalColumn($"$f{_inputColumns.Count}", key.Type);

        private int AddInput(BoundExpression expression, LogicalColumn? column = null)
        {
            int existing = _inputs.FindIndex(e => BoundText.Same(e, expression) && e.Type.Equals(expression.Type));
            if (existing >= 0 && column is null)
            {
                return existing;
            }

            _inputs.Add(expression);
            _inputColumns.Add(column ?? Column(expression));
            return _inputs.Count - 1;
        }

        private BoundExpression? AfterAggregation(Ast.Expression syntax)
        {
            if (syntax is Ast.FunctionCall { SimpleName: { } name } call)
            {
                if (call.Over is null && _owner._environment.Aggregates.Find(name) is { } definition)
                {
                    return AggregateCall(call, definition);
                }

                if (name == "GROUP_ID" && call.Arguments.Count == 0)
                {
                    return GroupId(call);
                }

                if (name is "GROUPING" or "GROUPING_ID")
                {
                    return Grouping(call);
                }

                if (s_windowAuxiliaries.Contains(name))
                {
                    return Auxiliary(call, name);
                }
            }

            // A constant that some grouping sets leave out is NULL there; otherwise it is what it says.
            if (syntax is Literal or NullLiteral && !IsExpanded)
            {
                return null;
            }

            for (int k = 0; k < _keys.Count; k++)
            {
                if (Matches(syntax, k))
                {
                    return new BoundColumn(k, _keys[k].Type, _inputColumns.Count > k ? _inputColumns[k].Name : $"$f{k}");
                }
            }

            if (syntax is ColumnReference reference && (_scope.ResolveField(reference) is not null || _scope.Resolve(reference).Logical.Time != TimeRole.Proctime))
            {
                string text = string.Join('.', reference.Parts.Select(p => p.Name));
                throw new SqlException($"Expression '{text}' is not being grouped.", syntax.Span, $"Add it to GROUP BY, or aggregate it, e.g. MAX({text}).");
            }

            return null;
        }

        private bool Matches(Ast.Expression syntax, int key)
        {
            if (AstWalk.Any(syntax, e => e is Ast.FunctionCall { SimpleName: { } name } && (_owner._environment.Aggregates.Find(name) is not null || name is "GROUPING" or "GROUPING_ID" or "GROUP_ID")))
            {
                return false;
            }

            try
            {
                return BoundText.Same(Key(syntax), _inputs[key] is BoundColumn or BoundLiteral or BoundCall or BoundCast or BoundCase or BoundLogical ? _inputs[key] : _keys[key]);
            }
            catch (SqlException)
            {
                return false;
            }
        }

        private LogicalNode Aggregated(LogicalNode project, bool expands, int keyCount)
        {
            List<LogicalColumn> keyColumns = [.. _inputColumns.Take(keyCount + (expands ? 1 : 0))];
            int[] keys = [.. Enumerable.Range(0, keyColumns.Count)];
            if (expands)
            {
                for (int k = 0; k < keyCount; k++)
                {
                    keyColumns[k] = ExpandedKey(keyColumns[k], k);
                }

                project = Expanded(project, keyCount);
            }

            List<LogicalColumn> callColumns = [.. _calls.Select((c, i) => new LogicalColumn($"agg{i}", _callTypes[i]))];
            if (_window is { } window)
            {
                int time = AddTime(ref project, window);
                LogicalColumn[] columns =
                [
                    .. keyColumns.Select(Materialized), .. callColumns,
                    new LogicalColumn("w$start", DataType.Timestamp(3).NotNull()),
                    new LogicalColumn("w$end", DataType.Timestamp(3).NotNull()),
                    new LogicalColumn("w$time", window.TimeType.NotNull()) { Time = window.Role },
                ];
                return new LogicalWindowAggregate(
                    project, window.Spec, window.GapMs, time, -1, -1, keys, _calls, columns, Emit: WindowEmitSettings.Of(_owner.Session, window, _select.GroupBy!.Span));
            }

            if (expands && keyColumns.Any(c => c.Window != WindowRole.None && c.Source is { IsSession: true }))
            {
                // Flink cuts such sessions by the keys of each grouping set, not by those of the window's own table.
                throw ExpressionBinder.Unsupported(_select.GroupBy!.Span, "GROUPING SETS, ROLLUP or CUBE over the windows of SESSION", "Write a query for each grouping set, and put them together with UNION ALL.");
            }

            if (WindowGrouping.TryPlan(project, keys, keyColumns, _calls, callColumns) is { } windowed)
            {
                WindowEmitSettings.RefuseFor(_owner.Session, _select.GroupBy!.Span);
                return windowed;
            }

            return _owner.Grouped(project, keys, _calls, [.. keyColumns.Select(Materialized), .. callColumns], _stateTtlMs);
        }

        private static int AddTime(ref LogicalNode project, GroupWindow window)
        {
            LogicalProject p = (LogicalProject)(project is LogicalExpand e ? e.Input : project);
            int at = p.Columns.Count;
            LogicalColumn column = new("$time", window.TimeType) { Time = window.Role };
            p = p with { Expressions = [.. p.Expressions, window.Column], Columns = [.. p.Columns, column] };
            project = project is LogicalExpand expand
                ? expand with
                {
                    Input = p,
                    Columns = [.. expand.Columns, column],
                    Projections = [.. expand.Projections.Select(x => (IReadOnlyList<BoundExpression>)[.. x, new BoundColumn(at, window.TimeType, "$time")])],
                }
                : p;
            return at;
        }
    }
}
