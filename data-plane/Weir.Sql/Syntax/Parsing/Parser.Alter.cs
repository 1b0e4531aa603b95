using Weir.Sql.Syntax.Ast;

namespace Weir.Sql.Syntax.Parsing;

internal sealed partial class Parser
{
    private Statement Alter(SourceSpan start)
    {
        var next = Peek(1);
        if (next.IsWord("MATERIALIZED")) return Unsupported(start, 3);
        if (next.IsWord("TEMPORARY")) return Unsupported(start, Peek(2).IsWord("SYSTEM") ? 4 : 3);
        if (next.IsWord("FUNCTION") || next.IsWord("MODEL") || next.IsWord("CONNECTION")) return Unsupported(start, 2);

        Expect("ALTER");
        var kind = ObjectKind.Table;
        if (Accept("VIEW")) kind = ObjectKind.View;
        else if (Accept("DATABASE")) kind = ObjectKind.Database;
        else if (Accept("CATALOG")) kind = ObjectKind.Catalog;
        else Expect("TABLE");
        var ifExists = kind == ObjectKind.Table && IfExists();
        var name = QualifiedName($"a {kind.ToString().ToLowerInvariant()} name");
        var place = Current.Span;
        var action = kind switch
        {
            ObjectKind.Table => AlterTableAction(place),
            ObjectKind.View => AlterViewAction(place),
            _ => AlterOptionsAction(place) ?? throw Unexpected(),
        };
        return new Alter(SpanFrom(start), kind, name, ifExists, action);
    }

    private AlterAction? AlterOptionsAction(SourceSpan start)
    {
        if (Accept("SET"))
        {
            var options = Options();
            return new AlterSet(SpanFrom(start), options);
        }

        if (Accept("RESET"))
        {
            var keys = Parenthesized(StringValue);
            return new AlterReset(SpanFrom(start), keys);
        }

        return null;
    }

    private AlterAction AlterViewAction(SourceSpan start)
    {
        if (Accept("RENAME"))
        {
            Expect("TO");
            var name = QualifiedName("a view name");
            return new AlterRename(SpanFrom(start), name);
        }

        Expect("AS");
        var query = Query();
        return new AlterQuery(SpanFrom(start), query);
    }

    private AlterAction AlterTableAction(SourceSpan start)
    {
        if (AlterOptionsAction(start) is { } options) return options;
        if (Accept("RENAME"))
        {
            if (Accept("TO"))
            {
                var table = QualifiedName("a table name");
                return new AlterRename(SpanFrom(start), table);
            }

            var column = QualifiedName("a column name");
            Expect("TO");
            var name = QualifiedName("a column name");
            return new AlterRenameColumn(SpanFrom(start), column, name);
        }

        if (Accept("ADD")) return AlterSchema(start, isModify: false);
        if (Accept("MODIFY")) return AlterSchema(start, isModify: true);
        Expect("DROP");
        return AlterDrop(start);
    }

    private AlterAction AlterSchema(SourceSpan start, bool isModify)
    {
        if (Is("DISTRIBUTION") || Is("DISTRIBUTED"))
        {
            var distribution = AlterDistribution();
            return new AlterSchema(SpanFrom(start), isModify, [], [], null, distribution);
        }

        if (Is("PARTITION")) throw Error(Current.Span, "ADD PARTITION is not supported", "partitions come into being when rows are written to them");
        List<AlterColumn> columns = [];
        var elements = new TableElements();
        if (AcceptSymbol("("))
        {
            do AlterElement(elements, columns);
            while (AcceptSymbol(","));
            ExpectSymbol(")");
        }
        else
        {
            Accept("COLUMN");
            AlterElement(elements, columns);
        }

        return new AlterSchema(SpanFrom(start), isModify, columns, elements.Constraints, elements.Watermark, null);
    }

    private TableDistribution AlterDistribution()
    {
        if (Is("DISTRIBUTED")) return Distribution();
        var start = Expect("DISTRIBUTION").Span;
        Expect("BY");
        string? kind = Accept("HASH") ? "HASH" : Accept("RANGE") ? "RANGE" : null;
        var columns = ParenthesizedNames("a column name");
        int? buckets = null;
        if (Accept("INTO"))
        {
            buckets = ExpectInteger("a number of buckets");
            Expect("BUCKETS");
        }

        return new TableDistribution(SpanFrom(start), kind, columns, buckets);
    }

    private void AlterElement(TableElements elements, List<AlterColumn> columns)
    {
        var start = Current.Span;
        TableElement(elements, allowBareNames: false);
        if (elements.Columns.Count == columns.Count) return;
        var isFirst = Accept("FIRST");
        var after = !isFirst && Accept("AFTER") ? QualifiedName("a column name") : null;
        columns.Add(new AlterColumn(SpanFrom(start), elements.Columns[^1], isFirst, after));
    }

    private AlterDrop AlterDrop(SourceSpan start)
    {
        if (Accept("PRIMARY"))
        {
            Expect("KEY");
            return new AlterDrop(SpanFrom(start), AlterDropKind.PrimaryKey, []);
        }

        if (Accept("CONSTRAINT"))
        {
            var name = QualifiedName("a constraint name");
            return new AlterDrop(SpanFrom(start), AlterDropKind.Constraint, [name]);
        }

        if (Accept("WATERMARK")) return new AlterDrop(SpanFrom(start), AlterDropKind.Watermark, []);
        if (Accept("DISTRIBUTION")) return new AlterDrop(SpanFrom(start), AlterDropKind.Distribution, []);
        if (Is("PARTITION")) throw Error(Current.Span, "DROP PARTITION is not supported");
        Accept("COLUMN");
        List<QualifiedName> columns = IsSymbol("(") ? Parenthesized(() => QualifiedName("a column name")) : [QualifiedName("a column name")];
        return new AlterDrop(SpanFrom(start), AlterDropKind.Columns, columns);
    }
}
