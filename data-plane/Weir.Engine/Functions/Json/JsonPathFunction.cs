using System.Text;

namespace Weir.Engine.Functions.Json;

/// <summary><c>.name(…)</c>: a function of the value it comes after, or of its parameters.</summary>
internal sealed partial class JsonPathFunction(string name, List<JsonPathParameter> parameters) : JsonPathToken
{
    private List<JsonPathParameter> _parameters = IsLength(name) ? WithWildcard(parameters) : parameters;

    /// <inheritdoc/>
    public override bool IsDefinite => true;

    /// <inheritdoc/>
    public override string Fragment => "." + name + (_parameters.Count > 0 ? "(...)" : "()");

    /// <summary>Makes a path the only parameter.</summary>
    public void SetPathParameter(JsonPath path) => _parameters = IsLength(name) ? WithWildcard([new JsonPathParameter { Path = path }]) : [new JsonPathParameter { Path = path }];

    /// <inheritdoc/>
    public override bool Evaluate(JsonPathRun run, int node)
    {
        int result = name switch
        {
            "length" or "size" => Length(run, node),
            "keys" => Keys(run, node),
            "min" or "max" or "sum" or "avg" or "stddev" => Aggregate(run, node),
            "first" or "last" or "index" => Pick(run, node),
            "concat" => Concat(run, node),
            "append" => AppendTo(run, node),
            _ => run.Fail(JsonPathFailure.Invalid, this, "There is no such function as that of path ") ? 0 : -1,
        };
        if (result < 0)
        {
            return false;
        }

        run.Results.Add(result);
        return Next is not { } next || next.Evaluate(run, result);
    }

    private static bool IsLength(string name) => name is "length" or "size";

    // The length of what a path leads to is the number of all its children.
    private static List<JsonPathParameter> WithWildcard(List<JsonPathParameter> parameters)
    {
        if (parameters.Count > 0 && parameters[0].Path is { IsFunction: false, Last: { } last } path)
        {
            last.Next = new JsonPathWildcard { Previous = last };
            parameters[0] = new JsonPathParameter { Path = new JsonPath(path.First) };
        }

        return parameters;
    }

    private int Length(JsonPathRun run, int node)
    {
        if (_parameters.Count > 0 && _parameters[0].Path is { } path)
        {
            JsonPathRun inner = run.Inner();
            if (!inner.TryEvaluate(path, node, node, out int value))
            {
                return Fail(run);
            }

            node = run.Tree[value].Kind == JsonKind.Array ? value : node;
        }

        return run.Tree[node].Kind is JsonKind.Array or JsonKind.Object
            ? run.Tree.AddText(JsonKind.Integer, Encoding.ASCII.GetBytes(run.Tree[node].Count.ToString(System.Globalization.CultureInfo.InvariantCulture)))
            : run.Tree.AddNode(JsonKind.Null);
    }

    private static int Keys(JsonPathRun run, int node)
    {
        if (run.Tree[node].Kind != JsonKind.Object)
        {
            return run.Tree.AddNode(JsonKind.Null);
        }

        int keys = run.Tree.AddNode(JsonKind.Array);
        for (int member = run.Tree[node].First; member >= 0; member = run.Tree[member].Next)
        {
            int key = run.Tree.AddNode(JsonKind.String);
            run.Tree[key].Start = run.Tree[member].NameStart;
            run.Tree[key].Length = run.Tree[member].NameLength;
            run.Tree.Append(keys, key);
        }

        return keys;
    }

    private int Concat(JsonPathRun run, int node)
    {
        List<byte> text = [];
        if (run.Tree[node].Kind == JsonKind.Array)
        {
            AddStrings(run, node, text);
        }

        foreach (JsonPathParameter parameter in _parameters)
        {
            int value = ValueOf(run, parameter);
            if (value < 0)
            {
                return Fail(run);
            }

            AddStrings(run, value, text);
        }

        return run.Tree.AddText(JsonKind.String, text.ToArray());
    }

    private static void AddStrings(JsonPathRun run, int value, List<byte> text)
    {
        if (run.Tree[value].Kind == JsonKind.String)
        {
            text.AddRange(run.Tree.TextOf(value));
        }

        if (run.Tree[value].Kind == JsonKind.Array)
        {
            for (int element = run.Tree[value].First; element >= 0; element = run.Tree[element].Next)
            {
                if (run.Tree[element].Kind == JsonKind.String)
                {
                    text.AddRange(run.Tree.TextOf(element));
                }
            }
        }
    }

    private int AppendTo(JsonPathRun run, int node)
    {
        foreach (JsonPathParameter parameter in _parameters)
        {
            int value = ValueOf(run, parameter);
            if (value < 0)
            {
                return Fail(run);
            }

            if (run.Tree[node].Kind == JsonKind.Array)
            {
                run.Tree.Append(node, run.Tree.AddCopy(value));
            }
        }

        return node;
    }

    /// <summary>The node of a parameter's value, or -1 when its path leads nowhere.</summary>
    private static int ValueOf(JsonPathRun run, JsonPathParameter parameter)
    {
        if (parameter.Json is { } json)
        {
            return run.Tree.AddFrom(json, JsonTree.Root);
        }

        return run.Inner().TryEvaluate(parameter.Path!, run.Root, run.Root, out int value) ? value : -1;
    }

    private int Fail(JsonPathRun run)
    {
        run.Fail(JsonPathFailure.Function, this, "There is no value for the function of path ");
        return -1;
    }
}
