using Weir.Engine.Types;
using Weir.Sql.Binding;
using Weir.Sql.Catalogs;
using Weir.Sql.Descriptors;
using Weir.Sql.Logical;
using Weir.Sql.Syntax;
using Weir.Sql.Syntax.Ast;
using Ast = Weir.Sql.Syntax.Ast;

namespace Weir.Sql.Compilation;

internal sealed partial class ScriptCompiler
{
    private void Create(CreateTable create)
    {
        string name = Catalog.Resolve(create.Name);
        create = create with { Name = Catalog.Qualified(create.Name) };
        bool exists = Catalog.Has(name, create.IsTemporary) && !create.OrReplace;
        if (exists && !create.IfNotExists)
        {
            throw new SqlException($"Table '{name}' already exists.", create.Name.Span, "Write CREATE TABLE IF NOT EXISTS, or DROP it first.");
        }

        if (create.Query is null)
        {
            if (!exists)
            {
                Catalog.Put(new TableBinder(environment).Bind(create, name));
            }

            return;
        }

        // CREATE TABLE … AS is the table and an INSERT into it, column by column of the query's names.
        LogicalNode query = new QueryBinder(environment).Bind(create.Query);
        if (!exists)
        {
            Catalog.Put(new TableBinder(environment).Bind(TableOfQuery.Of(create, query.Columns), name));
        }

        _jobs.Add(Job([new Insert(create.Span, create.Name, create.Query) { Columns = [.. query.Columns.Select(c => TableOfQuery.Named(create.Span, c.Name))] }]));
    }

    private void Create(CreateView view)
    {
        string name = Catalog.Resolve(view.Name);
        if (Catalog.Has(name, view.IsTemporary) && !view.OrReplace)
        {
            if (view.IfNotExists)
            {
                return;
            }

            throw new SqlException($"Table or view '{name}' already exists.", view.Name.Span, "Write CREATE VIEW IF NOT EXISTS, or DROP it first.");
        }

        Put(name, view with { Name = Catalog.Qualified(view.Name) }, Catalog.Current);
    }

    private void Put(string name, CreateView view, CatalogPath path)
    {
        LogicalNode node = new QueryBinder(environment, path).Bind(view.Query);
        if (view.Columns.Count > 0 && view.Columns.Count != node.Columns.Count)
        {
            throw new SqlException($"View '{name}' names {view.Columns.Count} columns, but its query has {node.Columns.Count}.", view.Name.Span);
        }

        if (view.Columns.Count == 0 && node.Columns.FirstOrDefault(c => c.WrittenName is not null) is { } twice)
        {
            throw new SqlException($"A column with the same name '{twice.WrittenName}' has been defined before.", view.Query.Span, "Name the columns: CREATE VIEW v (a, b) AS …, or give one an alias.");
        }

        Catalog.Put(new CatalogView(name, view, path));
    }

    private void Create(CreateDatabase database)
    {
        CatalogPath path = DatabasePath(database.Name);
        if (!Catalog.AddDatabase(path) && !database.IfNotExists)
        {
            throw new SqlException($"Database {path.Database} already exists in Catalog {path.Catalog}.", database.Name.Span, "Write CREATE DATABASE IF NOT EXISTS.");
        }
    }

    private void Create(CreateCatalog catalog)
    {
        string name = catalog.Name.Parts[^1].Name;
        string? type = catalog.Options.FirstOrDefault(o => o.Key.Value == "type")?.Value.Value;
        if (type != "generic_in_memory")
        {
            throw ExpressionBinder.Unsupported(catalog.Span, $"A catalog of type '{type}'", "Write 'type' = 'generic_in_memory', and CREATE TABLE in it.");
        }

        if (!Catalog.AddCatalog(name, catalog.Options.FirstOrDefault(o => o.Key.Value == "default-database")?.Value.Value ?? "default") && !catalog.IfNotExists)
        {
            throw new SqlException($"Catalog {name} already exists.", catalog.Name.Span, "Write CREATE CATALOG IF NOT EXISTS.");
        }
    }

    private void Use(Use use)
    {
        if (use.Kind == ObjectKind.Catalog)
        {
            string name = use.Name.Parts[^1].Name;
            if (!Catalog.HasCatalog(name))
            {
                throw new SqlException($"A catalog with name '{name}' does not exist.", use.Name.Span, NearestName.Hint(name, Catalog.CatalogNames));
            }

            Catalog.UseCatalog(name);
            return;
        }

        Catalog.Use(Catalog.DatabaseOf(use.Name));
    }

    /// <summary>What CREATE and DROP DATABASE name; the catalog is there, the database need not be.</summary>
    private CatalogPath DatabasePath(QualifiedName name)
    {
        CatalogPath path = new(name.Parts.Count > 1 ? name.Parts[^2].Name : Catalog.Current.Catalog, name.Parts[^1].Name);
        return Catalog.HasCatalog(path.Catalog)
            ? path
            : throw new SqlException($"A catalog with name '{path.Catalog}' does not exist.", name.Span, NearestName.Hint(path.Catalog, Catalog.CatalogNames));
    }

    private void Drop(Drop drop)
    {
        switch (drop.Kind)
        {
            case ObjectKind.Table or ObjectKind.View:
                DropRelation(drop);
                break;
            case ObjectKind.Database:
                DropDatabase(drop);
                break;
            case ObjectKind.Catalog:
                DropCatalog(drop);
                break;
            default:
                throw ExpressionBinder.Unsupported(drop.Span, $"DROP {drop.Kind.ToString().ToUpperInvariant()}", "Leave the statement out.");
        }
    }

    private void DropRelation(Drop drop)
    {
        string name = Catalog.Resolve(drop.Name);
        bool isTable = drop.Kind == ObjectKind.Table;
        string kind = isTable ? "Table" : "View";
        if (!drop.IsTemporary && (isTable ? Catalog.Table(name)?.IsTemporary : Catalog.View(name)?.Definition.IsTemporary) == true)
        {
            throw new SqlException(
                $"Temporary {kind.ToLowerInvariant()} with identifier '{Catalog.FullName(drop.Name)}' exists. Drop it first before removing the permanent {kind.ToLowerInvariant()}.",
                drop.Name.Span,
                $"Write DROP TEMPORARY {kind.ToUpperInvariant()}.");
        }

        if (!(isTable ? Catalog.RemoveTable(name, drop.IsTemporary) : Catalog.RemoveView(name, drop.IsTemporary)) && !drop.IfExists)
        {
            throw new SqlException(
                $"{kind} '{name}' does not exist.", drop.Name.Span, NearestName.Hint(name, isTable ? Catalog.TableNames : Catalog.ViewNames) ?? $"Write DROP {kind.ToUpperInvariant()} IF EXISTS.");
        }
    }

    private void DropDatabase(Drop drop)
    {
        CatalogPath path = DatabasePath(drop.Name);
        if (!Catalog.HasDatabase(path))
        {
            if (drop.IfExists)
            {
                return;
            }

            throw new SqlException($"Database {path.Database} does not exist in Catalog {path.Catalog}.", drop.Name.Span, "Write DROP DATABASE IF EXISTS.");
        }

        if (path == Catalog.Current)
        {
            throw new SqlException($"Cannot drop the database '{path.Database}', which is currently in use.", drop.Name.Span, "USE another first.");
        }

        if (drop.IsCascade != true && Catalog.NamesIn(path).Any())
        {
            throw new SqlException($"Database {path.Database} in Catalog {path.Catalog} is not empty.", drop.Name.Span, "Write DROP DATABASE … CASCADE.");
        }

        Catalog.RemoveDatabase(path);
    }

    private void DropCatalog(Drop drop)
    {
        string name = drop.Name.Parts[^1].Name;
        if (!Catalog.HasCatalog(name))
        {
            if (drop.IfExists)
            {
                return;
            }

            throw new SqlException($"Catalog {name} does not exist.", drop.Name.Span, "Write DROP CATALOG IF EXISTS.");
        }

        if (name == Catalog.Current.Catalog)
        {
            throw new SqlException($"Cannot drop the catalog '{name}', which is currently in use.", drop.Name.Span, "USE another first.");
        }

        Catalog.RemoveCatalog(name);
    }
}
