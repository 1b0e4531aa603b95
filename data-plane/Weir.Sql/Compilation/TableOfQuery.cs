using Weir.Engine.Types;
using Weir.Sql.Logical;
using Weir.Sql.Syntax;
using Weir.Sql.Syntax.Ast;

namespace Weir.Sql.Compilation;

/// <summary>The table of CREATE TABLE … AS: the columns that only the statement names first, then those of the query, with the types that the statement may give them.</summary>
internal static class TableOfQuery
{
    public static CreateTable Of(CreateTable create, IReadOnlyList<LogicalColumn> query)
    {
        List<ColumnDefinition> own = [.. create.Columns.Where(c => query.All(q => q.Name != c.Name.Name))];
        List<ColumnDefinition> columns = [];
        foreach (LogicalColumn column in Ordered(create, query))
        {
            ColumnDefinition? given = create.Columns.FirstOrDefault(c => c.Name.Name == column.Name);
            columns.Add(given switch
            {
                null => Column(create.Span, column.Name, column.Type),
                PhysicalColumn or MetadataColumn { IsVirtual: false } => given,
                _ => throw new SqlException($"A column named '{column.Name}' already exists in the query: it cannot be computed too.", given.Span),
            });
        }

        return create with { Columns = [.. own, .. columns], ColumnNames = [], Query = null };
    }

    /// <summary>A name of one part.</summary>
    public static QualifiedName Named(SourceSpan span, string name) => new(span, [new Identifier(span, name)]);

    /// <summary>A column of that type.</summary>
    public static PhysicalColumn Column(SourceSpan span, string name, DataType type)
    {
        (TypeSyntax? syntax, _) = SqlParser.ParseType(type.ToString());
        return syntax is null
            ? throw new SqlException($"Column '{name}' has the type {type}, which a table cannot have.", span, "CAST it in the query.")
            : new PhysicalColumn(span, new Identifier(span, name), syntax, null);
    }

    private static IEnumerable<LogicalColumn> Ordered(CreateTable create, IReadOnlyList<LogicalColumn> query)
    {
        if (create.ColumnNames.Count == 0)
        {
            return query;
        }

        if (create.ColumnNames.Count != query.Count)
        {
            throw new SqlException($"The table names {create.ColumnNames.Count} columns, its query has {query.Count}.", create.Name.Span);
        }

        return create.ColumnNames.Select(n => query.FirstOrDefault(q => q.Name == n.Name)
            ?? throw new SqlException($"Column '{n.Name}' is not one of the query's.", n.Span, Descriptors.NearestName.Hint(n.Name, query.Select(q => q.Name))));
    }
}
