namespace Weir.Engine.Functions.Json;

/// <summary><c>.*</c> or <c>[*]</c>: all members or elements.</summary>
internal sealed class JsonPathWildcard : JsonPathToken
{
    /// <inheritdoc/>
    public override bool IsDefinite => false;

    /// <inheritdoc/>
    public override string Fragment => "[*]";

    /// <inheritdoc/>
    public override bool Evaluate(JsonPathRun run, int node)
    {
        if (run.Tree[node].Kind is not (JsonKind.Object or JsonKind.Array))
        {
            return true;
        }

        for (int child = run.Tree[node].First; child >= 0; child = run.Tree[child].Next)
        {
            if (!Forward(run, child))
            {
                return false;
            }
        }

        return true;
    }
}
