using Weir.Sql.Syntax.Ast;

namespace Weir.Sql.Syntax.Writing;

public sealed partial class SqlWriter
{
    private void CatalogStatement(Statement statement)
    {
        switch (statement)
        {
            case CreateFunction function:
                CreateFunction(function);
                break;
            case CreateCatalog catalog:
                CreateWithOptions("CATALOG", catalog.IfNotExists, catalog.Name, catalog.Comment, catalog.Options);
                break;
            case CreateDatabase database:
                CreateWithOptions("DATABASE", database.IfNotExists, database.Name, database.Comment, database.Options);
                break;
            case Drop drop:
                Add(drop.IsTemporary ? "DROP TEMPORARY " : "DROP ").Add(drop.IsSystem ? "SYSTEM " : "").Add(Text(drop.Kind)).Add(drop.IfExists ? " IF EXISTS " : " ");
                Name(drop.Name);
                Add(drop.IsCascade switch { true => " CASCADE", false => " RESTRICT", null => "" });
                break;
            case Use use:
                Add(use.Kind == ObjectKind.Catalog ? "USE CATALOG " : "USE ");
                Name(use.Name);
                break;
            case Show show:
                Show(show);
                break;
            case Describe describe:
                Add("DESCRIBE ");
                if (describe.Kind != ObjectKind.Table) Add(Text(describe.Kind)).Add(" ");
                if (describe.IsExtended) Add("EXTENDED ");
                Name(describe.Name);
                break;
            case AddJar jar:
                Add(jar.IsRemove ? "REMOVE JAR " : "ADD JAR ");
                String(jar.Path);
                break;
            case Alter alter:
                Add("ALTER ").Add(Text(alter.Kind)).Add(alter.IfExists ? " IF EXISTS " : " ");
                Name(alter.Name);
                Add(" ");
                Action(alter.Action);
                break;
            default:
                throw new ArgumentException($"There is no text for a {statement.GetType().Name}.", nameof(statement));
        }
    }

    private static string Text(ObjectKind kind) => kind.ToString().ToUpperInvariant();

    private void CreateFunction(CreateFunction function)
    {
        Add(function.IsTemporary ? "CREATE TEMPORARY " : "CREATE ").Add(function.IsSystem ? "SYSTEM " : "").Add("FUNCTION ");
        if (function.IfNotExists) Add("IF NOT EXISTS ");
        Name(function.Name);
        Add(" AS ");
        String(function.ClassName);
        if (function.Language is not null) Add(" LANGUAGE ").Add(function.Language);
        if (function.Resources.Count > 0)
        {
            Add(" USING ");
            List(function.Resources, resource =>
            {
                Add("JAR ");
                String(resource.Value);
            });
        }

        Options(function.Options, " WITH ");
    }

    private void CreateWithOptions(string kind, bool ifNotExists, QualifiedName name, string? comment, IReadOnlyList<OptionEntry> options)
    {
        Add("CREATE ").Add(kind).Add(ifNotExists ? " IF NOT EXISTS " : " ");
        Name(name);
        Comment(comment, " ");
        Options(options, " WITH ");
    }

    private void Show(Show show)
    {
        Add("SHOW ").Add(show.Kind switch
        {
            ShowKind.UserFunctions => "USER FUNCTIONS",
            ShowKind.CurrentCatalog => "CURRENT CATALOG",
            ShowKind.CurrentDatabase => "CURRENT DATABASE",
            ShowKind.FullModules => "FULL MODULES",
            ShowKind.MaterializedTables => "MATERIALIZED TABLES",
            ShowKind.CreateTable => "CREATE TABLE",
            ShowKind.CreateView => "CREATE VIEW",
            ShowKind.CreateCatalog => "CREATE CATALOG",
            ShowKind.CreateModel => "CREATE MODEL",
            ShowKind.CreateMaterializedTable => "CREATE MATERIALIZED TABLE",
            _ => show.Kind.ToString().ToUpperInvariant(),
        });
        if (show.Name is not null)
        {
            Add(show.Kind == ShowKind.Partitions || show.Kind >= ShowKind.CreateTable ? " " : " FROM ");
            Name(show.Name);
        }

        if (show.Like is null) return;
        Add(show.IsLikeNegated ? " NOT" : "").Add(show.IsCaseInsensitive ? " ILIKE " : " LIKE ");
        String(show.Like);
    }

    private void Action(AlterAction action)
    {
        switch (action)
        {
            case AlterRename rename:
                Add("RENAME TO ");
                Name(rename.NewName);
                break;
            case AlterSet set:
                Add("SET ");
                InParentheses(set.Options, Option);
                break;
            case AlterReset reset:
                Add("RESET ");
                InParentheses(reset.Keys, key => String(key.Value));
                break;
            case AlterQuery query:
                Add("AS ");
                Query(query.Query);
                break;
            case AlterRenameColumn rename:
                Add("RENAME ");
                Name(rename.Column);
                Add(" TO ");
                Name(rename.NewName);
                break;
            case AlterSchema schema:
                AlterSchema(schema);
                break;
            case AlterDrop drop:
                AlterDrop(drop);
                break;
        }
    }

    private void AlterSchema(AlterSchema schema)
    {
        Add(schema.IsModify ? "MODIFY " : "ADD ");
        if (schema.Distribution is not null)
        {
            Distribution(schema.Distribution, "DISTRIBUTION");
            return;
        }

        List<Action> elements = [];
        foreach (var column in schema.Columns)
        {
            elements.Add(() =>
            {
                Column(column.Column);
                if (column.IsFirst) Add(" FIRST");
                if (column.After is null) return;
                Add(" AFTER ");
                Name(column.After);
            });
        }

        if (schema.Watermark is not null) elements.Add(() => Watermark(schema.Watermark));
        foreach (var constraint in schema.Constraints) elements.Add(() => Constraint(constraint));
        InParentheses(elements, write => write());
    }

    private void AlterDrop(AlterDrop drop)
    {
        Add("DROP ");
        switch (drop.Kind)
        {
            case AlterDropKind.PrimaryKey:
                Add("PRIMARY KEY");
                break;
            case AlterDropKind.Constraint:
                Add("CONSTRAINT ");
                Name(drop.Names[0]);
                break;
            case AlterDropKind.Watermark:
                Add("WATERMARK");
                break;
            case AlterDropKind.Distribution:
                Add("DISTRIBUTION");
                break;
            default:
                InParentheses(drop.Names, Name);
                break;
        }
    }
}
