using System.Globalization;
using Weir.Sql.Binding;
using Weir.Sql.Catalogs;
using Weir.Sql.Descriptors;
using Weir.Sql.Syntax;
using Weir.Sql.Syntax.Ast;
using Weir.Sql.Syntax.Writing;

namespace Weir.Sql.Compilation;

internal sealed partial class ScriptCompiler
{
    private void Set(SetOption set)
    {
        if (set.Key is null)
        {
            _outputs.Add(new StatementOutput("SET", ["key", "value"], [.. environment.Session.Settings.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => (IReadOnlyList<string>)[s.Key, s.Value])]));
            return;
        }

        if (SettingCatalog.Problem(set.Key) is { } problem)
        {
            _diagnostics.Add(new SqlDiagnostic(problem.IsError ? SqlSeverity.Error : SqlSeverity.Warning, problem.Message, set.Span, problem.Hint));
            if (problem.IsError)
            {
                return;
            }
        }

        try
        {
            environment.Session.Set(set.Key, set.Value ?? string.Empty);
        }
        catch (ArgumentException e)
        {
            throw new SqlException(e.Message, set.Span);
        }
    }

    private void Show(Show show)
    {
        IEnumerable<string> names = show.Kind switch
        {
            ShowKind.Tables => InDatabase(show, Catalog.Names),
            ShowKind.Views => InDatabase(show, Catalog.ViewNames),
            ShowKind.Functions => environment.Functions.All.Select(f => f.Name).Where(n => char.IsLetter(n[0])).Concat(environment.Aggregates.Names).Order(StringComparer.Ordinal),
            ShowKind.Catalogs => Catalog.CatalogNames,
            ShowKind.CurrentCatalog => [Catalog.Current.Catalog],
            ShowKind.Databases => Databases(show),
            ShowKind.CurrentDatabase => [Catalog.Current.Database],
            ShowKind.Jars or ShowKind.UserFunctions => [],
            ShowKind.CreateTable or ShowKind.CreateView or ShowKind.Columns => [],
            _ => throw ExpressionBinder.Unsupported(show.Span, $"SHOW {show.Kind}", "SHOW TABLES, VIEWS, FUNCTIONS, COLUMNS, CREATE TABLE and CREATE VIEW are there."),
        };
        switch (show.Kind)
        {
            case ShowKind.CreateTable:
                _outputs.Add(new StatementOutput("SHOW CREATE TABLE", ["result"], [[SqlWriter.Write(TableDefinition.Of(Table(show.Name!)))]]));
                return;
            case ShowKind.CreateView:
                string name = Catalog.Resolve(show.Name!);
                CatalogView view = environment.Catalog.View(name) ?? throw new SqlException($"View '{name}' does not exist.", show.Name!.Span, NearestName.Hint(name, environment.Catalog.ViewNames));
                _outputs.Add(new StatementOutput("SHOW CREATE VIEW", ["result"], [[SqlWriter.Write(view.Definition)]]));
                return;
            case ShowKind.Columns:
                DescribeColumns("SHOW COLUMNS", show.Name!, show);
                return;
            default:
                _outputs.Add(new StatementOutput($"SHOW {show.Kind.ToString().ToUpperInvariant()}", ["name"], [.. names.Where(n => Matches(n, show)).Select(n => (IReadOnlyList<string>)[n])]));
                return;
        }
    }

    /// <summary>Those of the names that are in the database of FROM or IN, or in use, without catalog and database.</summary>
    private IEnumerable<string> InDatabase(Show show, IEnumerable<string> names)
    {
        CatalogPath path = show.Name is { } from ? Catalog.DatabaseOf(from) : Catalog.Current;
        HashSet<string> wanted = [.. names];
        return Catalog.NamesIn(path).Where(n => wanted.Contains(n.Name)).Select(n => n.Last).Order(StringComparer.Ordinal);
    }

    private IEnumerable<string> Databases(Show show)
    {
        string catalog = show.Name?.Parts[^1].Name ?? Catalog.Current.Catalog;
        return Catalog.HasCatalog(catalog)
            ? Catalog.DatabaseNames(catalog)
            : throw new SqlException($"A catalog with name '{catalog}' does not exist.", show.Name!.Span, NearestName.Hint(catalog, Catalog.CatalogNames));
    }

    private void Describe(Describe describe)
    {
        if (describe.Kind is not (ObjectKind.Table or ObjectKind.View))
        {
            throw ExpressionBinder.Unsupported(describe.Span, $"DESCRIBE {describe.Kind.ToString().ToUpperInvariant()}", "DESCRIBE a table or view.");
        }

        DescribeColumns("DESCRIBE", describe.Name, null);
    }

    private void DescribeColumns(string statement, QualifiedName qualified, Show? like)
    {
        string name = Catalog.Resolve(qualified);
        List<IReadOnlyList<string>> rows = [];
        if (environment.Catalog.Table(name) is { } table)
        {
            foreach (CatalogColumn column in table.Columns.Where(c => like is null || Matches(c.Name, like)))
            {
                string extras = column.Kind switch
                {
                    ColumnKind.Computed => $"AS {SqlWriter.Write(column.Computed!)}",
                    ColumnKind.Metadata => $"METADATA{(column.MetadataKey == column.Name ? string.Empty : $" FROM '{column.MetadataKey}'")}{(column.IsVirtual ? " VIRTUAL" : string.Empty)}",
                    _ => string.Empty,
                };
                string watermark = table.Watermark?.Column == column.Name ? table.Watermark.Expression is { } e ? SqlWriter.Write(e) : "SOURCE_WATERMARK()" : string.Empty;
                string key = table.PrimaryKey.Contains(column.Name) ? $"PRI({string.Join(", ", table.PrimaryKey)})" : string.Empty;
                rows.Add([column.Name, column.Type.NotNull().ToString().Replace(" NOT NULL", string.Empty, StringComparison.Ordinal), column.Type.IsNullable ? "TRUE" : "FALSE", key, extras, watermark]);
            }
        }
        else if (environment.Catalog.View(name) is { } view)
        {
            Logical.LogicalNode node = new QueryBinder(environment, view.Path).Bind(view.Definition.Query);
            for (int i = 0; i < node.Columns.Count; i++)
            {
                string column = view.Definition.Columns.Count > 0 ? view.Definition.Columns[i].Name : node.Columns[i].Name;
                if (like is null || Matches(column, like))
                {
                    rows.Add([column, node.Columns[i].Type.Nullable().ToString(), node.Columns[i].Type.IsNullable ? "TRUE" : "FALSE", string.Empty, string.Empty, string.Empty]);
                }
            }
        }
        else
        {
            throw new SqlException($"Table or view '{name}' does not exist.", qualified.Span, NearestName.Hint(name, environment.Catalog.Names));
        }

        _outputs.Add(new StatementOutput($"{statement} {name}", ["name", "type", "null", "key", "extras", "watermark"], rows));
    }

    private CatalogTable Table(QualifiedName qualified)
    {
        string name = Catalog.Resolve(qualified);
        return environment.Catalog.Table(name) ?? throw new SqlException($"Table '{name}' does not exist.", qualified.Span, NearestName.Hint(name, environment.Catalog.TableNames));
    }

    private static bool Matches(string name, Show show)
    {
        if (show.Like is not { } pattern)
        {
            return true;
        }

        string regex = "^" + System.Text.RegularExpressions.Regex.Escape(pattern).Replace("%", ".*", StringComparison.Ordinal).Replace("_", ".", StringComparison.Ordinal) + "$";
        bool matches = System.Text.RegularExpressions.Regex.IsMatch(
            name, regex, show.IsCaseInsensitive ? System.Text.RegularExpressions.RegexOptions.IgnoreCase : System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1));
        return matches != show.IsLikeNegated;
    }

    private void Explain(Explain explain)
    {
        CompiledJob job = explain.Target switch
        {
            Insert insert => Job([insert]),
            StatementSet set => Job(set.Inserts),
            QueryStatement query => Job(query),
            _ => throw ExpressionBinder.Unsupported(explain.Target.Span, "EXPLAIN of this statement", "EXPLAIN an INSERT, a statement set or a query."),
        };
        _outputs.Add(new StatementOutput("EXPLAIN", ["result"], [[ExplainText.Of(job)]]));
    }
}
