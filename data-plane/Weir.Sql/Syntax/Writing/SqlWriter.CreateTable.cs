using Weir.Sql.Syntax.Ast;

namespace Weir.Sql.Syntax.Writing;

public sealed partial class SqlWriter
{
    private void CreateTable(CreateTable table)
    {
        Add(table.OrReplace ? "CREATE OR REPLACE " : "CREATE ").Add(table.IsTemporary ? "TEMPORARY TABLE " : "TABLE ");
        if (table.IfNotExists) Add("IF NOT EXISTS ");
        Name(table.Name);
        List<Action> elements = [];
        foreach (var name in table.ColumnNames) elements.Add(() => Name(name));
        foreach (var column in table.Columns) elements.Add(() => Column(column));
        if (table.Watermark is not null) elements.Add(() => Watermark(table.Watermark));
        foreach (var constraint in table.Constraints) elements.Add(() => Constraint(constraint));
        if (elements.Count > 0)
        {
            Add(" (\n  ");
            List(elements, write => write(), ",\n  ");
            Add("\n)");
        }

        Comment(table.Comment, "\n");
        if (table.Distribution is not null) Distribution(table.Distribution, "\nDISTRIBUTED");
        if (table.PartitionedBy.Count > 0)
        {
            Add("\nPARTITIONED BY ");
            InParentheses(table.PartitionedBy, Name);
        }

        Options(table.Options, "\nWITH ");
        if (table.Like is not null) Like(table.Like);
        if (table.Query is null) return;
        Add("\nAS ");
        Query(table.Query);
    }

    private void Column(ColumnDefinition column)
    {
        Name(column.Name);
        switch (column)
        {
            case PhysicalColumn physical:
                Add(" ");
                Type(physical.Type);
                break;
            case ComputedColumn computed:
                Add(" AS ");
                Expression(computed.Expression);
                break;
            case MetadataColumn metadata:
                Add(" ");
                Type(metadata.Type);
                Add(" METADATA");
                if (metadata.Key is not null)
                {
                    Add(" FROM ");
                    String(metadata.Key);
                }

                if (metadata.IsVirtual) Add(" VIRTUAL");
                break;
        }

        Comment(column.Comment, " ");
    }

    private void Comment(string? comment, string before)
    {
        if (comment is null) return;
        Add(before).Add("COMMENT ");
        String(comment);
    }

    private void Constraint(TableConstraint constraint)
    {
        if (constraint.Name is not null)
        {
            Add("CONSTRAINT ");
            Name(constraint.Name);
            Add(" ");
        }

        Add(constraint.IsPrimaryKey ? "PRIMARY KEY " : "UNIQUE ");
        InParentheses(constraint.Columns, Name);
        Add(constraint.IsEnforced switch { true => " ENFORCED", false => " NOT ENFORCED", null => "" });
    }

    private void Watermark(WatermarkDefinition watermark)
    {
        Add("WATERMARK FOR ");
        Name(watermark.Column);
        Add(" AS ");
        Expression(watermark.Expression);
    }

    private void Distribution(TableDistribution distribution, string word)
    {
        Add(word);
        if (distribution.Columns.Count > 0)
        {
            Add(" BY ").Add(distribution.Kind ?? "");
            InParentheses(distribution.Columns, Name);
        }

        if (distribution.Buckets is not { } buckets) return;
        Add(" INTO ");
        Add(buckets);
        Add(" BUCKETS");
    }

    private void Options(IReadOnlyList<OptionEntry> options, string before)
    {
        if (options.Count == 0) return;
        Add(before).Add("(\n  ");
        List(options, Option, ",\n  ");
        Add("\n)");
    }

    private void Option(OptionEntry option)
    {
        String(option.Key.Value);
        Add(" = ");
        String(option.Value.Value);
    }

    private void Like(TableLike like)
    {
        Add("\nLIKE ");
        Name(like.Table);
        if (like.Options.Count == 0) return;
        Add(" (\n  ");
        List(like.Options, option => Add($"{option.Merge} {option.Feature}".ToUpperInvariant()), "\n  ");
        Add("\n)");
    }
}
