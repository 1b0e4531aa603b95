using Weir.Engine.Types;
using Weir.Sql.Aggregates;
using Weir.Sql.Compilation;
using Weir.Sql.Expressions;
using Weir.Sql.Logical;

namespace Weir.Sql.Planning;

/// <summary>
/// <c>table.optimizer.distinct-agg.split.enabled</c>: a grouping with DISTINCT is made in two, the first also by the distinct values, so that no group is too large for one lane.
/// <code>
///   Expand (a row for each set of distinct arguments, one for all other aggregates)
///     -> Aggregate (keys, distinct values, number of the set)  ->  Aggregate (keys)
/// </code>
/// The groups come to the same, but a row changes its group in as many steps as there are sets, and each is told. Flink groups by 1024 buckets of hashes where this groups by the values themselves.
/// </summary>
internal static class SplitDistinct
{
    /// <summary>The two groupings; null when there is nothing to split, or an aggregate that cannot be put together from parts.</summary>
    public static LogicalAggregate? TrySplit(LogicalAggregate aggregate, SqlEnvironment environment)
    {
        List<int[]> sets = Sets(aggregate);
        if (sets.Count < 2 || aggregate.Calls.Any(c => Final(c.Name) is null))
        {
            return null;
        }

        LogicalNode input = aggregate.Input;
        int width = input.Columns.Count;
        int[] values = [.. sets.SelectMany(s => s).Distinct()];
        int filtersAt = width + values.Length + 1;
        DataType flag = DataType.Boolean;
        LogicalColumn[] columns =
        [
            .. input.Columns,
            .. values.Select(v => new LogicalColumn($"$v{v}", input.Columns[v].Type.Nullable())),
            new LogicalColumn("$e", DataType.BigInt.NotNull()),
            .. aggregate.Calls.Select((_, c) => new LogicalColumn($"$f{c}", flag)),
        ];
        LogicalExpand expand = new(
            input,
            [
                .. sets.Select((set, s) => (IReadOnlyList<BoundExpression>)
                [
                    .. input.Columns.Select((c, i) => new BoundColumn(i, c.Type, c.Name)),
                    .. values.Select((v, i) => set.Contains(v) ? new BoundColumn(v, columns[width + i].Type, input.Columns[v].Name) : (BoundExpression)new BoundLiteral(null, columns[width + i].Type)),
                    new BoundLiteral((long)s, DataType.BigInt.NotNull()),
                    .. aggregate.Calls.Select(c => !Set(c).SequenceEqual(set) ? new BoundLiteral(false, flag) : c.Filter < 0 ? new BoundLiteral(true, flag) : (BoundExpression)new BoundColumn(c.Filter, flag, "$f")),
                ]),
            ],
            columns);

        int[] keys = [.. aggregate.Keys, .. Enumerable.Range(width, values.Length + 1)];
        LogicalCall[] parts = [.. aggregate.Calls.Select((c, i) => c with { Filter = filtersAt + i, IsDistinct = false })];
        LogicalAggregate first = new(
            expand, keys, parts, [.. keys.Select(k => new LogicalColumn(columns[k].Name, columns[k].Type)), .. parts.Select((p, i) => new LogicalColumn($"$p{i}", p.Aggregate.ResultType.Nullable()))])
        {
            StateTtlMs = aggregate.StateTtlMs,
        };
        LogicalCall[] calls = [.. parts.Select((p, i) => Merge(p, keys.Length + i, aggregate.Keys.Count > 0, environment))];
        return new LogicalAggregate(first, [.. Enumerable.Range(0, aggregate.Keys.Count)], calls, aggregate.Columns) { StateTtlMs = aggregate.StateTtlMs };
    }

    /// <summary>The sets of distinct arguments, those of most first, and the empty one of all other aggregates.</summary>
    private static List<int[]> Sets(LogicalAggregate aggregate)
    {
        List<int[]> sets = [];
        foreach (int[] set in aggregate.Calls.Select(Set))
        {
            if (!sets.Any(s => s.SequenceEqual(set)))
            {
                sets.Add(set);
            }
        }

        return [.. sets.OrderByDescending(s => s.Length)];
    }

    private static int[] Set(LogicalCall call) => call.IsDistinct && call.Name is not ("MIN" or "MAX") ? [.. call.Arguments.Order()] : [];

    private static LogicalCall Merge(LogicalCall part, int column, bool isGrouped, SqlEnvironment environment)
    {
        string name = Final(part.Name)!;
        BoundColumn argument = new(column, part.Aggregate.ResultType.Nullable(), part.Text);
        ResolvedAggregate resolved = environment.Aggregates.Find(name)?.Resolve(new AggregateCallSyntax(name, [argument], environment.Session) { IsGrouped = isGrouped })
            ?? throw new InvalidOperationException($"{name} does not take the parts of {part.Text}.");
        return new LogicalCall(name, resolved.Aggregate, [column], -1, $"{name}({part.Text})");
    }

    /// <summary>What puts the parts of an aggregate together; null when nothing does.</summary>
    private static string? Final(string name) => name switch
    {
        "COUNT" => "$SUM0",
        "SUM" or "MIN" or "MAX" or "FIRST_VALUE" or "LAST_VALUE" => name,
        _ => null,
    };
}
