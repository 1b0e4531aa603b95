using System.Text;

namespace Weir.Engine.Functions.Json;

/// <summary>A compiled path. Immutable but for what its filters' regular expressions keep; may be used by one run at a time.</summary>
internal sealed class JsonPath
{
    internal JsonPath(JsonPathToken? first)
    {
        First = first;
        Last = first;
        IsDefinite = true;
        bool simple = true;
        for (JsonPathToken? token = first; token is not null; token = token.Next)
        {
            Last = token;
            IsDefinite &= token.IsDefinite;
            simple &= token is JsonPathProperty { Names.Length: 1 } or JsonPathIndex { Indexes: [>= 0] };
        }

        Steps = simple ? ToSteps() : null;
    }

    /// <summary>The first step; null when the path is the root alone.</summary>
    public JsonPathToken? First { get; }

    /// <summary>The last step; null when the path is the root alone.</summary>
    public JsonPathToken? Last { get; }

    /// <summary>Whether the path leads to one value at most.</summary>
    public bool IsDefinite { get; }

    /// <summary>Whether the last step is a function.</summary>
    public bool IsFunction => Last is JsonPathFunction;

    /// <summary>The steps when there are only members by name and elements by position from the start: such a path needs no tree.</summary>
    public JsonPathStep[]? Steps { get; }

    private JsonPathStep[] ToSteps()
    {
        List<JsonPathStep> steps = [];
        for (JsonPathToken? token = First; token is not null; token = token.Next)
        {
            steps.Add(token is JsonPathProperty property ? new JsonPathStep(property.Names[0], -1) : new JsonPathStep([], ((JsonPathIndex)token).Indexes[0]));
        }

        return [.. steps];
    }

    /// <summary>Compiles a path.</summary>
    /// <exception cref="JsonPathException">The text is no path.</exception>
    public static JsonPath Compile(string path) => new JsonPathCompiler(path).Compile();

    internal static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}

/// <summary>A member by name, or an element by position when the position is not negative.</summary>
internal readonly record struct JsonPathStep(byte[] Name, int Index);
