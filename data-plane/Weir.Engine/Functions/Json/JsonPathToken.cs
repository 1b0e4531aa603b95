namespace Weir.Engine.Functions.Json;

/// <summary>
/// One step of a path, with those before and after it. The rules are Jayway JsonPath's: a path is <em>definite</em> when it can lead to one value only; up to the
/// first step that may lead to many, a value that isn't there is an error, after it nothing but a shorter list.
/// </summary>
internal abstract class JsonPathToken
{
    public JsonPathToken? Next { get; set; }

    public JsonPathToken? Previous { get; set; }

    public bool IsLeaf => Next is null;

    /// <summary>Whether this step leads to at most one value.</summary>
    public abstract bool IsDefinite { get; }

    /// <summary>The step as it is written in messages.</summary>
    public abstract string Fragment { get; }

    /// <summary>Whether all steps before this one are definite.</summary>
    public bool IsUpstreamDefinite
    {
        get
        {
            for (JsonPathToken? token = Previous; token is not null; token = token.Previous)
            {
                if (!token.IsDefinite)
                {
                    return false;
                }
            }

            return true;
        }
    }

    /// <summary>Goes on from a value, adding to the results. False when the whole path has failed; the run says how.</summary>
    public abstract bool Evaluate(JsonPathRun run, int node);

    /// <summary>Hands a value on to the next step, or to the results after the last one.</summary>
    protected bool Forward(JsonPathRun run, int node)
    {
        if (Next is { } next)
        {
            return next.Evaluate(run, node);
        }

        run.Results.Add(node);
        return true;
    }

    /// <summary>The path from the root to this step, as it is written in messages.</summary>
    public string PathTo()
    {
        string text = Fragment;
        for (JsonPathToken? token = Previous; token is not null; token = token.Previous)
        {
            text = token.Fragment + text;
        }

        return "$" + text;
    }
}
