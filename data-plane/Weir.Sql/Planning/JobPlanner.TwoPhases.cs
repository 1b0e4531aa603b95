using Weir.Engine.Operators;
using Weir.Engine.Plans;
using Weir.Engine.Types;
using Weir.Sql.Logical;

namespace Weir.Sql.Planning;

internal sealed partial class JobPlanner
{
    /// <summary>
    /// Larger bundles are made in one phase: the second phase's count then says little about when a change is told, and a batch for each key costs more than it saves.
    /// </summary>
    private const long MostRowsOfTwoPhases = 256;

    /// <summary>Aggregates whose parts Flink cannot merge: with one of them the grouping has one phase.</summary>
    private static readonly string[] s_unmergeable = ["FIRST_VALUE", "LAST_VALUE", "JSON_OBJECTAGG", "JSON_ARRAYAGG"];

    /// <summary>Whether mini-batch makes bundles before the exchange too, as Flink does unless <c>table.optimizer.agg-phase-strategy</c> says otherwise.</summary>
    private bool IsTwoPhase(LogicalAggregate aggregate) =>
        Session.IsMiniBatch
        && Session.MiniBatchRows <= MostRowsOfTwoPhases
        && Session.Settings.GetValueOrDefault("table.optimizer.agg-phase-strategy") != "ONE_PHASE"
        && !aggregate.Calls.Any(c => s_unmergeable.Contains(c.Name));

    /// <summary>With mini-batch the steps in which a row changes its group are told as one, so there is nothing to be gained by splitting: lanes take keys, not values.</summary>
    private bool IsDistinctSplit => !Session.IsMiniBatch && Session.Settings.GetValueOrDefault("table.optimizer.distinct-agg.split.enabled")?.Equals("true", StringComparison.OrdinalIgnoreCase) == true;

    private Planned PlanLocalBundle(Planned input, LogicalAggregate aggregate)
    {
        DataType[] types = [.. aggregate.Input.Types];
        LocalBundleSpec spec = new()
        {
            Keys = aggregate.Keys,
            Types = types,
            Rows = Session.MiniBatchRows,
            LatencyMs = Session.MiniBatchLatencyMs - (Session.MiniBatchLatencyMs / 2),
            FollowsWatermarks = _hasWindows,
        };
        PlanOperator op = Add("LocalBundle", types, () => new LocalBundleOperator(spec), [PlanEdge.Forward(input.Operator)]);
        return Done(op, input.Changelog, $"groupBy=[{Names(aggregate.Input, aggregate.Keys)}], rows=[{spec.Rows}]", input.Explain);
    }
}
