using Weir.Engine.Types;

namespace Weir.Sql.Types;

/// <summary>How the columns of a query fit those of the table that it is inserted into. Source: Flink's DynamicSinkUtils.</summary>
public static class StoreAssignment
{
    /// <summary>
    /// Whether a query's column may be stored in a sink's column, cast implicitly if need be. NULL may meet NOT NULL: <c>table.exec.sink.not-null-enforcer</c> settles that for each row.
    /// </summary>
    public static bool CanStore(DataType query, DataType sink) => CastRules.IsImplicit(query, sink, keepNotNull: false);

    /// <summary>Whether a query's column has to be cast to be stored: not when the types differ only in nullability, names, or a greater length of VARCHAR and VARBINARY.</summary>
    public static bool NeedsCast(DataType query, DataType sink)
    {
        if (query.SameAs(sink))
        {
            return false;
        }

        if (sink.Root == TypeRoot.VarChar && query.IsCharacterString)
        {
            return query.Length > sink.Length;
        }

        if (sink.Root == TypeRoot.VarBinary && query.IsBinaryString)
        {
            return query.Length > sink.Length;
        }

        if (query.Root != sink.Root || !query.IsNested || query.Children.Count != sink.Children.Count || query.Fields.Count != sink.Fields.Count)
        {
            return !query.IsInterval || query.Root != sink.Root;
        }

        for (int i = 0; i < query.Children.Count; i++)
        {
            if (NeedsCast(query.Children[i], sink.Children[i]))
            {
                return true;
            }
        }

        for (int i = 0; i < query.Fields.Count; i++)
        {
            if (NeedsCast(query.Fields[i].Type, sink.Fields[i].Type))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// The cause, in Flink's words, why a query cannot be inserted into a table (as many columns as the query has but of other types, or more or fewer); null when it can. The whole message is
    /// <c>Column types of query result and sink for '…' do not match.</c>, the cause, and both schemas: see <see cref="Message"/>.
    /// </summary>
    public static string? Mismatch(IReadOnlyList<RowField> query, IReadOnlyList<RowField> sink)
    {
        if (query.Count != sink.Count)
        {
            return "Different number of columns.";
        }

        for (int i = 0; i < query.Count; i++)
        {
            if (!CanStore(query[i].Type, sink[i].Type))
            {
                return $"Incompatible types for sink column '{sink[i].Name}' at position {i + 1}.";
            }
        }

        return null;
    }

    /// <summary>The whole message for a mismatch.</summary>
    /// <param name="table">The table's full name, e.g. <c>default_catalog.default_database.t</c>.</param>
    /// <param name="cause">What <see cref="Mismatch"/> gave.</param>
    /// <param name="query">The query's columns.</param>
    /// <param name="sink">The table's columns.</param>
    public static string Message(string table, string cause, IReadOnlyList<RowField> query, IReadOnlyList<RowField> sink) =>
        $"Column types of query result and sink for '{table}' do not match.\nCause: {cause}\n\nQuery schema: {Schema(query)}\nSink schema:  {Schema(sink)}";

    private static string Schema(IReadOnlyList<RowField> fields) => $"[{string.Join(", ", fields.Select(f => $"{f.Name}: {f.Type}"))}]";
}
