using Weir.Sql.Descriptors;
using Weir.Sql.Syntax.Ast;

namespace Weir.Sql.Catalogs;

/// <summary>A catalog and a database in it: where a name without them is looked for.</summary>
internal sealed record CatalogPath(string Catalog, string Database);

/// <summary>
/// Tables and views by name, in databases of catalogs. Names are case-sensitive, as in Flink. A table or view is known by its name alone in the default database of the default catalog, elsewhere with
/// the database (and catalog) before it. Temporary ones are in a layer of their own and hide the others of the same name.
/// </summary>
internal sealed class Catalog
{
    public const string CatalogName = "default_catalog";
    public const string DatabaseName = "default_database";

    private static readonly CatalogPath s_default = new(CatalogName, DatabaseName);

    private readonly Layer _permanent = new();
    private readonly Layer _temporary = new();

    /// <summary>Where names are, also of those that are no more.</summary>
    private readonly Dictionary<string, (CatalogPath Path, string Last)> _places = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, SortedSet<string>> _databases = new(StringComparer.Ordinal) { [CatalogName] = new(StringComparer.Ordinal) { DatabaseName } };
    private readonly Dictionary<string, string> _defaultDatabases = new(StringComparer.Ordinal) { [CatalogName] = DatabaseName };

    /// <summary>What USE set.</summary>
    public CatalogPath Current { get; private set; } = s_default;

    public IEnumerable<string> TableNames => _temporary.Tables.Keys.Union(_permanent.Tables.Keys).Where(n => Table(n) is not null).Order(StringComparer.Ordinal);

    public IEnumerable<string> ViewNames => _temporary.Views.Keys.Union(_permanent.Views.Keys).Where(n => View(n) is not null).Order(StringComparer.Ordinal);

    public IEnumerable<string> Names => TableNames.Concat(ViewNames);

    public IEnumerable<string> CatalogNames => _databases.Keys;

    public CatalogTable? Table(string name) => _temporary.Has(name) ? _temporary.Tables.GetValueOrDefault(name) : _permanent.Tables.GetValueOrDefault(name);

    public CatalogView? View(string name) => _temporary.Has(name) ? _temporary.Views.GetValueOrDefault(name) : _permanent.Views.GetValueOrDefault(name);

    public bool Has(string name, bool isTemporary) => LayerOf(isTemporary).Has(name);

    public bool Has(string name) => _temporary.Has(name) || _permanent.Has(name);

    /// <summary>Adds the table, or puts it in the place of the one of its name.</summary>
    public void Put(CatalogTable table)
    {
        Layer layer = LayerOf(table.IsTemporary);
        Remember(table.Name, table.Definition.Name);
        layer.Views.Remove(table.Name);
        layer.Tables[table.Name] = table;
    }

    /// <summary>Adds the view, or puts it in the place of the one of its name.</summary>
    public void Put(CatalogView view)
    {
        Layer layer = LayerOf(view.Definition.IsTemporary);
        Remember(view.Name, view.Definition.Name);
        layer.Tables.Remove(view.Name);
        layer.Views[view.Name] = view;
    }

    public bool RemoveTable(string name, bool isTemporary) => LayerOf(isTemporary).Tables.Remove(name);

    public bool RemoveView(string name, bool isTemporary) => LayerOf(isTemporary).Views.Remove(name);

    /// <summary>The databases of a catalog.</summary>
    public IEnumerable<string> DatabaseNames(string catalog) => _databases[catalog];

    /// <summary>Tables and views that are in the database: the names by which they are known, and those without catalog and database.</summary>
    public IEnumerable<(string Name, string Last)> NamesIn(CatalogPath path) => Names.Where(n => _places[n].Path == path).Select(n => (n, _places[n].Last));

    public bool AddCatalog(string name, string database)
    {
        _defaultDatabases.TryAdd(name, database);
        return _databases.TryAdd(name, new(StringComparer.Ordinal) { database });
    }

    public bool AddDatabase(CatalogPath path) => _databases[path.Catalog].Add(path.Database);

    public bool HasDatabase(CatalogPath path) => _databases[path.Catalog].Contains(path.Database);

    public bool HasCatalog(string name) => _databases.ContainsKey(name);

    /// <summary>Takes a database away, and what is in it.</summary>
    public void RemoveDatabase(CatalogPath path)
    {
        foreach (string name in _places.Where(p => p.Value.Path == path).Select(p => p.Key))
        {
            _permanent.Tables.Remove(name);
            _permanent.Views.Remove(name);
            _temporary.Tables.Remove(name);
            _temporary.Views.Remove(name);
        }

        _databases[path.Catalog].Remove(path.Database);
    }

    /// <summary>Takes a catalog away, and what is in it.</summary>
    public void RemoveCatalog(string name)
    {
        foreach (string database in _databases[name].ToArray())
        {
            RemoveDatabase(new CatalogPath(name, database));
        }

        _databases.Remove(name);
        _defaultDatabases.Remove(name);
    }

    public void Use(CatalogPath path) => Current = path;

    public void UseCatalog(string name) => Current = new CatalogPath(name, _defaultDatabases[name]);

    /// <summary>The name by which a table or view is known: see the class.</summary>
    public string Resolve(QualifiedName name, CatalogPath? from = null) => Key(PathOf(name, from), name.Parts[^1].Name);

    /// <summary>The catalog and database that a table's name means.</summary>
    /// <exception cref="SqlException">There are none of the name.</exception>
    public CatalogPath PathOf(QualifiedName name, CatalogPath? from = null)
    {
        if (name.Parts.Count > 3)
        {
            throw new SqlException($"'{name}' has too many parts.", name.Span, "A table is written catalog.database.table, or shorter.");
        }

        return Database(name, name.Parts.SkipLast(1).ToArray(), from);
    }

    /// <summary>The catalog and database of a statement about databases.</summary>
    /// <exception cref="SqlException">There are none of the name.</exception>
    public CatalogPath DatabaseOf(QualifiedName name) => Database(name, name.Parts, null);

    /// <summary>The name with its catalog and database.</summary>
    public QualifiedName Qualified(QualifiedName name)
    {
        CatalogPath path = PathOf(name);
        return new QualifiedName(name.Span, [new Identifier(name.Span, path.Catalog), new Identifier(name.Span, path.Database), name.Parts[^1]]);
    }

    /// <summary>The whole name as it stands in messages.</summary>
    public string FullName(QualifiedName name) => string.Join('.', Qualified(name).Parts.Select(p => p.Name));

    private CatalogPath Database(QualifiedName name, IReadOnlyList<Identifier> parts, CatalogPath? from)
    {
        CatalogPath current = from ?? Current;
        CatalogPath path = parts.Count switch
        {
            0 => current,
            1 => current with { Database = parts[0].Name },
            _ => new CatalogPath(parts[0].Name, parts[1].Name),
        };
        if (!HasCatalog(path.Catalog))
        {
            throw new SqlException($"A catalog with name '{path.Catalog}' does not exist.", name.Span, NearestName.Hint(path.Catalog, CatalogNames));
        }

        return HasDatabase(path)
            ? path
            : throw new SqlException($"A database with name '{path.Database}' does not exist in the catalog '{path.Catalog}'.", name.Span, NearestName.Hint(path.Database, DatabaseNames(path.Catalog)));
    }

    private static string Key(CatalogPath path, string name) =>
        path == s_default ? name : path.Catalog == CatalogName ? $"{path.Database}.{name}" : $"{path.Catalog}.{path.Database}.{name}";

    private void Remember(string name, QualifiedName written)
    {
        if (!_places.ContainsKey(name))
        {
            _places[name] = (PathOf(written), written.Parts[^1].Name);
        }
    }

    private Layer LayerOf(bool isTemporary) => isTemporary ? _temporary : _permanent;

    private sealed class Layer
    {
        public Dictionary<string, CatalogTable> Tables { get; } = new(StringComparer.Ordinal);

        public Dictionary<string, CatalogView> Views { get; } = new(StringComparer.Ordinal);

        public bool Has(string name) => Tables.ContainsKey(name) || Views.ContainsKey(name);
    }
}
