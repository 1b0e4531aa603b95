using Weir.Sql.Syntax.Ast;

namespace Weir.Sql.Syntax.Writing;

public sealed partial class SqlWriter
{
    private void Statement(Statement statement)
    {
        switch (statement)
        {
            case QueryStatement query:
                if (query.IsExecute) Add("EXECUTE ");
                Query(query.Query);
                break;
            case Insert insert:
                Insert(insert);
                break;
            case CreateTable table:
                CreateTable(table);
                break;
            case CreateView view:
                CreateView(view);
                break;
            case StatementSet set:
                Add("EXECUTE STATEMENT SET BEGIN\n");
                foreach (var insert in set.Inserts)
                {
                    Insert(insert);
                    Add(";\n");
                }

                Add("END");
                break;
            case Explain explain:
                Add("EXPLAIN ");
                if (explain.Details.Count > 0) Add(string.Join(", ", explain.Details)).Add(" ");
                Statement(explain.Target);
                break;
            case SetOption { Key: null }:
                Add("SET");
                break;
            case SetOption set:
                Add("SET ");
                String(set.Key);
                Add(" = ");
                String(set.Value ?? "");
                break;
            case ResetOption { Key: null }:
                Add("RESET");
                break;
            case ResetOption reset:
                Add("RESET ");
                String(reset.Key);
                break;
            default:
                CatalogStatement(statement);
                break;
        }
    }

    private void Insert(Insert insert)
    {
        if (insert.IsExecute) Add("EXECUTE ");
        Add(insert.IsOverwrite ? "INSERT OVERWRITE " : "INSERT INTO ");
        Name(insert.Table);
        Hints(insert.Hints, " ", "");
        if (insert.Partition.Count > 0)
        {
            Add(" PARTITION ");
            InParentheses(insert.Partition, entry =>
            {
                Name(entry.Column);
                Add(" = ");
                Expression(entry.Value);
            });
        }

        if (insert.Columns.Count > 0)
        {
            Add(" ");
            InParentheses(insert.Columns, Name);
        }

        Add(" ");
        Query(insert.Query);
        if (insert.OnConflict is not null) Add(" ON CONFLICT DO ").Add(insert.OnConflict);
    }

    private void CreateView(CreateView view)
    {
        Add(view.OrReplace ? "CREATE OR REPLACE " : "CREATE ").Add(view.IsTemporary ? "TEMPORARY VIEW " : "VIEW ");
        if (view.IfNotExists) Add("IF NOT EXISTS ");
        Name(view.Name);
        if (view.Columns.Count > 0)
        {
            Add(" ");
            InParentheses(view.Columns, Name);
        }

        Comment(view.Comment, " ");
        Add(" AS ");
        Query(view.Query);
    }
}
