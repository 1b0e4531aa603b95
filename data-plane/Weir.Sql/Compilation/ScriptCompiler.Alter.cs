using Weir.Sql.Binding;
using Weir.Sql.Catalogs;
using Weir.Sql.Syntax.Ast;

namespace Weir.Sql.Compilation;

internal sealed partial class ScriptCompiler
{
    private void Alter(Alter alter)
    {
        switch (alter.Kind)
        {
            case ObjectKind.Table:
                AlterTable(alter);
                break;
            case ObjectKind.View:
                AlterView(alter);
                break;
            default:
                throw ExpressionBinder.Unsupported(alter.Span, $"ALTER {alter.Kind.ToString().ToUpperInvariant()}", "Leave the statement out.");
        }
    }

    private void AlterView(Alter alter)
    {
        string name = Catalog.Resolve(alter.Name);
        CatalogView view = Catalog.View(name) ?? throw new SqlException($"View '{name}' does not exist.", alter.Name.Span, Descriptors.NearestName.Hint(name, Catalog.ViewNames));
        switch (alter.Action)
        {
            case AlterRename rename:
                QualifiedName to = Catalog.Qualified(Beside(alter.Name, rename.NewName));
                string newName = Catalog.Resolve(to);
                RefuseTaken(newName, view.Definition.IsTemporary, rename.NewName);
                Catalog.RemoveView(name, view.Definition.IsTemporary);
                Catalog.Put(new CatalogView(newName, view.Definition with { Name = to }, view.Path));
                break;
            case AlterQuery query:
                Put(name, view.Definition with { Query = query.Query, Columns = [] }, Catalog.Current);
                break;
            default:
                throw ExpressionBinder.Unsupported(alter.Action.Span, "This change of a view", "RENAME TO and AS are there.");
        }
    }

    private void AlterTable(Alter alter)
    {
        string name = Catalog.Resolve(alter.Name);
        if (Catalog.Table(name) is not { } table)
        {
            if (alter.IfExists)
            {
                return;
            }

            throw new SqlException($"Table '{name}' does not exist.", alter.Name.Span, Descriptors.NearestName.Hint(name, Catalog.TableNames) ?? "Write ALTER TABLE IF EXISTS.");
        }

        if (alter.Action is AlterRename rename)
        {
            QualifiedName to = Catalog.Qualified(Beside(alter.Name, rename.NewName));
            string newName = Catalog.Resolve(to);
            RefuseTaken(newName, table.IsTemporary, rename.NewName);
            Catalog.RemoveTable(name, table.IsTemporary);
            Catalog.Put(table with { Name = newName, FullName = Catalog.FullName(to), Definition = table.Definition with { Name = to } });
            return;
        }

        Catalog.Put(new TableAlteration(environment, table).Apply(alter.Action));
    }

    /// <summary>A new name without a database stays in the one of the old name.</summary>
    private static QualifiedName Beside(QualifiedName old, QualifiedName name) => name.Parts.Count > 1 ? name : new QualifiedName(name.Span, [.. old.Parts.SkipLast(1), .. name.Parts]);

    private void RefuseTaken(string name, bool isTemporary, QualifiedName written)
    {
        if (Catalog.Has(name, isTemporary))
        {
            throw new SqlException($"Table or view '{name}' already exists.", written.Span, "Choose another name, or DROP it first.");
        }
    }
}
