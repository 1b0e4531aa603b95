using Weir.Engine.Types;
using Weir.Engine.Windows;
using Weir.Sql.Expressions;
using Weir.Sql.Logical;

namespace Weir.Sql.Planning;

/// <summary>
/// The columns by which a relation's changelog can be applied: rows that agree in them replace each other, and come in order. A relation may have several such keys, or none; the key of no columns
/// is that of a relation with at most one row. The rules are Flink's (FlinkRelMdUpsertKeys).
/// </summary>
internal static class UpsertKeys
{
    /// <summary>A projection that repeats the columns of a key gives many keys; so many are enough.</summary>
    private const int MostKeys = 32;

    /// <summary>The keys, each as positions of columns; nothing is known of relations that have none here.</summary>
    public static IReadOnlyList<IReadOnlySet<int>> Of(LogicalNode node)
    {
        switch (node)
        {
            case LogicalScan scan:
                return PrimaryKey(scan) is { Count: > 0 } key ? [key.ToHashSet()] : [];
            case LogicalFilter filter:
                return Of(filter.Input);
            case LogicalProject project:
                return Projected(Of(project.Input), project.Expressions);
            case LogicalAggregate aggregate:
                return [Enumerable.Range(0, aggregate.Keys.Count).ToHashSet()];
            case LogicalWindowAggregate window:
                return OfWindows(window);
            default:
                return [];
        }
    }

    /// <summary>A window of a group is told by its end or its time; by its start, too, unless windows begin together, or the rows brought theirs along.</summary>
    private static IReadOnlyList<IReadOnlySet<int>> OfWindows(LogicalWindowAggregate window)
    {
        int start = window.Columns.Count - 3;
        bool startTells = window.EndColumn < 0 && window.Window?.Kind != WindowKind.Cumulate;
        return [.. Enumerable.Range(startTells ? start : start + 1, startTells ? 3 : 2).Select(property => Enumerable.Range(0, window.Keys.Count).Append(property).ToHashSet())];
    }

    /// <summary>Positions of the table's primary key among the columns of a scan; none when the table has no key, or the scan lacks a part of it.</summary>
    public static IReadOnlyList<int> PrimaryKey(LogicalScan scan)
    {
        int[] positions = [.. scan.Table.PrimaryKey.Select(name => scan.Columns.ToList().FindIndex(c => c.Name == name))];
        return positions.Contains(-1) ? [] : positions;
    }

    /// <summary>The keys seen through expressions.</summary>
    public static IReadOnlyList<IReadOnlySet<int>> Projected(IReadOnlyList<IReadOnlySet<int>> keys, IReadOnlyList<BoundExpression> expressions)
    {
        Dictionary<int, List<int>> outputs = [];
        for (int i = 0; i < expressions.Count; i++)
        {
            if (ColumnBehind(expressions[i]) is { } column)
            {
                if (!outputs.TryGetValue(column, out List<int>? list))
                {
                    outputs[column] = list = [];
                }

                list.Add(i);
            }
        }

        List<IReadOnlySet<int>> projected = [];
        foreach (IReadOnlySet<int> key in keys.Where(k => k.All(outputs.ContainsKey)))
        {
            IEnumerable<IEnumerable<int>> choices = [[]];
            foreach (int column in key.Order())
            {
                choices = choices.SelectMany(_ => outputs[column], (chosen, output) => chosen.Append(output)).Take(MostKeys).ToList();
            }

            projected.AddRange(choices.Select(c => c.ToHashSet()));
        }

        return [.. projected.Take(MostKeys)];
    }

    /// <summary>The column that an expression gives the value of, so that different values stay different.</summary>
    private static int? ColumnBehind(BoundExpression expression) => expression switch
    {
        BoundColumn column => column.Index,
        BoundCast { Operand: BoundColumn column } cast when KeepsApart(column.Type, cast.Type) => column.Index,
        _ => null,
    };

    private static bool KeepsApart(DataType from, DataType to)
    {
        if (from.Nullable().SameAs(to.Nullable()))
        {
            return true;
        }

        int fromSize = IntegerSize(from.Root);
        return (fromSize > 0 && IntegerSize(to.Root) >= fromSize)
            || (from.Root == TypeRoot.VarChar && to.Root == TypeRoot.VarChar && to.Length >= from.Length)
            || (from.Root == TypeRoot.Float && to.Root == TypeRoot.Double);
    }

    private static int IntegerSize(TypeRoot root) => root switch
    {
        TypeRoot.TinyInt => 1,
        TypeRoot.SmallInt => 2,
        TypeRoot.Integer => 4,
        TypeRoot.BigInt => 8,
        _ => 0,
    };
}
