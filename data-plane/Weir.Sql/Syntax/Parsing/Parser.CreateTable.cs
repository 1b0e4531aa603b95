using Weir.Sql.Syntax.Ast;
using Weir.Sql.Syntax.Lexing;

namespace Weir.Sql.Syntax.Parsing;

internal sealed partial class Parser
{
    /// <summary>What stands between the parentheses of CREATE TABLE, or of ALTER TABLE … ADD.</summary>
    private sealed class TableElements
    {
        public List<ColumnDefinition> Columns { get; } = [];

        public List<Identifier> ColumnNames { get; } = [];

        public List<TableConstraint> Constraints { get; } = [];

        public WatermarkDefinition? Watermark { get; set; }
    }

    private CreateTable CreateTable(SourceSpan start, bool isTemporary, bool orReplace)
    {
        var ifNotExists = IfNotExists();
        var name = QualifiedName("a table name");
        var elements = new TableElements();
        if (AcceptSymbol("("))
        {
            if (!IsSymbol(")"))
            {
                do TableElement(elements, allowBareNames: true);
                while (AcceptSymbol(","));
            }

            ExpectSymbol(")");
        }

        if (elements.ColumnNames.Count > 0 && elements.Columns.Count > 0) throw Error(elements.ColumnNames[0].Span, $"the column '{elements.ColumnNames[0].Name}' has no type");
        var comment = Comment();
        var distribution = Is("DISTRIBUTED") ? Distribution() : null;
        Expecting("DISTRIBUTED");
        List<Identifier> partitionedBy = [];
        if (Accept("PARTITIONED"))
        {
            Expect("BY");
            partitionedBy = ParenthesizedNames("a column name");
        }

        var options = WithOptions();
        TableLike? like = null;
        Query? query = null;
        if (Accept("LIKE")) like = TableLike(Previous.Span);
        else if (Accept("AS")) query = Query();
        if (query is null && elements.ColumnNames.Count > 0) throw Error(elements.ColumnNames[0].Span, $"the column '{elements.ColumnNames[0].Name}' has no type");
        return new CreateTable(SpanFrom(start), name)
        {
            IsTemporary = isTemporary,
            IfNotExists = ifNotExists,
            OrReplace = orReplace,
            Columns = elements.Columns,
            ColumnNames = elements.ColumnNames,
            Constraints = elements.Constraints,
            Watermark = elements.Watermark,
            Comment = comment,
            Distribution = distribution,
            PartitionedBy = partitionedBy,
            Options = options,
            Like = like,
            Query = query,
        };
    }

    private void TableElement(TableElements elements, bool allowBareNames)
    {
        var start = Current.Span;
        if (Is("WATERMARK"))
        {
            var watermark = Watermark();
            if (elements.Watermark is not null) throw Error(watermark.Span, "a table has at most one WATERMARK");
            elements.Watermark = watermark;
        }
        else if (Is("CONSTRAINT") || Is("PRIMARY") || Is("UNIQUE"))
        {
            elements.Constraints.Add(Constraint([]));
        }
        else if (allowBareNames && Current.IsName && (Peek(1).IsSymbol(",") || Peek(1).IsSymbol(")")))
        {
            elements.ColumnNames.Add(Name("a column name"));
        }
        else
        {
            Expecting("WATERMARK");
            Expecting("PRIMARY KEY");
            elements.Columns.Add(Column(start, elements));
        }
    }

    private WatermarkDefinition Watermark()
    {
        var start = Expect("WATERMARK").Span;
        Expect("FOR");
        var column = QualifiedName("a column name");
        Expect("AS");
        var expression = Expression();
        return new WatermarkDefinition(SpanFrom(start), column, expression);
    }

    private ColumnDefinition Column(SourceSpan start, TableElements elements)
    {
        var name = Name("a column name");
        if (Accept("AS"))
        {
            var expression = Expression();
            var text = Comment();
            return new ComputedColumn(SpanFrom(start), name, expression, text);
        }

        var type = Type();
        if (Accept("METADATA"))
        {
            var key = Accept("FROM") ? ExpectString("a metadata key in quotes") : null;
            var isVirtual = Accept("VIRTUAL");
            var text = Comment();
            return new MetadataColumn(SpanFrom(start), name, type, key, isVirtual, text);
        }

        Expecting("CONSTRAINT");
        if (Is("CONSTRAINT") || Is("PRIMARY") || Is("UNIQUE")) elements.Constraints.Add(Constraint([name]));
        var comment = Comment();
        return new PhysicalColumn(SpanFrom(start), name, type, comment);
    }

    /// <param name="inline">The column that the constraint is written at; empty when it lists its columns.</param>
    private TableConstraint Constraint(List<Identifier> inline)
    {
        var start = Current.Span;
        var name = Accept("CONSTRAINT") ? Name("a constraint name") : null;
        var isPrimaryKey = Accept("PRIMARY");
        if (isPrimaryKey) Expect("KEY");
        else Expect("UNIQUE");
        var columns = inline.Count > 0 ? inline : ParenthesizedNames("a column name");
        bool? isEnforced = null;
        if (Accept("ENFORCED"))
        {
            isEnforced = true;
        }
        else if (Accept("NOT", "ENFORCED"))
        {
            isEnforced = false;
        }

        return new TableConstraint(SpanFrom(start), name, isPrimaryKey, columns, isEnforced);
    }

    private TableDistribution Distribution()
    {
        var start = Expect("DISTRIBUTED").Span;
        string? kind = null;
        List<Identifier> columns = [];
        if (Accept("BY"))
        {
            if (Accept("HASH")) kind = "HASH";
            else if (Accept("RANGE")) kind = "RANGE";
            columns = ParenthesizedNames("a column name");
        }

        int? buckets = null;
        if (Accept("INTO"))
        {
            buckets = ExpectInteger("a number of buckets");
            Expect("BUCKETS");
        }

        if (columns.Count == 0 && buckets is null) throw Unexpected();
        return new TableDistribution(SpanFrom(start), kind, columns, buckets);
    }

    private TableLike TableLike(SourceSpan start)
    {
        var table = QualifiedName("a table name");
        List<LikeOption> options = [];
        if (AcceptSymbol("("))
        {
            while (!AcceptSymbol(")")) options.Add(LikeOption());
        }

        return new TableLike(SpanFrom(start), table, options);
    }

    private LikeOption LikeOption()
    {
        var start = Current.Span;
        LikeMerge merge;
        if (Accept("INCLUDING")) merge = LikeMerge.Including;
        else if (Accept("EXCLUDING")) merge = LikeMerge.Excluding;
        else if (Accept("OVERWRITING")) merge = LikeMerge.Overwriting;
        else throw Unexpected();
        foreach (var feature in Enum.GetValues<LikeFeature>())
        {
            if (Accept(feature.ToString().ToUpperInvariant())) return new LikeOption(SpanFrom(start), merge, feature);
        }

        throw Unexpected();
    }
}
