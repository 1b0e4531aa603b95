using System.Text.RegularExpressions;
using Weir.Docs.Tests.Examples;
using Weir.Docs.Tests.Markdown;
using Weir.Engine.Connectors;
using Weir.Sql.Aggregates;
using Weir.Sql.Compilation;
using Weir.Sql.Descriptors;
using Weir.Sql.Functions;
using Weir.Sql.Syntax;
using Weir.Sql.Syntax.Ast;

namespace Weir.Docs.Tests.Coverage;

/// <summary>
/// What there is has an example in docs/sql that a test runs (or compiles, where it needs a server). Whoever adds a function, an option, a setting or a statement is told here to add one; see docs/guide/working-on-weir.md.
/// </summary>
[Collection(WorkFolderUsers.Name)]
public sealed class ExampleCoverageTests : IAsyncLifetime
{
    private static readonly string[] s_windowFunctions =
    [
        "TUMBLE", "HOP", "CUMULATE", "SESSION", "TUMBLE_START", "TUMBLE_END", "TUMBLE_ROWTIME", "TUMBLE_PROCTIME", "HOP_START", "HOP_END", "HOP_ROWTIME", "HOP_PROCTIME",
        "SESSION_START", "SESSION_END", "SESSION_ROWTIME", "SESSION_PROCTIME", "GROUPING", "GROUPING_ID",
    ];

    /// <summary>Kinds of SHOW that Weir answers.</summary>
    private static readonly ShowKind[] s_shown =
    [
        ShowKind.Tables, ShowKind.Views, ShowKind.Functions, ShowKind.UserFunctions, ShowKind.Catalogs, ShowKind.CurrentCatalog, ShowKind.Databases, ShowKind.CurrentDatabase, ShowKind.Jars,
        ShowKind.Columns, ShowKind.CreateTable, ShowKind.CreateView,
    ];

    private readonly List<TableSpec> _tables = [];
    private readonly List<Statement> _statements = [];
    private string _sql = string.Empty;

    public Task InitializeAsync()
    {
        foreach (string name in Page.Names.Where(n => n.StartsWith("docs/sql/", StringComparison.Ordinal)))
        {
            SqlEnvironment environment = new(BuiltInDescriptors.Create(), FunctionRegistry.CreateBuiltIn());
            foreach (Fence fence in Page.Read(name).Fences.Where(f => f.Language == "sql"))
            {
                CompiledScript script = environment.Compile(fence.Text);
                _tables.AddRange(script.Jobs.SelectMany(j => j.Sources.Concat(j.Sinks)));
                _statements.AddRange(SqlParser.ParseScript(fence.Text).Statements);
                _sql += fence.Text + "\n";
            }
        }

        return Task.CompletedTask;
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public void Each_scalar_function_has_an_example_in_its_row()
    {
        Dictionary<string, string> examples = [];
        foreach ((_, string[] cells) in Page.Read("docs/sql/functions.md").TableRows().Where(r => r.Cells.Length == 4))
        {
            string expressions = string.Join('\n', ValueExample.Of(cells[3]).Select(e => e.Expression));
            foreach (Match name in Regex.Matches(cells[0], "`([^`]+)`"))
            {
                examples[name.Groups[1].Value] = expressions;
            }
        }

        string[] missing = [.. FunctionRegistry.CreateBuiltIn().All.SelectMany(f => f.Aliases.Append(f.Name))
            .Where(name => !(examples.TryGetValue(name, out string? found) && Occurs(name, found)) && !Occurs(name, _sql))];
        Assert.True(missing.Length == 0, $"docs/sql/functions.md has no example of {string.Join(", ", missing)}.");
    }

    [Fact]
    public void Each_aggregate_has_an_example()
    {
        string[] missing = [.. AggregateRegistry.CreateBuiltIn().All.Where(a => !a.IsInternal).SelectMany(a => a.Aliases.Append(a.Name)).Where(name => !Occurs(name, _sql))];
        Assert.True(missing.Length == 0, $"docs/sql has no example of {string.Join(", ", missing)}.");
    }

    [Fact]
    public void Each_window_function_has_an_example()
    {
        string[] missing = [.. s_windowFunctions.Where(name => !Occurs(name, _sql))];
        Assert.True(missing.Length == 0, $"docs/sql has no example of {string.Join(", ", missing)}.");
    }

    [Fact]
    public void Each_option_and_metadata_column_of_a_connector_has_an_example()
    {
        DescriptorCatalog catalog = BuiltInDescriptors.Create();
        List<string> missing = [];
        foreach (ConnectorDescriptor connector in catalog.Connectors)
        {
            TableSpec[] tables = [.. _tables.Where(t => t.Connector == connector.Name)];
            missing.AddRange(connector.Options.Where(o => !tables.Any(t => Has(t, o.Key))).Select(o => $"{connector.Name}: '{o.Key}'"));
            missing.AddRange(connector.Metadata.Where(m => !tables.Any(t => t.Columns.Any(c => c.MetadataKey == m.Key))).Select(m => $"{connector.Name}: METADATA '{m.Key}'"));
        }

        missing.AddRange(OptionValidator.WatermarkOptions.Where(o => !_tables.Any(t => Has(t, o.Key))).Select(o => $"'{o.Key}'"));
        missing.AddRange(catalog.Formats.SelectMany(f => f.Options).Where(o => !_tables.Any(t => Has(t, o.Key))).Select(o => $"'{o.Key}'"));
        Assert.True(missing.Count == 0, $"docs/sql has no example of {string.Join(", ", missing)}.");
    }

    [Fact]
    public void Each_setting_has_an_example()
    {
        HashSet<string> set = [.. _statements.OfType<SetOption>().Select(s => s.Key).OfType<string>()];
        string[] missing = [.. SettingCatalog.Known.Where(k => !set.Contains(k))];
        Assert.True(missing.Length == 0, $"docs/sql has no example of SET {string.Join(", ", missing)}.");
    }

    [Fact]
    public void Each_statement_has_an_example()
    {
        IEnumerable<Type> kinds = typeof(Statement).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(Statement)) && !t.IsAbstract);
        string[] missing =
        [
            .. kinds.Where(k => !_statements.Any(s => s.GetType() == k)).Select(k => k.Name),
            .. s_shown.Where(k => !_statements.OfType<Show>().Any(s => s.Kind == k)).Select(k => $"SHOW {k}"),
            .. new[] { ObjectKind.Table, ObjectKind.View }.Where(k => !_statements.OfType<Drop>().Any(s => s.Kind == k)).Select(k => $"DROP {k}"),
        ];
        Assert.True(missing.Length == 0, $"docs/sql has no example of {string.Join(", ", missing)}.");
    }

    [Fact]
    public void The_reference_names_each_option_and_setting_where_it_is_explained()
    {
        string connectors = string.Join('\n', Page.Read("docs/sql/connectors.md").Lines);
        string formats = string.Join('\n', Page.Read("docs/sql/formats.md").Lines);
        string settings = string.Join('\n', Page.Read("docs/sql/statements.md").Lines) + string.Join('\n', Page.Read("docs/sql/windows.md").Lines);
        DescriptorCatalog catalog = BuiltInDescriptors.Create();
        Assert.All(catalog.Connectors.SelectMany(c => c.Options.Select(o => o.Key).Append(c.Name)), key => Assert.Contains($"`{key}`", connectors, StringComparison.Ordinal));
        Assert.All(catalog.Formats.SelectMany(f => f.Options.Select(o => o.Key).Append(f.Name)), key => Assert.Contains($"`{key}`", formats, StringComparison.Ordinal));
        Assert.All(SettingCatalog.Known, key => Assert.Contains($"`{key}`", settings, StringComparison.Ordinal));
    }

    private static bool Has(TableSpec table, string key) =>
        key.EndsWith('*') ? table.Options.Keys.Any(k => k.StartsWith(key[..^1], StringComparison.Ordinal)) : table.Options.ContainsKey(key);

    /// <summary>Whether a function is called in a text. Some are not written by their name.</summary>
    private static bool Occurs(string name, string text)
    {
        string pattern = name switch
        {
            "ITEM" => @"\]\[",
            "FIELD" => @"\)\.name",
            "ELEMENT" => @"\bELEMENT\(",
            "UNARY -" => @"-\(",
            "UNARY +" => @"\+\(",
            "MINUS_DATE" => @"\) (DAY|MONTH|SECOND)",
            "IS JSON" or "IS NOT JSON" => Regex.Escape(name) + "$",
            _ when char.IsLetter(name[0]) => $@"\b{Regex.Escape(name)}\b",
            _ => $" {Regex.Escape(name)} ",
        };
        return Regex.IsMatch(text, pattern, RegexOptions.Multiline);
    }
}
