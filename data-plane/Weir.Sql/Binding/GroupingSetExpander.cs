using Weir.Sql.Syntax.Ast;
using Ast = Weir.Sql.Syntax.Ast;

namespace Weir.Sql.Binding;

/// <summary>From GROUP BY to its grouping sets: plain expressions, GROUPING SETS, ROLLUP and CUBE side by side give the product of their sets.</summary>
internal sealed class GroupingSetExpander(Func<Ast.Expression, int> key)
{
    private const int MostSets = 4096;

    public List<List<int>> Expand(GroupByClause clause)
    {
        List<List<int>> sets = [[]];
        foreach (GroupingElement element in clause.Elements)
        {
            List<List<int>> own = Sets(element);
            if ((long)sets.Count * own.Count > MostSets)
            {
                throw new SqlException($"GROUP BY has more than {MostSets} grouping sets.", clause.Span);
            }

            sets = [.. from left in sets from right in own select left.Union(right).ToList()];
        }

        return clause.IsDistinct ? [.. sets.DistinctBy(s => string.Join(',', s.Order()))] : sets;
    }

    private List<List<int>> Sets(GroupingElement element) => element switch
    {
        GroupingSet set => [Keys(set)],
        GroupingSets sets => [.. sets.Elements.SelectMany(Sets)],
        Rollup rollup => Rolled(rollup),
        Cube cube => Cubed(cube),
        _ => throw new SqlException("This grouping is not supported.", element.Span),
    };

    private List<int> Keys(GroupingSet set) => [.. set.Expressions.Select(key).Where(k => k >= 0).Distinct()];

    private List<List<int>> Rolled(Rollup rollup)
    {
        List<int>[] parts = [.. rollup.Sets.Select(Keys)];
        return [.. Enumerable.Range(0, parts.Length + 1).Select(n => parts.Take(parts.Length - n).SelectMany(p => p).Distinct().ToList())];
    }

    private List<List<int>> Cubed(Cube cube)
    {
        List<int>[] parts = [.. cube.Sets.Select(Keys)];
        if (parts.Length > 12)
        {
            throw new SqlException("CUBE takes at most 12 elements.", cube.Span);
        }

        return [.. Enumerable.Range(0, 1 << parts.Length).Select(left => parts.Where((_, i) => (left & (1 << i)) == 0).SelectMany(p => p).Distinct().ToList())];
    }
}
