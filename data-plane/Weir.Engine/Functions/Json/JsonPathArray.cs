using System.Globalization;

namespace Weir.Engine.Functions.Json;

/// <summary>A step that is made for arrays.</summary>
internal abstract class JsonPathArray : JsonPathToken
{
    /// <inheritdoc/>
    public override bool Evaluate(JsonPathRun run, int node)
    {
        if (run.Tree[node].Kind == JsonKind.Array)
        {
            return EvaluateArray(run, node);
        }

        return !IsUpstreamDefinite || run.Fail(JsonPathFailure.NotFound, this, "There is no array that could have the element at the end of path ");
    }

    protected abstract bool EvaluateArray(JsonPathRun run, int node);

    protected bool EvaluateElement(JsonPathRun run, int node, int index)
    {
        int element = run.Tree.Element(node, index);
        return element < 0 || Forward(run, element);
    }
}

/// <summary><c>[n]</c> or <c>[n, m]</c>: elements by position, from the end when negative.</summary>
internal sealed class JsonPathIndex(int[] indexes) : JsonPathArray
{
    public int[] Indexes { get; } = indexes;

    /// <inheritdoc/>
    public override bool IsDefinite => Indexes.Length == 1;

    /// <inheritdoc/>
    public override string Fragment => "[" + string.Join(",", Indexes.Select(i => i.ToString(CultureInfo.InvariantCulture))) + "]";

    protected override bool EvaluateArray(JsonPathRun run, int node)
    {
        foreach (int index in Indexes)
        {
            if (!EvaluateElement(run, node, index))
            {
                return false;
            }
        }

        return true;
    }
}

/// <summary><c>[from:]</c>, <c>[:to]</c> or <c>[from:to]</c>: the elements from one position to before another. Ends count from the end when negative.</summary>
internal sealed class JsonPathSlice(int? from, int? to) : JsonPathArray
{
    /// <inheritdoc/>
    public override bool IsDefinite => false;

    /// <inheritdoc/>
    public override string Fragment => string.Create(CultureInfo.InvariantCulture, $"[{from}:{to}]");

    protected override bool EvaluateArray(JsonPathRun run, int node)
    {
        int length = run.Tree[node].Count;
        int first = from ?? 0;
        int end = to ?? length;
        if (to is null)
        {
            first = Math.Max(0, first < 0 ? length + first : first);
        }
        else if (from is null)
        {
            end = end < 0 ? length + end : end;
        }

        // With both ends given they are taken as they stand, and each position by itself counts from the end when negative.
        end = Math.Min(length, end);
        for (int i = first; i < end && length > 0; i++)
        {
            if (!EvaluateElement(run, node, i))
            {
                return false;
            }
        }

        return true;
    }
}
