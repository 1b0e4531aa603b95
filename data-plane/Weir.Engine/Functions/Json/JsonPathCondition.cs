namespace Weir.Engine.Functions.Json;

/// <summary>The condition of a filter.</summary>
internal abstract class JsonPathCondition
{
    /// <summary>Whether it holds for a value (what <c>@</c> means).</summary>
    public abstract bool Holds(JsonPathRun run, int item);
}

/// <summary><c>a &amp;&amp; b</c>.</summary>
internal sealed class JsonPathAnd(JsonPathCondition[] operands) : JsonPathCondition
{
    /// <inheritdoc/>
    public override bool Holds(JsonPathRun run, int item)
    {
        foreach (JsonPathCondition operand in operands)
        {
            if (!operand.Holds(run, item))
            {
                return false;
            }
        }

        return true;
    }
}

/// <summary><c>a || b</c>.</summary>
internal sealed class JsonPathOr(JsonPathCondition[] operands) : JsonPathCondition
{
    /// <inheritdoc/>
    public override bool Holds(JsonPathRun run, int item)
    {
        foreach (JsonPathCondition operand in operands)
        {
            if (operand.Holds(run, item))
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary><c>!(a)</c>.</summary>
internal sealed class JsonPathNot(JsonPathCondition operand) : JsonPathCondition
{
    /// <inheritdoc/>
    public override bool Holds(JsonPathRun run, int item) => !operand.Holds(run, item);
}

/// <summary><c>@.a</c> or <c>!@.a</c>: whether a path leads somewhere, be it to null.</summary>
internal sealed class JsonPathExists(JsonPath path, bool fromRoot, bool expected) : JsonPathCondition
{
    /// <inheritdoc/>
    public override bool Holds(JsonPathRun run, int item) =>
        run.Inner(requiresProperties: true).TryEvaluate(path, fromRoot ? run.Root : item, run.Root, out _) == expected;
}
