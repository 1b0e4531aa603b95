using Weir.Engine.Plans;

namespace Weir.Sql.Planning;

/// <summary>
/// Gives each operator the id by which its state is found: of a table, the table's name; of any other, the first sink that it serves, what it does and by which keys. So the id stays as it is when the text changes elsewhere: when
/// filters and projections come and go, other statements are added, or statements change places. Operators of one job that would have the same id are numbered from the sink on.
/// </summary>
internal static class StableIds
{
    public static void Assign(IReadOnlyList<PlanOperator> operators)
    {
        HashSet<string> taken = new(StringComparer.Ordinal);
        HashSet<PlanOperator> seen = [];
        foreach (PlanOperator sink in operators.Where(o => o.Table is not null && o.Inputs.Count > 0))
        {
            sink.StableId = Unique(taken, $"sink/{sink.Table!.Name}");
            Visit(sink, sink.Table.Name, taken, seen);
        }

        foreach (PlanOperator other in operators.Where(o => !seen.Contains(o) && o.Table is null))
        {
            other.StableId = Unique(taken, $"other/{other.StateName}");
        }
    }

    private static void Visit(PlanOperator op, string sink, HashSet<string> taken, HashSet<PlanOperator> seen)
    {
        foreach (PlanEdge edge in op.Inputs)
        {
            PlanOperator input = edge.From;
            if (!seen.Add(input))
            {
                continue;
            }

            input.StableId = Unique(taken, input.Table is { } table ? $"source/{table.Name}" : $"{sink}/{input.StateName}");
            Visit(input, sink, taken, seen);
        }
    }

    private static string Unique(HashSet<string> taken, string id)
    {
        string unique = id;
        for (int number = 2; !taken.Add(unique); number++)
        {
            unique = $"{id}#{number}";
        }

        return unique;
    }
}
