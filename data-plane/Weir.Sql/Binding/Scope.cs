using Weir.Engine.Types;
using Weir.Sql.Descriptors;
using Weir.Sql.Expressions;
using Weir.Sql.Logical;
using Weir.Sql.Syntax.Ast;

namespace Weir.Sql.Binding;

/// <summary>A relation in FROM: a range of the input's columns under a name.</summary>
/// <param name="Name">The table's name, or its alias; null for a query without one.</param>
/// <param name="Start">The first of the input's columns that is the relation's.</param>
/// <param name="Columns">The columns.</param>
/// <param name="Qualifier">The catalog and database that may be written before the name; empty for an alias.</param>
internal sealed record ScopeRelation(string? Name, int Start, IReadOnlyList<LogicalColumn> Columns, IReadOnlyList<string> Qualifier)
{
    /// <summary>Whether the first <paramref name="count"/> parts name the relation.</summary>
    public bool IsNamed(IReadOnlyList<Identifier> parts, int count)
    {
        if (count > Qualifier.Count + 1 || parts[count - 1].Name != Name)
        {
            return false;
        }

        for (int i = 0; i < count - 1; i++)
        {
            if (parts[i].Name != Qualifier[Qualifier.Count - (count - 1) + i])
            {
                return false;
            }
        }

        return true;
    }
}

/// <summary>The names that an expression may use.</summary>
internal sealed class Scope(IReadOnlyList<ScopeRelation> relations)
{
    public static Scope Empty { get; } = new([]);

    public IReadOnlyList<ScopeRelation> Relations { get; } = relations;

    public static Scope Of(IReadOnlyList<LogicalColumn> columns, string? name = null, IReadOnlyList<string>? qualifier = null) => new([new ScopeRelation(name, 0, columns, qualifier ?? [])]);

    /// <summary>The column, and fields of it, that a dotted name means: the longest table name first, as in Flink.</summary>
    public (BoundColumn Column, LogicalColumn Logical, int UsedParts) Resolve(ColumnReference reference)
    {
        IReadOnlyList<Identifier> parts = reference.Parts;
        for (int count = parts.Count - 1; count > 0; count--)
        {
            foreach (ScopeRelation relation in Relations)
            {
                if (relation.IsNamed(parts, count) && Find(relation, parts[count]) is { } i)
                {
                    return (Column(relation, i), relation.Columns[i], count + 1);
                }
            }
        }

        (ScopeRelation Relation, int Index)? found = null;
        foreach (ScopeRelation relation in Relations)
        {
            if (Find(relation, parts[0]) is { } i)
            {
                if (found is not null)
                {
                    throw new SqlException($"Column '{parts[0].Name}' is ambiguous.", reference.Span, $"Write the table's name before it, e.g. {relation.Name}.{parts[0].Name}.");
                }

                found = (relation, i);
            }
        }

        if (found is { } only)
        {
            return (Column(only.Relation, only.Index), only.Relation.Columns[only.Index], 1);
        }

        throw Missing(reference);
    }

    /// <summary>The one ROW column that has a field of the name's first part, when no column or table is called so: a field may be written without its column, as in Flink.</summary>
    public BoundColumn? ResolveField(ColumnReference reference)
    {
        string name = reference.Parts[0].Name;
        BoundColumn? found = null;
        foreach (ScopeRelation relation in Relations)
        {
            if (relation.Name == name && reference.Parts.Count > 1)
            {
                return null;
            }

            for (int i = 0; i < relation.Columns.Count; i++)
            {
                if (relation.Columns[i].Name == name)
                {
                    return null;
                }

                if (relation.Columns[i].Type.Root == TypeRoot.Row && relation.Columns[i].Type.Fields.Any(f => f.Name == name))
                {
                    found = found is null ? Column(relation, i) : throw new SqlException($"Column '{name}' is ambiguous.", reference.Span, "Write the column before the field, e.g. a.b.");
                }
            }
        }

        return found;
    }

    /// <summary>The relation of that name.</summary>
    public ScopeRelation? Relation(string name) => Relations.FirstOrDefault(r => r.Name == name);

    /// <summary>The relation that a dotted name means as a whole.</summary>
    public ScopeRelation? Relation(IReadOnlyList<Identifier> parts) => Relations.FirstOrDefault(r => r.IsNamed(parts, parts.Count));

    private static int? Find(ScopeRelation relation, Identifier name)
    {
        int? found = null;
        for (int i = 0; i < relation.Columns.Count; i++)
        {
            LogicalColumn column = relation.Columns[i];
            if ((column.WrittenName ?? column.Name) == name.Name)
            {
                found = found is null ? i : throw new SqlException($"Column '{name.Name}' is ambiguous.", name.Span, "Give one of the columns of that name an alias.");
            }
        }

        return found;
    }

    private static BoundColumn Column(ScopeRelation relation, int i) => new(relation.Start + i, relation.Columns[i].Type, relation.Columns[i].Name);

    private SqlException Missing(ColumnReference reference)
    {
        string name = reference.Parts[0].Name;
        if (reference.Parts.Count > 1 && Relation(name) is { } relation)
        {
            string column = reference.Parts[1].Name;
            return new SqlException(
                $"Column '{column}' not found in table '{name}'.", reference.Parts[1].Span, NearestName.Hint(column, relation.Columns.Select(c => c.Name)) ?? Names(relation.Columns));
        }

        string[] names = [.. Relations.SelectMany(r => r.Columns).Select(c => c.Name).Distinct()];
        if (reference.Parts.Count > 1)
        {
            return new SqlException($"Table '{name}' not found.", reference.Span, NearestName.Hint(name, Relations.Select(r => r.Name ?? string.Empty)) ?? NearestName.Hint(name, names));
        }

        return new SqlException($"Column '{name}' not found in any table.", reference.Span, NearestName.Hint(name, names) ?? Names([.. Relations.SelectMany(r => r.Columns)]));
    }

    private static string? Names(IReadOnlyList<LogicalColumn> columns) =>
        columns.Count == 0 ? "There is no FROM to take it from." : $"There are: {string.Join(", ", columns.Take(20).Select(c => c.Name))}.";
}
