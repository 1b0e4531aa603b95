using Weir.Engine.Types;
using Weir.Engine.Windows;
using Weir.Sql.Catalogs;
using Weir.Sql.Descriptors;
using Weir.Sql.Expressions;
using Weir.Sql.Logical;
using Weir.Sql.Syntax;
using Weir.Sql.Syntax.Ast;
using Ast = Weir.Sql.Syntax.Ast;

namespace Weir.Sql.Binding;

internal sealed partial class QueryBinder
{
    private (LogicalNode Node, Scope Scope) From(TableReference reference)
    {
        if (reference.Sample is { } sample)
        {
            throw ExpressionBinder.Unsupported(sample.Span, "TABLESAMPLE", "Filter by RAND() < 0.1 instead.");
        }

        string[] qualifier = reference is NamedTable { Name: var of } && !(of.Parts.Count == 1 && _with.Any(w => w.ContainsKey(of.Parts[0].Name)))
            ? _environment.Catalog.PathOf(of, _path) is { } path ? [path.Catalog, path.Database] : []
            : [];
        (LogicalNode node, string? name) = reference switch
        {
            NamedTable table => (Named(table), table.Name.Parts[^1].Name),
            SubqueryTable { IsLateral: false } query => (Bind(query.Query), (string?)null),
            FunctionTable { IsLateral: false } function => (WindowTable(function.Call), null),
            Join join => throw ExpressionBinder.Unsupported(join.Span, join.Kind == JoinKind.Comma ? "A join (FROM with several tables)" : "JOIN", "Read the tables in queries of their own."),
            UnnestTable unnest => throw ExpressionBinder.Unsupported(unnest.Span, "UNNEST", "Access elements by position, e.g. a[1]."),
            _ => throw ExpressionBinder.Unsupported(reference.Span, "LATERAL", "Write the expression in the select list."),
        };

        if (reference.Alias is { } alias)
        {
            name = alias.Name.Name;
            qualifier = [];
            node = Renamed(node, alias.Columns, alias.Span);
        }

        return (node, Scope.Of(node.Columns, name, qualifier));
    }

    private static LogicalNode Renamed(LogicalNode node, IReadOnlyList<Identifier> names, SourceSpan span)
    {
        if (names.Count == 0)
        {
            return node;
        }

        if (names.Count != node.Columns.Count)
        {
            throw new SqlException($"{names.Count} names are given for {node.Columns.Count} columns.", span);
        }

        return new LogicalProject(
            node,
            [.. node.Columns.Select((c, i) => new BoundColumn(i, c.Type, names[i].Name))],
            [.. node.Columns.Select((c, i) => c with { Name = names[i].Name, WrittenName = null })]);
    }

    private LogicalNode Named(NamedTable table)
    {
        if (table.AsOf is { } asOf)
        {
            throw ExpressionBinder.Unsupported(asOf.Span, "FOR SYSTEM_TIME AS OF", "Read the table as it is.");
        }

        string name = table.Name.Parts[^1].Name;
        if (table.Name.Parts.Count == 1 && CommonTableNamed(name) is { } common)
        {
            RefuseOptions(table);
            return common;
        }

        string resolved = _environment.Catalog.Resolve(table.Name, _path);
        if (_environment.Catalog.Table(resolved) is { } entry)
        {
            return Scan(entry, table);
        }

        if (_environment.Catalog.View(resolved) is { } view)
        {
            RefuseOptions(table);
            if (!_views.Add(resolved))
            {
                throw new SqlException($"View '{resolved}' is defined by itself.", table.Span);
            }

            QueryBinder inner = Inner(table.Span, view.Path);
            inner._views.UnionWith(_views);
            LogicalNode node = Renamed(inner.Bind(view.Definition.Query), view.Definition.Columns, view.Definition.Span);
            _windowIds = inner._windowIds;
            _views.Remove(resolved);
            return node;
        }

        throw new SqlException($"Table or view '{name}' not found.", table.Name.Span, NearestName.Hint(name, _environment.Catalog.Names) ?? TablesThere());
    }

    /// <summary>A binder for the query behind a name. Names stand for their whole queries, so a chain of them nests, and names that are used twice double what is behind them: both have bounds.</summary>
    private QueryBinder Inner(SourceSpan span, CatalogPath? path)
    {
        if (_nesting == MaxNesting)
        {
            throw new SqlException($"More than {MaxNesting} views and common tables build on each other here.", span, "Write what comes of some of them to a table, in a job of its own.");
        }

        if (++_named.Count > MaxNamed)
        {
            throw new SqlException($"The views and common tables of this query stand for more than {MaxNamed} queries.", span, "Where one is used more than once, write what comes of it to a table, in a job of its own.");
        }

        return new QueryBinder(_environment, path) { _windowIds = _windowIds + 1000, _nesting = _nesting + 1, _named = _named };
    }

    private static void RefuseOptions(NamedTable table)
    {
        if (table.Hints.FirstOrDefault(h => h.Name.Name.Equals("OPTIONS", StringComparison.OrdinalIgnoreCase)) is { } hint)
        {
            throw new SqlException($"'{table.Name}' is a query and has no options.", hint.Span, "Write OPTIONS after the name of a table within it.");
        }
    }

    private string TablesThere() =>
        _environment.Catalog.Names.Any() ? $"There are: {string.Join(", ", _environment.Catalog.Names.Order(StringComparer.Ordinal).Take(20))}." : "No table has been created; write CREATE TABLE first.";

    private LogicalNode? CommonTableNamed(string name)
    {
        for (int i = _with.Count - 1; i >= 0; i--)
        {
            if (!_with[i].TryGetValue(name, out (CommonTable Table, int Depth) found))
            {
                continue;
            }

            // A common table sees those before it, not itself.
            Dictionary<string, (CommonTable, int)> visible = new(_with[i].Where(t => t.Value.Depth < found.Depth), StringComparer.Ordinal);
            QueryBinder inner = Inner(found.Table.Span, _path);
            inner._with.AddRange(_with.Take(i));
            inner._with.Add(visible);
            LogicalNode node = Renamed(inner.Bind(found.Table.Query), found.Table.Columns, found.Table.Span);
            _windowIds = inner._windowIds;
            return node;
        }

        return null;
    }

    private LogicalScan Scan(CatalogTable table, NamedTable reference)
    {
        Dictionary<string, string> options = new(table.Options, StringComparer.Ordinal);
        foreach (Hint hint in reference.Hints)
        {
            if (!hint.Name.Name.Equals("OPTIONS", StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            foreach (HintArgument argument in hint.Arguments)
            {
                options[argument.Key ?? throw new SqlException("OPTIONS takes pairs: OPTIONS('key'='value').", argument.Span)] = argument.Value;
            }
        }

        return new TableBinder(_environment).Scan(table, options, reference.Span);
    }

    private LogicalNode WindowTable(Ast.FunctionCall call)
    {
        WindowCall window = WindowCall.Parse(call) ?? throw new SqlException(
            $"There is no table function '{call.Name}'.", call.Span, NearestName.Hint(call.Name.ToString(), ["TUMBLE", "HOP", "CUMULATE", "SESSION"]) ?? "There are TUMBLE, HOP, CUMULATE and SESSION.");
        LogicalNode input = window.Table.Query is { } query
            ? Bind(query)
            : Named(new NamedTable(window.Table.Span, window.Table.Table!, [], null));
        Scope scope = Scope.Of(input.Columns);
        (BoundColumn column, LogicalColumn time, _) = scope.Resolve(new ColumnReference(window.Time.Span, [window.Time]));
        CheckTime(time, window.Time, call.SimpleName!);
        int id = ++_windowIds;
        WindowSource source = new(id, window.Spec?.ToString() ?? $"SESSION({window.Gap})", time.Time, time.Type.Root == TypeRoot.TimestampLtz, window.Gap is not null);
        LogicalColumn[] added = WindowGrouping.Properties(source, time.Type);
        foreach (LogicalColumn add in added)
        {
            if (input.Columns.Any(c => c.Name == add.Name))
            {
                throw new SqlException($"The table already has a column '{add.Name}', which the window would add.", window.Table.Span, "Rename it in a subquery first.");
            }
        }

        LogicalColumn[] columns = [.. input.Columns, .. added];
        if (window.Gap is { } gap)
        {
            int[] keys = [.. window.Table.PartitionBy.Select(p => Expressions(scope).Bind(p) is BoundColumn c
                ? c.Index
                : throw new SqlException("PARTITION BY of SESSION takes columns.", p.Span, "Compute the column in a subquery."))];
            return new LogicalSessionTable(input, gap, column.Index, keys, id, columns);
        }

        return new LogicalWindowTable(input, window.Spec!, column.Index, id, columns);
    }

    private static void CheckTime(LogicalColumn time, Identifier name, string function)
    {
        if (time.Time == TimeRole.None)
        {
            throw new SqlException(
                $"The window function {function} requires the timecol to be a time attribute type, but '{name.Name}' is {time.Type}.",
                name.Span,
                time.Type.IsTimestamp ? $"Declare WATERMARK FOR {name.Name} AS {name.Name} - INTERVAL '5' SECOND in CREATE TABLE." : "Name a column with a WATERMARK, or one computed by PROCTIME().");
        }
    }
}
