using Weir.Engine.Plans;
using Weir.Engine.State;

namespace Weir.Engine.Runtime;

/// <summary>
/// Puts a plan on lanes: operators that need no exchange between them become one stage, each stage gets a task on every lane, and every edge between stages a queue from each lane to each lane.
/// </summary>
internal sealed class StageBuilder(JobPlan plan, JobOptions options, Lane[] lanes)
{
    private readonly Dictionary<PlanOperator, List<(PlanOperator Consumer, int Edge)>> _consumers = [];

    public void Build()
    {
        foreach (PlanOperator op in plan.Operators)
        {
            _consumers[op] = [];
        }

        foreach (PlanOperator op in plan.Operators)
        {
            for (int e = 0; e < op.Inputs.Count; e++)
            {
                _consumers[op.Inputs[e].From].Add((op, e));
            }
        }

        List<List<PlanOperator>> stages = Chain();
        Dictionary<(PlanOperator, int), StageQueue[,]> queues = [];
        foreach (List<PlanOperator> stage in stages)
        {
            for (int e = 0; e < stage[0].Inputs.Count; e++)
            {
                queues[(stage[0], e)] = Queues();
            }
        }

        List<StageTask>[] tasks = [.. lanes.Select(_ => new List<StageTask>())];
        foreach (List<PlanOperator> stage in Enumerable.Reverse(stages))
        {
            foreach (Lane lane in lanes)
            {
                tasks[lane.Number].Add(Task(stage, lane, queues));
            }
        }

        foreach (Lane lane in lanes)
        {
            lane.SetTasks([.. tasks[lane.Number]]);
        }
    }

    private List<List<PlanOperator>> Chain()
    {
        List<List<PlanOperator>> stages = [];
        Dictionary<PlanOperator, List<PlanOperator>> stageOf = [];
        foreach (PlanOperator op in plan.Operators)
        {
            if (op.Inputs.Count == 1 && !op.Inputs[0].IsLate && Consumers(op.Inputs[0].From, isLate: false).Count() == 1
                && (lanes.Length == 1 || op.Inputs[0].Partitioning == Partitioning.Forward))
            {
                List<PlanOperator> stage = stageOf[op.Inputs[0].From];
                stage.Add(op);
                stageOf[op] = stage;
            }
            else
            {
                stageOf[op] = [op];
                stages.Add(stageOf[op]);
            }
        }

        return stages;
    }

    private StageQueue[,] Queues()
    {
        StageQueue[,] queues = new StageQueue[lanes.Length, lanes.Length];
        foreach (Lane from in lanes)
        {
            foreach (Lane to in lanes)
            {
                queues[from.Number, to.Number] = new StageQueue(options.QueueBatches, from, to);
            }
        }

        return queues;
    }

    private StageTask Task(List<PlanOperator> stage, Lane lane, Dictionary<(PlanOperator, int), StageQueue[,]> queues)
    {
        PlanOperator first = stage[0];
        List<StageInput> inputs = [];
        for (int e = 0; e < first.Inputs.Count; e++)
        {
            StageQueue[,] edge = queues[(first, e)];
            foreach (Lane from in lanes)
            {
                bool connected = first.Inputs[e].Partitioning switch
                {
                    Partitioning.Forward => from.Number == lane.Number,
                    Partitioning.Single => lane.Number == 0,
                    _ => true,
                };
                if (connected)
                {
                    inputs.Add(new StageInput(edge[from.Number, lane.Number], first.MergesInputs ? 0 : e, first.Inputs[e].Types));
                }
            }
        }

        return new StageTask(
            string.Join(" -> ", stage.Select(o => o.Name)),
            [.. stage.Select(o => o.Create())],
            [.. inputs],
            Outputs(stage[^1], isLate: false, lane, queues),
            [.. stage.Select(o => Outputs(o, isLate: true, lane, queues))])
        {
            PlanIds = [.. stage.Select(o => o.Id)],
            StableIds = [.. stage.Select(o => o.StableId)],
        };
    }

    private IEnumerable<(PlanOperator Consumer, int Edge)> Consumers(PlanOperator op, bool isLate) => _consumers[op].Where(c => c.Consumer.Inputs[c.Edge].IsLate == isLate);

    private StageOutput[] Outputs(PlanOperator op, bool isLate, Lane lane, Dictionary<(PlanOperator, int), StageQueue[,]> queues)
    {
        List<StageOutput> outputs = [];
        foreach ((PlanOperator consumer, int e) in Consumers(op, isLate))
        {
            PlanEdge edge = consumer.Inputs[e];
            StageQueue[] row = edge.Partitioning == Partitioning.Single
                ? [queues[(consumer, e)][lane.Number, 0]]
                : [.. lanes.Select(to => queues[(consumer, e)][lane.Number, to.Number])];
            KeyEncoder? encoder = edge.Partitioning == Partitioning.Hash && lanes.Length > 1
                ? new KeyEncoder(edge.Keys, [.. edge.Keys.Select(k => edge.From.OutputTypes[k])])
                : null;
            outputs.Add(new StageOutput(edge.Partitioning, row, encoder, options.KeyGroups, lane.Number, options.BatchRows));
        }

        return [.. outputs];
    }
}
