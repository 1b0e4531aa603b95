namespace Weir.Engine.Functions.Json;

/// <summary><c>[?(…)]</c>: the elements of an array for which a condition holds; of an object, the object itself.</summary>
internal sealed class JsonPathFilterStep(JsonPathCondition condition) : JsonPathToken
{
    /// <inheritdoc/>
    public override bool IsDefinite => false;

    /// <inheritdoc/>
    public override string Fragment => "[?]";

    /// <inheritdoc/>
    public override bool Evaluate(JsonPathRun run, int node)
    {
        switch (run.Tree[node].Kind)
        {
            case JsonKind.Object:
                return !Accepts(run, node) || Forward(run, node);
            case JsonKind.Array:
                for (int element = run.Tree[node].First; element >= 0; element = run.Tree[element].Next)
                {
                    if (Accepts(run, element) && !Forward(run, element))
                    {
                        return false;
                    }
                }

                return true;
            default:
                return !IsUpstreamDefinite || run.Fail(JsonPathFailure.Invalid, this, "A filter cannot be applied to the scalar at path ");
        }
    }

    public bool Accepts(JsonPathRun run, int node) => condition.Holds(run, node);
}
