using Weir.Engine.Connectors;
using Weir.Engine.Plans;
using Weir.Engine.Types;
using Weir.Sql.Binding;
using Weir.Sql.Catalogs;
using Weir.Sql.Descriptors;
using Weir.Sql.Expressions;
using Weir.Sql.Logical;
using Weir.Sql.Planning;
using Weir.Sql.Syntax;
using Weir.Sql.Syntax.Ast;
using Weir.Sql.Types;
using Ast = Weir.Sql.Syntax.Ast;

namespace Weir.Sql.Compilation;

/// <summary>Goes through the statements of a script: changes the environment, binds and plans what is to run. A statement that is refused does not keep the others from being checked.</summary>
internal sealed partial class ScriptCompiler(SqlEnvironment environment)
{
    private readonly List<SqlDiagnostic> _diagnostics = [];
    private readonly List<CompiledJob> _jobs = [];
    private readonly List<StatementOutput> _outputs = [];

    private Catalog Catalog => environment.Catalog;

    public CompiledScript Compile(string text)
    {
        ParsedScript script = SqlParser.ParseScript(text);
        _diagnostics.AddRange(script.Diagnostics);
        foreach (Statement statement in script.Statements)
        {
            try
            {
                Run(statement);
            }
            catch (SqlException e)
            {
                _diagnostics.Add(e.ToDiagnostic());
            }
        }

        bool failed = _diagnostics.Any(d => d.Severity == SqlSeverity.Error);
        return new CompiledScript([.. _diagnostics.OrderBy(d => d.Span.Start)], failed ? [] : _jobs, _outputs);
    }

    private void Run(Statement statement)
    {
        switch (statement)
        {
            case SetOption set:
                Set(set);
                break;
            case ResetOption reset:
                environment.Session.Reset(reset.Key);
                break;
            case CreateTable create:
                Create(create);
                break;
            case CreateView view:
                Create(view);
                break;
            case CreateDatabase database:
                Create(database);
                break;
            case CreateCatalog catalog:
                Create(catalog);
                break;
            case Use use:
                Use(use);
                break;
            case Drop drop:
                Drop(drop);
                break;
            case Alter alter:
                Alter(alter);
                break;
            case Show show:
                Show(show);
                break;
            case Describe describe:
                Describe(describe);
                break;
            case Explain explain:
                Explain(explain);
                break;
            case Insert insert:
                _jobs.Add(Job([insert]));
                break;
            case StatementSet set:
                _jobs.Add(Job(set.Inserts));
                break;
            case QueryStatement query:
                _jobs.Add(Job(query));
                break;
            case UnsupportedStatement unsupported:
                throw ExpressionBinder.Unsupported(unsupported.Span, unsupported.Name, "Leave the statement out.");
            default:
                throw ExpressionBinder.Unsupported(statement.Span, Words(statement), "Leave the statement out.");
        }
    }

    private static string Words(Statement statement) => statement switch
    {
        Alter alter => $"ALTER {alter.Kind.ToString().ToUpperInvariant()}",
        CreateFunction => "CREATE FUNCTION",
        AddJar jar => jar.IsRemove ? "REMOVE JAR" : "ADD JAR",
        _ => "This statement",
    };

    private CompiledJob Job(IReadOnlyList<Insert> inserts)
    {
        string name = environment.Session.Settings.GetValueOrDefault("pipeline.name") ?? string.Join("-", inserts.Select(i => i.Table.Parts[^1].Name));
        JobPlanner planner = new(environment, name);
        List<ExplainNode> sinks = [];
        List<TableSpec> tables = [];
        List<LogicalNode> queries = [];
        List<(CatalogTable Table, IReadOnlyDictionary<string, string> Options, SourceSpan Span)> targets = [];
        foreach (Insert insert in inserts)
        {
            string sinkName = Catalog.Resolve(insert.Table);
            CatalogTable table = environment.Catalog.Table(sinkName)
                ?? throw new SqlException($"Sink table '{sinkName}' not found.", insert.Table.Span, NearestName.Hint(sinkName, environment.Catalog.TableNames) ?? "Write CREATE TABLE first.");
            LogicalNode query = ToSink(new QueryBinder(environment).Bind(insert.Query), table, insert);
            Dictionary<string, string> options = new(table.Options, StringComparer.Ordinal);
            foreach (HintArgument argument in insert.Hints.Where(h => h.Name.Name.Equals("OPTIONS", StringComparison.OrdinalIgnoreCase)).SelectMany(h => h.Arguments))
            {
                options[argument.Key ?? throw new SqlException("OPTIONS takes pairs: OPTIONS('key'='value').", argument.Span)] = argument.Value;
            }

            queries.Add(query);
            targets.Add((table, options, insert.Table.Span));
        }

        // All of them are known before one is planned, so that what several read is planned once.
        foreach ((LogicalNode query, (CatalogTable table, IReadOnlyDictionary<string, string> options, SourceSpan span)) in planner.Prepare(queries).Zip(targets))
        {
            sinks.Add(planner.PlanSink(query, table, options, span, out TableSpec spec));
            tables.Add(spec);
        }

        AddLateRows(planner, inserts[0].Span, sinks, tables);
        return new CompiledJob
        {
            Name = name,
            Plan = planner.Finish(name),
            Explain = Root(sinks),
            Sources = planner.Sources,
            Sinks = tables,
            Promises = planner.Promises,
            Session = environment.Session.Clone(),
        };
    }

    private static ExplainNode Root(List<ExplainNode> sinks) => sinks.Count == 1 ? sinks[0] : new ExplainNode(-1, "StatementSet", string.Empty, ChangelogMode.None, sinks);

    private static void AddLateRows(JobPlanner planner, SourceSpan span, List<ExplainNode> sinks, List<TableSpec> tables)
    {
        if (planner.PlanLateRows(span, out TableSpec? late) is { } explain)
        {
            sinks.Add(explain);
            tables.Add(late!);
        }
    }

    private CompiledJob Job(QueryStatement statement)
    {
        JobPlanner planner = new(environment, "query");
        LogicalNode query = planner.Prepare([new QueryBinder(environment).Bind(statement.Query)])[0];
        List<ExplainNode> sinks = [planner.PlanCollect(query)];
        AddLateRows(planner, statement.Span, sinks, []);
        return new CompiledJob
        {
            Name = "query",
            Plan = planner.Finish("query"),
            Explain = Root(sinks),
            Sources = planner.Sources,
            Sinks = [],
            ResultColumns = [.. query.Columns.Select(c => new Engine.Types.RowField(c.Name, c.Type))],
            Session = environment.Session.Clone(),
        };
    }

    /// <summary>The query with the sink's columns: in their order, of their types, NULL for those that the column list leaves out.</summary>
    private LogicalProject ToSink(LogicalNode query, CatalogTable table, Insert insert)
    {
        CatalogColumn[] columns = [.. table.Columns.Where(c => c.Kind != ColumnKind.Computed && !c.IsVirtual)];
        int[] targets = Targets(insert, table, columns);
        if (targets.Length != query.Columns.Count)
        {
            throw new SqlException(
                StoreAssignment.Message(
                    table.FullName,
                    "Different number of columns.",
                    [.. query.Columns.Select(c => new Engine.Types.RowField(c.Name, c.Type))],
                    [.. targets.Select(t => new Engine.Types.RowField(columns[t].Name, columns[t].Type))]),
                insert.Query.Span,
                $"The query gives {query.Columns.Count} columns, the table takes {targets.Length}.");
        }

        ExpressionBinder binder = new QueryBinder(environment).Expressions(Scope.Empty);
        BoundExpression[] outputs = [.. columns.Select(c => (BoundExpression)new BoundLiteral(null, c.Type.Nullable()))];
        for (int i = 0; i < targets.Length; i++)
        {
            CatalogColumn target = columns[targets[i]];
            LogicalColumn from = query.Columns[i];
            if (from.Type.Root != TypeRoot.Null && !StoreAssignment.CanStore(from.Type, target.Type))
            {
                throw new SqlException(
                    StoreAssignment.Message(
                        table.FullName,
                        $"Incompatible types for sink column '{target.Name}' at position {targets[i]}.",
                        [.. query.Columns.Select(c => new Engine.Types.RowField(c.Name, c.Type))],
                        [.. columns.Select(c => new Engine.Types.RowField(c.Name, c.Type))]),
                    insert.Query.Span,
                    $"CAST({from.Name} AS {target.Type}).");
            }

            BoundExpression column = from.Time == TimeRole.Proctime
                ? binder.Call("PROCTIME", [], insert.Span)
                : new BoundColumn(i, from.Type, from.Name);
            bool isTime = from.Type.Root == TypeRoot.Time && target.Type.Root == TypeRoot.Time;
            outputs[targets[i]] = StoreAssignment.NeedsCast(from.Type, target.Type) && !isTime ? binder.Coerce(column, target.Type.WithNullable(from.Type.IsNullable)) : column;
        }

        return new LogicalProject(query, outputs, [.. columns.Select((c, i) => new LogicalColumn(c.Name, outputs[i].Type))]);
    }

    private static int[] Targets(Insert insert, CatalogTable table, CatalogColumn[] columns)
    {
        if (insert.Columns.Count == 0)
        {
            int[] fixedByPartition = [.. insert.Partition.Select(p => Array.FindIndex(columns, c => c.Name == p.Column.Name))];
            return [.. Enumerable.Range(0, columns.Length).Where(i => !fixedByPartition.Contains(i))];
        }

        List<int> targets = [];
        foreach (QualifiedName name in insert.Columns)
        {
            int at = Array.FindIndex(columns, c => c.Name == name.ToString());
            if (at < 0)
            {
                throw new SqlException($"Unknown target column '{name}' in table '{table.Name}'.", name.Span, NearestName.Hint(name.ToString(), columns.Select(c => c.Name)));
            }

            if (targets.Contains(at))
            {
                throw new SqlException($"Target column '{name}' is assigned more than once.", name.Span);
            }

            targets.Add(at);
        }

        return [.. targets];
    }
}
