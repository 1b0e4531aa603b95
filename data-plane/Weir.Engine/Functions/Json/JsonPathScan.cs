namespace Weir.Engine.Functions.Json;

/// <summary><c>..</c>: the next step, applied to the value and to all values within it.</summary>
internal sealed class JsonPathScan : JsonPathToken
{
    /// <inheritdoc/>
    public override bool IsDefinite => false;

    /// <inheritdoc/>
    public override string Fragment => "..";

    /// <inheritdoc/>
    public override bool Evaluate(JsonPathRun run, int node) => Walk(run, Next!, node);

    private static bool Walk(JsonPathRun run, JsonPathToken target, int node)
    {
        JsonKind kind = run.Tree[node].Kind;
        if (kind is not (JsonKind.Object or JsonKind.Array))
        {
            return true;
        }

        if (Matches(run, target, node) && !(kind == JsonKind.Object ? target.Evaluate(run, node) : EvaluateArray(run, target, node)))
        {
            return false;
        }

        for (int child = run.Tree[node].First; child >= 0; child = run.Tree[child].Next)
        {
            if (!Walk(run, target, child))
            {
                return false;
            }
        }

        return true;
    }

    // Jayway's own way: where more steps follow, an array's elements go straight to the step after the target, whichever they are. Only a member that ends the
    // path (..[0].name) is taken from the elements at the positions named, and from no other.
    private static bool EvaluateArray(JsonPathRun run, JsonPathToken target, int node)
    {
        if (target.Next is not { } next)
        {
            return target.Evaluate(run, node);
        }

        int[]? wanted = next is { IsLeaf: true } and (JsonPathProperty or JsonPathWildcard) && target is JsonPathIndex index ? index.Indexes : null;
        int position = 0;
        for (int element = run.Tree[node].First; element >= 0; element = run.Tree[element].Next, position++)
        {
            if (wanted is not null && run.Tree[element].Kind == JsonKind.Object && !IsWanted(wanted, position, run.Tree[node].Count))
            {
                continue;
            }

            if (!next.Evaluate(run, element))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsWanted(int[] indexes, int position, int count)
    {
        foreach (int index in indexes)
        {
            if (position == (index < 0 ? count + index : index))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Matches(JsonPathRun run, JsonPathToken target, int node) => target switch
    {
        JsonPathProperty property => run.Tree[node].Kind == JsonKind.Object && (run.RequiresProperties || !property.IsDefinite || property.HasAll(run.Tree, node)),
        JsonPathArray => run.Tree[node].Kind == JsonKind.Array,
        JsonPathWildcard => true,
        JsonPathFilterStep filter => filter.Accepts(run, node),
        _ => false,
    };
}
