using Weir.Engine.Types;
using Weir.Sql.Catalogs;
using Weir.Sql.Compilation;
using Weir.Sql.Descriptors;
using Weir.Sql.Expressions;
using Weir.Sql.Functions;
using Weir.Sql.Logical;
using Weir.Sql.Syntax;
using Weir.Sql.Syntax.Ast;
using Ast = Weir.Sql.Syntax.Ast;

namespace Weir.Sql.Binding;

/// <summary>From CREATE TABLE to a table of the catalog, and from that to a scan.</summary>
internal sealed class TableBinder(SqlEnvironment environment)
{
    public CatalogTable Bind(CreateTable create, string name)
    {
        List<CatalogColumn> columns = [];
        Dictionary<string, string> options = new(StringComparer.Ordinal);
        IReadOnlyList<string> key = [];
        IReadOnlyList<string> partitions = [];
        CatalogWatermark? watermark = null;
        if (create.Like is { } like)
        {
            (columns, options, key, partitions, watermark) = Like(like);
        }

        foreach (OptionEntry option in create.Options)
        {
            if (create.Like is not null && options.ContainsKey(option.Key.Value) && create.Like.Options.Any(o => o is { Feature: LikeFeature.Options, Merge: LikeMerge.Including }))
            {
                throw new SqlException($"The option '{option.Key.Value}' is in the base table too.", option.Span, "Write LIKE … (OVERWRITING OPTIONS).");
            }

            options[option.Key.Value] = option.Value.Value;
        }

        AddColumns(create, columns);
        TableConstraint[] constraints = [.. create.Constraints];
        foreach (TableConstraint constraint in constraints)
        {
            key = Key(constraint, columns, key, constraints.Length);
        }

        if (create.PartitionedBy.Count > 0)
        {
            partitions = [.. create.PartitionedBy.Select(p => p.Name)];
            foreach (Identifier partition in create.PartitionedBy)
            {
                if (columns.All(c => c.Name != partition.Name))
                {
                    throw new SqlException($"Partition column '{partition.Name}' not defined in the table.", partition.Span, NearestName.Hint(partition.Name, columns.Select(c => c.Name)));
                }
            }
        }

        if (create.Watermark is { } definition)
        {
            watermark = new CatalogWatermark(definition.Column.ToString(), IsSourceWatermark(definition.Expression) ? null : definition.Expression);
            if (columns.All(c => c.Name != definition.Column.Parts[0].Name))
            {
                throw new SqlException(
                    $"The rowtime attribute field '{definition.Column}' is not defined in the table schema.", definition.Column.Span, NearestName.Hint(definition.Column.ToString(), columns.Select(c => c.Name)));
            }
        }

        // A key's columns are NOT NULL.
        for (int i = 0; i < columns.Count; i++)
        {
            if (key.Contains(columns[i].Name))
            {
                columns[i] = columns[i] with { Type = columns[i].Type.NotNull() };
            }
        }

        CatalogTable table = new(name, create)
        {
            FullName = environment.Catalog.FullName(create.Name),
            Columns = columns,
            Options = options,
            PrimaryKey = key,
            PartitionKeys = partitions,
            Watermark = watermark,
            Comment = create.Comment,
        };
        return Typed(table);
    }

    /// <summary>The scan of a table: all of its columns; the planner leaves out what is not read.</summary>
    public LogicalScan Scan(CatalogTable table, IReadOnlyDictionary<string, string> options, SourceSpan span)
    {
        List<int> read = [];
        List<LogicalColumn> readColumns = [];
        for (int i = 0, at = 0; i < table.Columns.Count; i++)
        {
            if (table.Columns[i].Kind != ColumnKind.Computed)
            {
                read.Add(at++);
                readColumns.Add(new LogicalColumn(table.Columns[i].Name, table.Columns[i].Type));
            }
        }

        List<BoundExpression> outputs = [];
        List<LogicalColumn> columns = [];
        ExpressionBinder raw = new(environment.Functions, environment.Session, Scope.Of(readColumns));
        int position = 0;
        foreach (CatalogColumn column in table.Columns)
        {
            bool isRowtime = table.Watermark?.Column == column.Name;
            BoundExpression output = column.Computed is null
                ? new BoundColumn(position, readColumns[position++].Type, column.Name)
                : column.Computed is Ast.Expression computed ? raw.Bind(computed) : throw new InvalidOperationException();
            outputs.Add(output);
            columns.Add(new LogicalColumn(column.Name, column.Type) { Time = isRowtime ? TimeRole.Rowtime : column.IsProctime ? TimeRole.Proctime : TimeRole.None });
        }

        BoundExpression? watermark = null;
        if (table.Watermark is { Expression: { } expression })
        {
            ExpressionBinder over = new(environment.Functions, environment.Session, Scope.Of([.. columns.Select(c => c with { Time = TimeRole.None })]));
            watermark = over.Bind(expression);
            if (!watermark.Type.IsTimestamp || watermark.Type.Precision > 3)
            {
                throw new SqlException(
                    $"Invalid data type of expression for watermark definition. The field must be of type TIMESTAMP(p) or TIMESTAMP_LTZ(p), the supported precision 'p' is from 0 to 3, but the watermark expression type is {watermark.Type}.",
                    expression.Span,
                    "Write e.g. ts - INTERVAL '5' SECOND.");
            }

            DataType type = watermark.Type.Root == TypeRoot.TimestampLtz ? DataType.TimestampLtz(3) : DataType.Timestamp(3);
            watermark = over.Coerce(watermark, type);
        }

        return new LogicalScan(table, options, read, outputs, watermark, table.Watermark is { Expression: null }, columns, span);
    }

    private static bool IsSourceWatermark(Ast.Expression expression) => expression is Ast.FunctionCall { SimpleName: "SOURCE_WATERMARK" };

    private static void AddColumns(CreateTable create, List<CatalogColumn> columns)
    {
        foreach (ColumnDefinition definition in create.Columns)
        {
            CatalogColumn column = definition switch
            {
                PhysicalColumn p => new CatalogColumn(p.Name.Name, TypeBinder.Bind(p.Type), ColumnKind.Physical, null, false, null, false, p.Comment),
                MetadataColumn m => new CatalogColumn(m.Name.Name, TypeBinder.Bind(m.Type), ColumnKind.Metadata, m.Key ?? m.Name.Name, m.IsVirtual, null, false, m.Comment),
                ComputedColumn c => new CatalogColumn(c.Name.Name, DataType.Null, ColumnKind.Computed, null, false, c.Expression, c.Expression is Ast.FunctionCall { SimpleName: "PROCTIME" }, c.Comment),
                _ => throw new SqlException("This column definition is not supported.", definition.Span),
            };
            int existing = columns.FindIndex(c => c.Name == column.Name);
            if (existing < 0)
            {
                columns.Add(column);
            }
            else if (create.Like?.Options.Any(o => o.Merge == LikeMerge.Overwriting && o.Feature is LikeFeature.Generated or LikeFeature.Metadata) == true && column.Kind == columns[existing].Kind)
            {
                columns[existing] = column;
            }
            else
            {
                throw new SqlException($"A column named '{column.Name}' already exists in the table.", definition.Name.Span);
            }
        }
    }

    private static IReadOnlyList<string> Key(TableConstraint constraint, List<CatalogColumn> columns, IReadOnlyList<string> existing, int count)
    {
        if (!constraint.IsPrimaryKey)
        {
            throw new SqlException("UNIQUE constraint is not supported yet.", constraint.Span, "Write PRIMARY KEY (…) NOT ENFORCED.");
        }

        if (constraint.IsEnforced != false)
        {
            throw new SqlException("Flink doesn't support ENFORCED mode for PRIMARY KEY constraint; neither does Weir: it doesn't own the data.", constraint.Span, "Write PRIMARY KEY (…) NOT ENFORCED.");
        }

        if (existing.Count > 0 || count > 1)
        {
            throw new SqlException("A table can have only one primary key.", constraint.Span);
        }

        foreach (Identifier column in constraint.Columns)
        {
            CatalogColumn? found = columns.Find(c => c.Name == column.Name)
                ?? throw new SqlException($"Primary key column '{column.Name}' is not defined in the schema.", column.Span, NearestName.Hint(column.Name, columns.Select(c => c.Name)));
            if (found.Kind != ColumnKind.Physical)
            {
                throw new SqlException($"Could not create a PRIMARY KEY with column '{column.Name}': only physical columns can be part of it.", column.Span);
            }
        }

        return [.. constraint.Columns.Select(c => c.Name)];
    }

    private (List<CatalogColumn>, Dictionary<string, string>, IReadOnlyList<string>, IReadOnlyList<string>, CatalogWatermark?) Like(TableLike like)
    {
        string name = environment.Catalog.Resolve(like.Table);
        CatalogTable source = environment.Catalog.Table(name)
            ?? throw new SqlException($"Source table '{name}' of the LIKE clause not found.", like.Table.Span, NearestName.Hint(name, environment.Catalog.Names));
        List<CatalogColumn> columns = [.. source.Columns.Where(c => c.Kind == ColumnKind.Physical
            || (c.Kind == ColumnKind.Computed && Merge(LikeFeature.Generated) != LikeMerge.Excluding)
            || (c.Kind == ColumnKind.Metadata && Merge(LikeFeature.Metadata) != LikeMerge.Excluding))];
        return (
            columns,
            Merge(LikeFeature.Options) == LikeMerge.Excluding ? new(StringComparer.Ordinal) : new Dictionary<string, string>(source.Options, StringComparer.Ordinal),
            Merge(LikeFeature.Constraints) == LikeMerge.Excluding ? [] : source.PrimaryKey,
            Merge(LikeFeature.Partitions) == LikeMerge.Excluding ? [] : source.PartitionKeys,
            Merge(LikeFeature.Watermarks) == LikeMerge.Excluding ? null : source.Watermark);

        LikeMerge Merge(LikeFeature feature) =>
            like.Options.LastOrDefault(o => o.Feature == feature)?.Merge ?? like.Options.LastOrDefault(o => o.Feature == LikeFeature.All)?.Merge ?? LikeMerge.Including;
    }

    /// <summary>Settles the types of computed columns, and checks the watermark.</summary>
    private CatalogTable Typed(CatalogTable table)
    {
        List<LogicalColumn> physical = [.. table.Columns.Where(c => c.Kind != ColumnKind.Computed).Select(c => new LogicalColumn(c.Name, c.Type))];
        ExpressionBinder binder = new(environment.Functions, environment.Session, Scope.Of(physical));
        CatalogColumn[] columns = [.. table.Columns.Select(c => c.Kind == ColumnKind.Computed ? c with { Type = binder.Bind(c.Computed!).Type } : c)];
        CatalogTable typed = table with { Columns = columns };
        if (table.Watermark is { } watermark)
        {
            CatalogColumn? time = columns.FirstOrDefault(c => c.Name == watermark.Column);
            if (time is null || time.Type.Root is not (TypeRoot.Timestamp or TypeRoot.TimestampLtz) || time.Type.Precision > 3)
            {
                SourceSpan span = table.Definition.Watermark?.Span ?? table.Definition.Span;
                throw new SqlException(
                    $"Invalid data type of time field for watermark definition. The field must be of type TIMESTAMP(p) or TIMESTAMP_LTZ(p), the supported precision 'p' is from 0 to 3, but the time field type is {time?.Type.ToString() ?? "nested"}.",
                    span,
                    "Declare the column TIMESTAMP(3), or compute one: ts AS CAST(text AS TIMESTAMP(3)) or TO_TIMESTAMP_LTZ(ms, 3).");
            }

            Scan(typed, typed.Options, table.Definition.Span);
        }

        return typed;
    }
}
