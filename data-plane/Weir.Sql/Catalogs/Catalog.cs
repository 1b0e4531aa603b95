using Weir.Engine.Types;
using Weir.Sql.Syntax.Ast;

namespace Weir.Sql.Catalogs;

/// <summary>What a column of a table is.</summary>
internal enum ColumnKind
{
    Physical,
    Metadata,
    Computed,
}

/// <summary>A column of a table in the catalog.</summary>
internal sealed record CatalogColumn(string Name, DataType Type, ColumnKind Kind, string? MetadataKey, bool IsVirtual, Syntax.Ast.Expression? Computed, bool IsProctime, string? Comment);

/// <summary>WATERMARK FOR column AS expression; without an expression the source tells its watermark.</summary>
internal sealed record CatalogWatermark(string Column, Syntax.Ast.Expression? Expression);

/// <summary>A table in the catalog.</summary>
internal sealed record CatalogTable(string Name, CreateTable Definition)
{
    public required IReadOnlyList<CatalogColumn> Columns { get; init; }

    public CatalogWatermark? Watermark { get; init; }

    public IReadOnlyList<string> PrimaryKey { get; init; } = [];

    public IReadOnlyList<string> PartitionKeys { get; init; } = [];

    public required IReadOnlyDictionary<string, string> Options { get; init; }

    public string? Comment { get; init; }
}

/// <summary>A view in the catalog: its query is bound anew wherever it is used.</summary>
internal sealed record CatalogView(string Name, CreateView Definition);

/// <summary>Tables and views by name. Names are case-sensitive, as in Flink.</summary>
internal sealed class Catalog
{
    public const string CatalogName = "default_catalog";
    public const string DatabaseName = "default_database";

    private readonly Dictionary<string, CatalogTable> _tables = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CatalogView> _views = new(StringComparer.Ordinal);

    public IEnumerable<string> TableNames => _tables.Keys.Order(StringComparer.Ordinal);

    public IEnumerable<string> ViewNames => _views.Keys.Order(StringComparer.Ordinal);

    public IEnumerable<string> Names => _tables.Keys.Concat(_views.Keys);

    public CatalogTable? Table(string name) => _tables.GetValueOrDefault(name);

    public CatalogView? View(string name) => _views.GetValueOrDefault(name);

    public bool Has(string name) => _tables.ContainsKey(name) || _views.ContainsKey(name);

    public void Put(CatalogTable table) => _tables[table.Name] = table;

    public void Put(CatalogView view) => _views[view.Name] = view;

    public bool RemoveTable(string name) => _tables.Remove(name);

    public bool RemoveView(string name) => _views.Remove(name);

    /// <summary>The name without catalog and database, which are the default ones or refused.</summary>
    public static string Resolve(QualifiedName name)
    {
        IReadOnlyList<Identifier> parts = name.Parts;
        if (parts.Count > 3 || (parts.Count == 3 && parts[0].Name != CatalogName) || (parts.Count >= 2 && parts[^2].Name != DatabaseName))
        {
            throw new SqlException($"There is no catalog or database of the name in '{name}'.", name.Span, $"Weir has one: `{CatalogName}`.`{DatabaseName}`; write the table's name alone.");
        }

        return parts[^1].Name;
    }
}
