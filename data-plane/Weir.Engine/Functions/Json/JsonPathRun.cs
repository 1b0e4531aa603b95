namespace Weir.Engine.Functions.Json;

/// <summary>How the evaluation of a path failed.</summary>
internal enum JsonPathFailure : byte
{
    None,

    /// <summary>A value that the path names is not there.</summary>
    NotFound,

    /// <summary>The path cannot be applied to such a value.</summary>
    Invalid,

    /// <summary>A function of the path has no value.</summary>
    Function,
}

/// <summary>An evaluation of a path, with memory that serves the next one too. Paths inside filters and functions have runs of their own, kept with this one.</summary>
internal sealed class JsonPathRun(JsonTree tree)
{
    private JsonPathRun? _inner;

    public JsonTree Tree { get; } = tree;

    /// <summary>What <c>$</c> means.</summary>
    public int Root { get; private set; }

    /// <summary>Lax mode: most of what fails only shortens the result.</summary>
    public bool IsLax { get; set; }

    /// <summary>An existence check: a missing property fails wherever it is.</summary>
    public bool RequiresProperties { get; private set; }

    public List<int> Results { get; } = [];

    public JsonPathFailure Failure { get; private set; }

    private JsonPathToken? FailedAt { get; set; }

    private string FailureText { get; set; } = string.Empty;

    /// <summary>A run for a path inside this one.</summary>
    public JsonPathRun Inner(bool requiresProperties = false)
    {
        _inner ??= new JsonPathRun(Tree);
        _inner.IsLax = IsLax && !requiresProperties;
        _inner.RequiresProperties = requiresProperties;
        return _inner;
    }

    /// <summary>Evaluates a path from a document. True, and the value's node, when it leads somewhere: for a path that is not definite, to a list.</summary>
    public bool TryEvaluate(JsonPath path, int document, int root, out int value)
    {
        Results.Clear();
        Failure = JsonPathFailure.None;
        FailedAt = null;
        Root = root;
        value = -1;
        if (path.First is null)
        {
            Results.Add(document);
        }
        else if (!path.First.Evaluate(this, document))
        {
            return false;
        }

        if (path.IsDefinite)
        {
            if (Results.Count == 0)
            {
                return Fail(JsonPathFailure.NotFound, path.Last, "No results for path: ");
            }

            value = Results[^1];
            return true;
        }

        value = Tree.AddNode(JsonKind.Array);
        foreach (int result in Results)
        {
            Tree.Append(value, Tree.AddCopy(result));
        }

        return true;
    }

    /// <summary>Notes a failure, and answers false.</summary>
    public bool Fail(JsonPathFailure failure, JsonPathToken? at, string text)
    {
        Failure = failure;
        FailedAt = at;
        FailureText = text;
        return false;
    }

    /// <summary>What failed, for an error.</summary>
    public string Describe() => FailureText + (FailedAt is null ? "$" : FailedAt.PathTo());
}
