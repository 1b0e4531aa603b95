using Weir.Engine.Types;
using Weir.Sql.Catalogs;
using Weir.Sql.Compilation;
using Weir.Sql.Descriptors;
using Weir.Sql.Expressions;
using Weir.Sql.Logical;
using Weir.Sql.Syntax;
using Weir.Sql.Syntax.Ast;
using Weir.Sql.Syntax.Writing;
using Weir.Sql.Types;
using Ast = Weir.Sql.Syntax.Ast;

namespace Weir.Sql.Binding;

/// <summary>From a query's text to relations.</summary>
internal sealed partial class QueryBinder(SqlEnvironment sqlEnvironment, CatalogPath? path = null)
{
    private readonly SqlEnvironment _environment = sqlEnvironment;

    /// <summary>Where names are looked for; null for the database in use.</summary>
    private readonly CatalogPath? _path = path;
    private readonly List<Dictionary<string, (CommonTable Table, int Depth)>> _with = [];
    private readonly HashSet<string> _views = new(StringComparer.Ordinal);
    private int _windowIds;
    private int _nesting;
    private NamedQueries _named = new();

    /// <summary>How many views and common tables may build on each other: what is bound is walked on the stack.</summary>
    private const int MaxNesting = 200;

    /// <summary>How many queries the names of one query may stand for, each counted as often as it is used.</summary>
    private const int MaxNamed = 10_000;

    private Session Session => _environment.Session;

    public LogicalNode Bind(Query query)
    {
        if (query.With is { } with)
        {
            if (with.IsRecursive)
            {
                throw ExpressionBinder.Unsupported(with.Span, "WITH RECURSIVE", "Leave RECURSIVE away and write the levels that are needed.");
            }

            Dictionary<string, (CommonTable, int)> names = new(StringComparer.Ordinal);
            _with.Add(names);
            foreach (CommonTable table in with.Tables)
            {
                names[table.Name.Name] = (table, names.Count);
            }
        }

        if (query.OrderBy.Count > 0)
        {
            throw ExpressionBinder.Unsupported(query.OrderBy[0].Span, "ORDER BY", "A stream has no end to sort by: leave it away, or sort where the rows are read.");
        }

        if (query.Limit is not null || query.Offset is not null)
        {
            throw ExpressionBinder.Unsupported((query.Limit ?? query.Offset)!.Span, "LIMIT and OFFSET", "Leave it away.");
        }

        LogicalNode node = Body(query.Body);
        if (query.With is not null)
        {
            _with.RemoveAt(_with.Count - 1);
        }

        return node;
    }

    public ExpressionBinder Expressions(Scope scope) => new(_environment.Functions, Session, scope) { Refuse = RefuseAggregates };

    private LogicalNode Body(QueryBody body) => body switch
    {
        Select select => BindSelect(select),
        ValuesBody values => Values(values),
        SetOperation set => Set(set),
        ParenthesizedQuery query => Bind(query.Query),
        ExplicitTable table => Named(new NamedTable(table.Span, table.Name, [], null)),
        _ => throw new SqlException("This query is not supported.", body.Span),
    };

    private LogicalNode Set(SetOperation set)
    {
        if (set.Operator != SetOperator.Union)
        {
            throw ExpressionBinder.Unsupported(set.Span, set.Operator.ToString().ToUpperInvariant(), "Use UNION ALL with GROUP BY.");
        }

        List<LogicalNode> inputs = [];
        Flatten(set, set.IsAll, inputs);
        int width = inputs[0].Columns.Count;
        if (inputs.FirstOrDefault(i => i.Columns.Count != width) is { } other)
        {
            throw new SqlException($"The queries of a UNION must have the same number of columns: {width} and {other.Columns.Count}.", set.Span);
        }

        List<LogicalColumn> columns = [];
        for (int c = 0; c < width; c++)
        {
            LogicalColumn first = inputs[0].Columns[c];
            DataType type = CommonType.Of(inputs.Select(i => i.Columns[c].Type))
                ?? throw new SqlException($"Column {c + 1} of a UNION has types that do not go together: {string.Join(", ", inputs.Select(i => i.Columns[c].Type))}.", set.Span, "CAST them to one type.");
            bool sameTime = inputs.All(i => i.Columns[c].Time == first.Time && i.Columns[c].Type.SameAs(type));
            bool sameWindow = first.Source is { IsSession: false } source
                && inputs.All(i => i.Columns[c].Window == first.Window && i.Columns[c].Source is { } other && other with { Id = source.Id } == source);
            columns.Add(new LogicalColumn(first.Name, type)
            {
                Time = sameTime ? first.Time : TimeRole.None,
                Window = sameWindow ? first.Window : WindowRole.None,
                Source = sameWindow ? first.Source : null,
            });
        }

        LogicalNode union = new LogicalUnion([.. inputs.Select(i => Convert(i, columns))], columns);
        return set.IsAll ? union : Distinct(union);
    }

    private void Flatten(QueryBody body, bool isAll, List<LogicalNode> into)
    {
        if (body is SetOperation { Operator: SetOperator.Union } set && set.IsAll == isAll)
        {
            Flatten(set.Left, isAll, into);
            into.Add(Body(set.Right));
        }
        else
        {
            into.Add(Body(body));
        }
    }

    /// <summary>The relation with other types (and names) for its columns.</summary>
    private LogicalNode Convert(LogicalNode node, IReadOnlyList<LogicalColumn> columns)
    {
        if (node.Columns.Zip(columns).All(p => p.First.Type.SameAs(p.Second.Type)))
        {
            return node;
        }

        ExpressionBinder binder = Expressions(Scope.Empty);
        return new LogicalProject(
            node, [.. columns.Select((c, i) => binder.Coerce(new BoundColumn(i, node.Columns[i].Type, node.Columns[i].Name), c.Type))], columns);
    }

    private LogicalNode Distinct(LogicalNode node, long? stateTtlMs = null) => Grouped(node, [.. Enumerable.Range(0, node.Columns.Count)], [], [.. node.Columns.Select(Materialized)], stateTtlMs);

    private LogicalNode Grouped(LogicalNode input, int[] keys, IReadOnlyList<LogicalCall> calls, IReadOnlyList<LogicalColumn> columns, long? stateTtlMs) =>
        (LogicalNode?)RedundantGrouping.TryRemove(input, keys, calls, columns, Expressions(Scope.Empty).Coerce) ?? new LogicalAggregate(input, keys, calls, columns) { StateTtlMs = stateTtlMs };

    private static LogicalColumn Materialized(LogicalColumn column) => new(column.Name, column.Type);

    private LogicalNode Values(ValuesBody values)
    {
        ExpressionBinder binder = Expressions(Scope.Empty);
        List<BoundExpression[]> rows = [];
        foreach (Ast.Expression row in values.Rows)
        {
            rows.Add(row is RowConstructor r ? [.. r.Items.Select(binder.Bind)] : [binder.Bind(row)]);
            if (rows[^1].Length != rows[0].Length)
            {
                throw new SqlException($"Rows of VALUES must have the same number of columns: {rows[0].Length} and {rows[^1].Length}.", row.Span);
            }
        }

        List<LogicalColumn> columns = [];
        for (int c = 0; c < rows[0].Length; c++)
        {
            DataType type = CommonType.Of(rows.Select(r => r[c].Type))
                ?? throw new SqlException($"Column {c + 1} of VALUES has types that do not go together.", values.Span, "CAST them to one type.");
            columns.Add(new LogicalColumn($"EXPR${c}", type));
        }

        return new LogicalValues([.. rows.Select(r => (IReadOnlyList<BoundExpression>)[.. r.Select((e, c) => binder.Coerce(e, columns[c].Type))])], columns);
    }

    private LogicalNode BindSelect(Select select)
    {
        if (select.Qualify is { } qualify)
        {
            throw ExpressionBinder.Unsupported(qualify.Span, "QUALIFY", "Aggregate by a window instead.");
        }

        (LogicalNode input, Scope scope) = select.From is null ? (new LogicalValues([[]], []), Scope.Empty) : From(select.From);
        if (select.Where is { } where)
        {
            input = new LogicalFilter(input, Expressions(scope).BindCondition(where, "WHERE"));
        }

        bool aggregates = select.GroupBy is not null || select.Having is not null || select.Items.Any(i => HasAggregate(i.Expression));
        long? stateTtlMs = StateTtlHint.Of(select);
        LogicalNode result = aggregates ? Aggregate(select, input, scope, stateTtlMs) : Project(select, input, scope);
        return select.Quantifier == SetQuantifier.Distinct ? Distinct(result, stateTtlMs) : result;
    }

    private LogicalNode Project(Select select, LogicalNode input, Scope scope)
    {
        ExpressionBinder binder = Expressions(scope);
        List<BoundExpression> expressions = [];
        List<LogicalColumn> columns = [];
        foreach (SelectItem item in select.Items)
        {
            if (item.Expression is Star star)
            {
                Expand(star, scope, expressions, columns);
                continue;
            }

            BoundExpression bound = binder.Bind(item.Expression);
            columns.Add(Output(item, columns.Count, bound, input));
            expressions.Add(Role(item.Expression, scope) is { Time: TimeRole.Proctime } ? ProctimeColumn(item.Expression, scope) : bound);
        }

        return new LogicalProject(input, expressions, Unique(columns));
    }

    /// <summary>A column of the select list: what it is for time and windows stays when it is a plain column.</summary>
    private static LogicalColumn Output(SelectItem item, int position, BoundExpression bound, LogicalNode input)
    {
        string name = item.Alias?.Name ?? Name(item.Expression) ?? $"EXPR${position}";
        if (bound is BoundColumn c && c.Index < input.Columns.Count)
        {
            return input.Columns[c.Index] with { Name = name, Type = bound.Type, WrittenName = null };
        }

        return new LogicalColumn(name, bound.Type) { Time = bound is BoundCall { Function.Name: "PROCTIME" } ? TimeRole.Proctime : TimeRole.None };
    }

    private static LogicalColumn? Role(Ast.Expression expression, Scope scope)
    {
        if (expression is not ColumnReference reference || scope.ResolveField(reference) is not null)
        {
            return null;
        }

        (BoundColumn _, LogicalColumn logical, int used) = scope.Resolve(reference);
        return used == reference.Parts.Count ? logical : null;
    }

    private static BoundColumn ProctimeColumn(Ast.Expression expression, Scope scope) => scope.Resolve((ColumnReference)expression).Column;

    private void Expand(Star star, Scope scope, List<BoundExpression> expressions, List<LogicalColumn> columns)
    {
        IEnumerable<ScopeRelation> relations = scope.Relations;
        if (star.Qualifier.Count > 0)
        {
            if (scope.Relation(star.Qualifier) is not { } named)
            {
                ExpandRow(star, scope, expressions, columns);
                return;
            }

            relations = [named];
        }
        else if (scope.Relations.Count == 0)
        {
            throw new SqlException("SELECT * needs a FROM.", star.Span);
        }

        foreach (ScopeRelation relation in relations)
        {
            for (int i = 0; i < relation.Columns.Count; i++)
            {
                expressions.Add(new BoundColumn(relation.Start + i, relation.Columns[i].Type, relation.Columns[i].Name));
                columns.Add(relation.Columns[i]);
            }
        }
    }

    /// <summary>The fields of a column of type ROW: <c>t.r.*</c>.</summary>
    private void ExpandRow(Star star, Scope scope, List<BoundExpression> expressions, List<LogicalColumn> columns)
    {
        string name = star.Qualifier[^1].Name;
        ColumnReference reference = new(star.Span, star.Qualifier);
        if (star.Qualifier.Count == 1 && !scope.Relations.Any(r => r.Columns.Any(c => c.Name == name)))
        {
            throw new SqlException($"Table '{name}' not found.", star.Span, NearestName.Hint(name, scope.Relations.Select(r => r.Name ?? string.Empty)));
        }

        ExpressionBinder binder = Expressions(scope);
        DataType type = binder.Bind(reference).Type;
        if (type.Root != TypeRoot.Row)
        {
            throw new SqlException($"'{name}' is {type}: only a table or a ROW has fields to write .* for.", star.Span);
        }

        foreach (Engine.Types.RowField field in type.Fields)
        {
            BoundExpression bound = binder.Bind(new ColumnReference(star.Span, [.. star.Qualifier, new Identifier(star.Span, field.Name)]));
            expressions.Add(bound);
            columns.Add(new LogicalColumn(field.Name, bound.Type));
        }
    }

    /// <summary>Names that come up again get a number, as in Flink (<c>a</c>, <c>a0</c>).</summary>
    private static List<LogicalColumn> Unique(List<LogicalColumn> columns)
    {
        HashSet<string> taken = new(StringComparer.Ordinal);
        List<LogicalColumn> result = [];
        foreach (LogicalColumn column in columns)
        {
            string name = column.Name;
            for (int n = 0; !taken.Add(name); n++)
            {
                name = column.Name + n.ToString(System.Globalization.CultureInfo.InvariantCulture);
            }

            result.Add(column with { Name = name, WrittenName = name == column.Name ? column.WrittenName : column.Name });
        }

        return result;
    }

    private static string? Name(Ast.Expression expression) => expression switch
    {
        ColumnReference c => c.Parts[^1].Name,
        FieldAccess f => f.Field.Name,
        _ => null,
    };

    /// <summary>Counts over all binders of a query.</summary>
    private sealed class NamedQueries
    {
        public int Count { get; set; }
    }
}
