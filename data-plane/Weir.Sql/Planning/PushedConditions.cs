using Weir.Sql.Expressions;
using Weir.Sql.Logical;

namespace Weir.Sql.Planning;

/// <summary>
/// Which conditions over a source whose last rows are kept by key go down to where they are kept: all of them, so that rows that nobody sees take no state. Where one query reads the source in several places,
/// only those that all places have, so that they can share what is kept (Flink: FlinkMarkChangelogNormalizeProgram).
/// </summary>
internal sealed class PushedConditions
{
    private readonly Dictionary<string, HashSet<string>> _shared = new(StringComparer.Ordinal);

    /// <summary>Looks at the places in which a query reads each source.</summary>
    public void Mark(LogicalNode root, Func<LogicalScan, SourceChanges> sources)
    {
        _shared.Clear();
        Dictionary<string, List<Calc>> places = new(StringComparer.Ordinal);
        Gather(root, sources, places);
        foreach ((string scan, List<Calc> calcs) in places.Where(p => p.Value.Count > 1))
        {
            _shared[scan] = calcs.Select(c => c.Conditions.Select(BoundText.Key).ToHashSet(StringComparer.Ordinal)).Aggregate((common, next) => [.. common.Intersect(next)]);
        }
    }

    /// <summary>The conditions that go down.</summary>
    public IReadOnlyList<BoundExpression> Of(Calc calc, Func<LogicalScan, SourceChanges> sources)
    {
        if (calc.Input is not LogicalScan scan || !sources(scan).IsNormalized)
        {
            return [];
        }

        return LogicalDigest.Of(scan) is { } digest && _shared.TryGetValue(digest, out HashSet<string>? common)
            ? [.. calc.Conditions.Where(c => common.Contains(BoundText.Key(c)))]
            : calc.Conditions;
    }

    /// <summary>The conditions that stay.</summary>
    public IReadOnlyList<BoundExpression> Rest(Calc calc, Func<LogicalScan, SourceChanges> sources) => [.. calc.Conditions.Except(Of(calc, sources))];

    private static void Gather(LogicalNode node, Func<LogicalScan, SourceChanges> sources, Dictionary<string, List<Calc>> places)
    {
        if (node is LogicalFilter or LogicalProject)
        {
            Calc calc = Calc.Of(node);
            if (calc.Input is LogicalScan scan && sources(scan).IsNormalized && LogicalDigest.Of(scan) is { } digest)
            {
                if (!places.TryGetValue(digest, out List<Calc>? calcs))
                {
                    places[digest] = calcs = [];
                }

                calcs.Add(calc);
            }

            Gather(calc.Input, sources, places);
            return;
        }

        foreach (LogicalNode input in LogicalDigest.Inputs(node))
        {
            Gather(input, sources, places);
        }
    }
}
