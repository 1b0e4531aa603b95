using Weir.Sql.Syntax;
using Weir.Sql.Syntax.Ast;

namespace Weir.Sql.Catalogs;

/// <summary>The CREATE TABLE that makes a table as it is now: with what came by LIKE, and what ALTER changed.</summary>
internal static class TableDefinition
{
    public static CreateTable Of(CatalogTable table)
    {
        SourceSpan span = table.Definition.Span;
        return table.Definition with
        {
            Columns = [.. table.Columns.Select(c => Column(c, span))],
            Constraints = table.PrimaryKey.Count == 0
                ? []
                : [new TableConstraint(span, table.Definition.Constraints.FirstOrDefault()?.Name, true, [.. table.PrimaryKey.Select(k => new Identifier(span, k))], false)],
            Watermark = table.Watermark is not { } watermark
                ? null
                : new WatermarkDefinition(span, Name(watermark.Column, span), watermark.Expression ?? new FunctionCall(span, Name("SOURCE_WATERMARK", span), [])),
            PartitionedBy = [.. table.PartitionKeys.Select(k => new Identifier(span, k))],
            Options = [.. table.Options.OrderBy(o => o.Key, StringComparer.Ordinal).Select(o => new OptionEntry(span, new StringLiteral(span, o.Key), new StringLiteral(span, o.Value)))],
            Like = null,
            OrReplace = false,
            IfNotExists = false,
        };
    }

    private static QualifiedName Name(string name, SourceSpan span) => new(span, [new Identifier(span, name)]);

    private static ColumnDefinition Column(CatalogColumn column, SourceSpan span)
    {
        Identifier name = new(span, column.Name);
        return column.Kind switch
        {
            ColumnKind.Computed => new ComputedColumn(span, name, column.Computed!, column.Comment),
            ColumnKind.Metadata => new MetadataColumn(span, name, Type(column), column.MetadataKey == column.Name ? null : column.MetadataKey, column.IsVirtual, column.Comment),
            _ => new PhysicalColumn(span, name, Type(column), column.Comment),
        };
    }

    private static TypeSyntax Type(CatalogColumn column) =>
        SqlParser.ParseType(column.Type.ToString()).Type ?? throw new InvalidOperationException($"The type {column.Type} does not read back.");
}
