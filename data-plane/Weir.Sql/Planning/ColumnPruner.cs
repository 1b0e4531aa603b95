using Weir.Sql.Expressions;
using Weir.Sql.Logical;

namespace Weir.Sql.Planning;

/// <summary>
/// Takes out columns that nobody reads, and groups of one row, down to the sources, which then need not decode or make them. Columns that <paramref name="keyOf"/> names of a scan stay: the key of a source whose last rows are kept by it.
/// </summary>
internal sealed class ColumnPruner(Func<LogicalScan, IReadOnlyList<int>> keyOf)
{
    /// <summary>The relation with just its columns in their order, made of no more than it needs.</summary>
    public LogicalNode Prune(LogicalNode node)
    {
        HashSet<int> all = [.. Enumerable.Range(0, node.Columns.Count)];
        return Exactly(node, [.. all]);
    }

    /// <summary>The relation cut down to the columns, in that order.</summary>
    private LogicalNode Exactly(LogicalNode node, IReadOnlyList<int> columns)
    {
        (LogicalNode pruned, Dictionary<int, int> map) = Prune(node, [.. columns]);
        if (pruned.Columns.Count == columns.Count && columns.Select((c, i) => map[c] == i).All(same => same))
        {
            return pruned;
        }

        return new LogicalProject(
            pruned, [.. columns.Select(c => new BoundColumn(map[c], pruned.Columns[map[c]].Type, pruned.Columns[map[c]].Name))], [.. columns.Select(c => pruned.Columns[map[c]])]);
    }

    private (LogicalNode Node, Dictionary<int, int> Map) Prune(LogicalNode node, HashSet<int> required)
    {
        switch (node)
        {
            case LogicalScan scan:
                return Scan(scan, required);
            case LogicalFilter filter:
                {
                    HashSet<int> needed = [.. required];
                    BoundRewriter.Collect(filter.Condition, needed);
                    (LogicalNode input, Dictionary<int, int> map) = Prune(filter.Input, needed);
                    return (new LogicalFilter(input, Remap(filter.Condition, map)), map);
                }

            case LogicalProject project:
                {
                    int[] kept = [.. required.Order()];
                    HashSet<int> needed = [];
                    foreach (int k in kept)
                    {
                        BoundRewriter.Collect(project.Expressions[k], needed);
                    }

                    (LogicalNode input, Dictionary<int, int> map) = Prune(project.Input, needed);
                    return (
                        new LogicalProject(input, [.. kept.Select(k => Remap(project.Expressions[k], map))], [.. kept.Select(k => project.Columns[k])]),
                        Positions(kept));
                }

            case LogicalWindowTable window:
                {
                    int width = window.Input.Columns.Count;
                    HashSet<int> needed = [.. required.Where(c => c < width), window.TimeColumn];
                    (LogicalNode input, Dictionary<int, int> map) = Prune(window.Input, needed);
                    AddTrailing(map, width, input.Columns.Count, 3);
                    return (window with { Input = input, TimeColumn = map[window.TimeColumn], Columns = [.. input.Columns, .. window.Columns.Skip(width)] }, map);
                }

            case LogicalSessionTable session:
                {
                    int width = session.Input.Columns.Count;
                    HashSet<int> needed = [.. required.Where(c => c < width), session.TimeColumn, .. session.Keys];
                    (LogicalNode input, Dictionary<int, int> map) = Prune(session.Input, needed);
                    AddTrailing(map, width, input.Columns.Count, 3);
                    return (
                        session with { Input = input, TimeColumn = map[session.TimeColumn], Keys = [.. session.Keys.Select(k => map[k])], Columns = [.. input.Columns, .. session.Columns.Skip(width)] },
                        map);
                }

            case LogicalAggregate aggregate when SingleRowGroups.AsProjection(aggregate, required) is { } project:
                return Prune(project, required);

            case LogicalAggregate aggregate:
                {
                    int keys = aggregate.Keys.Count;
                    int[] kept = [.. Enumerable.Range(0, aggregate.Calls.Count).Where(c => required.Contains(keys + c))];
                    if (keys == 0 && kept.Length == 0 && aggregate.Calls.Count > 0)
                    {
                        // The one row of all is told anew with each change, whoever looks at what it holds.
                        kept = [0];
                    }

                    HashSet<int> needed = [.. aggregate.Keys, .. kept.SelectMany(c => Inputs(aggregate.Calls[c]))];
                    (LogicalNode input, Dictionary<int, int> map) = Prune(aggregate.Input, needed);
                    return (
                        aggregate with
                        {
                            Input = input,
                            Keys = [.. aggregate.Keys.Select(k => map[k])],
                            Calls = [.. kept.Select(c => Remap(aggregate.Calls[c], map))],
                            Columns = [.. aggregate.Columns.Take(keys), .. kept.Select(c => aggregate.Columns[keys + c])],
                        },
                        Positions([.. Enumerable.Range(0, keys), .. kept.Select(c => keys + c)]));
                }

            case LogicalWindowAggregate window:
                {
                    int keys = window.Keys.Count;
                    int[] kept = [.. Enumerable.Range(0, window.Calls.Count).Where(c => required.Contains(keys + c))];
                    int[] extra = [.. new[] { window.TimeColumn, window.StartColumn, window.EndColumn }.Where(c => c >= 0)];
                    HashSet<int> needed = [.. window.Keys, .. extra, .. kept.SelectMany(c => Inputs(window.Calls[c]))];
                    (LogicalNode input, Dictionary<int, int> map) = Prune(window.Input, needed);
                    int propertiesAt = keys + window.Calls.Count;
                    int[] columns = [.. Enumerable.Range(0, keys), .. kept.Select(c => keys + c), propertiesAt, propertiesAt + 1, propertiesAt + 2];
                    return (
                        window with
                        {
                            Input = input,
                            Keys = [.. window.Keys.Select(k => map[k])],
                            Calls = [.. kept.Select(c => Remap(window.Calls[c], map))],
                            TimeColumn = window.TimeColumn < 0 ? -1 : map[window.TimeColumn],
                            StartColumn = window.StartColumn < 0 ? -1 : map[window.StartColumn],
                            EndColumn = window.EndColumn < 0 ? -1 : map[window.EndColumn],
                            Columns = [.. columns.Select(c => window.Columns[c])],
                        },
                        Positions(columns));
                }

            case LogicalExpand expand:
                {
                    int[] kept = [.. required.Order()];
                    HashSet<int> needed = [];
                    foreach (IReadOnlyList<BoundExpression> projection in expand.Projections)
                    {
                        foreach (int k in kept)
                        {
                            BoundRewriter.Collect(projection[k], needed);
                        }
                    }

                    (LogicalNode input, Dictionary<int, int> map) = Prune(expand.Input, needed);
                    return (
                        new LogicalExpand(
                            input,
                            [.. expand.Projections.Select(p => (IReadOnlyList<BoundExpression>)[.. kept.Select(k => Remap(p[k], map))])],
                            [.. kept.Select(k => expand.Columns[k])]),
                        Positions(kept));
                }

            case LogicalUnion union:
                {
                    int[] kept = [.. required.Order()];
                    return (new LogicalUnion([.. union.Inputs.Select(i => Exactly(i, kept))], [.. kept.Select(k => union.Columns[k])]), Positions(kept));
                }

            default:
                return (node, Positions([.. Enumerable.Range(0, node.Columns.Count)]));
        }
    }

    private (LogicalNode, Dictionary<int, int>) Scan(LogicalScan scan, HashSet<int> required)
    {
        HashSet<int> needed = [.. required, .. keyOf(scan)];
        if (scan.Watermark is not null)
        {
            BoundRewriter.Collect(scan.Watermark, needed);
        }

        int[] columns = [.. needed.Order()];
        HashSet<int> read = [];
        foreach (int k in columns)
        {
            BoundRewriter.Collect(scan.Outputs[k], read);
        }

        int[] readKept = [.. read.Order()];
        Dictionary<int, int> readMap = Positions(readKept);
        Dictionary<int, int> map = Positions(columns);
        return (
            scan with
            {
                Read = [.. readKept.Select(r => scan.Read[r])],
                Outputs = [.. columns.Select(k => Remap(scan.Outputs[k], readMap))],
                Watermark = scan.Watermark is null ? null : Remap(scan.Watermark, map),
                Columns = [.. columns.Select(k => scan.Columns[k])],
            },
            map);
    }

    private static IEnumerable<int> Inputs(LogicalCall call) => call.Filter < 0 ? call.Arguments : call.Arguments.Append(call.Filter);

    private static LogicalCall Remap(LogicalCall call, Dictionary<int, int> map) =>
        call with { Arguments = [.. call.Arguments.Select(a => map[a])], Filter = call.Filter < 0 ? -1 : map[call.Filter] };

    private static BoundExpression Remap(BoundExpression expression, Dictionary<int, int> map) => BoundRewriter.Replace(expression, c => c with { Index = map[c.Index] });

    private static Dictionary<int, int> Positions(IReadOnlyList<int> kept)
    {
        Dictionary<int, int> map = [];
        for (int i = 0; i < kept.Count; i++)
        {
            map[kept[i]] = i;
        }

        return map;
    }

    private static void AddTrailing(Dictionary<int, int> map, int from, int to, int count)
    {
        for (int i = 0; i < count; i++)
        {
            map[from + i] = to + i;
        }
    }
}
