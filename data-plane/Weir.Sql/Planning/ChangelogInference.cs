using Weir.Engine.Connectors;
using Weir.Sql.Expressions;
using Weir.Sql.Logical;

namespace Weir.Sql.Planning;

/// <summary>
/// Which changes a relation may give, and whether it can do without -U, before anything is planned. The rules are Flink's (FlinkChangelogModeInferenceProgram); of a relation that has none here the
/// least is assumed: any change, and -U with it.
/// </summary>
internal sealed class ChangelogInference(Func<LogicalScan, SourceChanges> sources, PushedConditions pushed)
{
    /// <summary>The kinds of change; -U is of no account here.</summary>
    public ChangelogMode Kinds(LogicalNode node)
    {
        switch (node)
        {
            case LogicalScan scan:
                SourceChanges changes = sources(scan);
                return changes.IsNormalized ? ChangelogMode.Upsert : changes.Mode & ~ChangelogMode.UpdateBefore;
            case LogicalFilter filter:
                return Kinds(filter.Input);
            case LogicalProject project:
                return Kinds(project.Input);
            case LogicalExpand expand:
                return Kinds(expand.Input);
            case LogicalWindowTable window:
                return Kinds(window.Input);
            case LogicalUnion union:
                return union.Inputs.Aggregate(ChangelogMode.None, (kinds, input) => kinds | Kinds(input));
            case LogicalAggregate aggregate:
                return Updates(aggregate.Input);
            case LogicalWindowAggregate { Emit: not null } window:
                return Updates(window.Input);
            case LogicalWindowAggregate or LogicalValues:
                return ChangelogMode.InsertOnly;
            default:
                return ChangelogMode.Upsert;
        }
    }

    /// <summary>Of groups that are told again when they change: they go when their rows do.</summary>
    private ChangelogMode Updates(LogicalNode input) => ChangelogMode.Insert | ChangelogMode.UpdateAfter | (Kinds(input) == ChangelogMode.Insert ? ChangelogMode.None : ChangelogMode.Delete);

    /// <summary>Whether the relation can tell its updates by +U alone, with nothing lost to who replaces rows by key.</summary>
    public bool CanOmitUpdateBefore(LogicalNode node)
    {
        if (!Kinds(node).HasFlag(ChangelogMode.UpdateAfter))
        {
            return true;
        }

        switch (node)
        {
            case LogicalScan or LogicalAggregate or LogicalWindowAggregate:
                return true;
            case LogicalFilter or LogicalProject:
                Calc calc = Calc.Of(node);
                return KeepsUpdatesTogether(calc, pushed.Rest(calc, sources)) && CanOmitUpdateBefore(calc.Input);
            case LogicalExpand expand:
                return CanOmitUpdateBefore(expand.Input);
            case LogicalWindowTable window:
                return CanOmitUpdateBefore(window.Input);
            case LogicalUnion union:
                return union.Inputs.All(CanOmitUpdateBefore);
            default:
                return false;
        }
    }

    /// <summary>
    /// Whether conditions let both or neither row of an update through: those on the columns of a key do. Others may take a row away by an update, which only its -U tells.
    /// </summary>
    public static bool KeepsUpdatesTogether(Calc calc, IReadOnlyList<BoundExpression> conditions)
    {
        if (conditions.Count == 0)
        {
            return true;
        }

        HashSet<int> read = [];
        foreach (BoundExpression condition in conditions)
        {
            BoundRewriter.Collect(condition, read);
        }

        return conditions.All(BoundRewriter.IsDeterministic) && UpsertKeys.Of(calc.Input).Any(read.IsSubsetOf);
    }
}
