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

/// <summary>A table in the catalog. <paramref name="Name"/> is the one by which it is known there.</summary>
internal sealed record CatalogTable(string Name, CreateTable Definition)
{
    /// <summary>The name with its catalog and database.</summary>
    public required string FullName { get; init; }

    public required IReadOnlyList<CatalogColumn> Columns { get; init; }

    public CatalogWatermark? Watermark { get; init; }

    public IReadOnlyList<string> PrimaryKey { get; init; } = [];

    public IReadOnlyList<string> PartitionKeys { get; init; } = [];

    public required IReadOnlyDictionary<string, string> Options { get; init; }

    public string? Comment { get; init; }

    public bool IsTemporary => Definition.IsTemporary;
}
