using Weir.Sql.Expressions;

namespace Weir.Sql.Logical;

/// <summary>Columns that no two rows of a relation agree in, as far as its parts tell: the keys of a grouping, the primary key of a table.</summary>
internal static class UniqueKeys
{
    /// <summary>Whether rows that agree in the columns are one and the same row.</summary>
    public static bool AreUnique(LogicalNode node, IReadOnlyCollection<int> columns)
    {
        switch (node)
        {
            case LogicalFilter filter:
                return AreUnique(filter.Input, columns);
            case LogicalProject project:
                return AreUnique(project.Input, [.. columns.Select(c => project.Expressions[c]).OfType<BoundColumn>().Select(c => c.Index)]);
            case LogicalAggregate aggregate:
                return Enumerable.Range(0, aggregate.Keys.Count).All(columns.Contains);
            case LogicalWindowAggregate window:
                int start = window.Keys.Count + window.Calls.Count;
                return Enumerable.Range(0, window.Keys.Count).Append(start).Append(start + 1).All(columns.Contains);
            case LogicalScan scan:
                return scan.Table.PrimaryKey.Count > 0 && scan.Table.PrimaryKey.All(k => columns.Any(c => scan.Columns[c].Name == k));
            default:
                return false;
        }
    }
}
