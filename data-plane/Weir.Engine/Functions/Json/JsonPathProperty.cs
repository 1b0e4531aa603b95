using System.Text;

namespace Weir.Engine.Functions.Json;

/// <summary><c>.name</c>, <c>['name']</c>, <c>['a','b']</c>: a member; of several names as the last step an object of those there are, before further steps each in turn.</summary>
internal sealed class JsonPathProperty(byte[][] names) : JsonPathToken
{
    public byte[][] Names { get; } = names;

    /// <inheritdoc/>
    public override bool IsDefinite => Names.Length == 1 || IsLeaf;

    /// <inheritdoc/>
    public override string Fragment => "[" + string.Join(",", Names.Select(n => "'" + Encoding.UTF8.GetString(n) + "'")) + "]";

    /// <inheritdoc/>
    public override bool Evaluate(JsonPathRun run, int node)
    {
        if (run.Tree[node].Kind != JsonKind.Object)
        {
            return !IsUpstreamDefinite || run.IsLax || run.Fail(JsonPathFailure.NotFound, this, "There is no object that could have the member at the end of path ");
        }

        if (Names.Length == 1)
        {
            return EvaluateMember(run, node, Names[0]);
        }

        if (IsLeaf)
        {
            return Merge(run, node);
        }

        foreach (byte[] name in Names)
        {
            if (!EvaluateMember(run, node, name))
            {
                return false;
            }
        }

        return true;
    }

    private bool EvaluateMember(JsonPathRun run, int node, byte[] name)
    {
        int member = run.Tree.Member(node, name);
        if (member >= 0)
        {
            return Forward(run, member);
        }

        if (IsLeaf)
        {
            return !run.RequiresProperties || run.Fail(JsonPathFailure.NotFound, this, "No results for path: ");
        }

        return (!(IsUpstreamDefinite && IsDefinite) && !run.RequiresProperties) || run.IsLax || run.Fail(JsonPathFailure.NotFound, this, "Missing property in path ");
    }

    private bool Merge(JsonPathRun run, int node)
    {
        int merged = run.Tree.AddNode(JsonKind.Object);
        foreach (byte[] name in Names)
        {
            int member = run.Tree.Member(node, name);
            if (member >= 0)
            {
                if (run.Tree.Member(merged, name) < 0)
                {
                    run.Tree.Append(merged, run.Tree.AddCopy(member));
                }
            }
            else if (run.RequiresProperties)
            {
                return run.Fail(JsonPathFailure.NotFound, this, "Missing property in path ");
            }
        }

        run.Results.Add(merged);
        return true;
    }

    /// <summary>Whether an object has all the members.</summary>
    public bool HasAll(JsonTree tree, int node)
    {
        foreach (byte[] name in Names)
        {
            if (tree.Member(node, name) < 0)
            {
                return false;
            }
        }

        return true;
    }
}
