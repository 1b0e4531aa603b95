using System.Text.RegularExpressions;

namespace Weir.Engine.Functions.Json;

/// <summary>One side of a comparison in a filter: a path, a literal or a regular expression.</summary>
internal sealed class JsonPathOperand
{
    private static readonly JsonTree s_null = CreateNull();

    private readonly JsonTree _literal = new();

    public JsonPath? Path { get; init; }

    /// <summary>Whether the path starts at <c>$</c>.</summary>
    public bool IsFromRoot { get; init; }

    /// <summary>Whether the path was written with a <c>!</c>, which tells only when it stands alone.</summary>
    public bool IsNegated { get; init; }

    public Regex? Pattern { get; init; }

    public static JsonPathOperand String(ReadOnlySpan<byte> text)
    {
        JsonPathOperand operand = new();
        operand._literal.AddText(JsonKind.String, text);
        return operand;
    }

    public static JsonPathOperand Number(ReadOnlySpan<byte> text)
    {
        JsonPathOperand operand = new();
        operand._literal.AddText(JsonNumber.KindOf(text), text);
        return operand;
    }

    public static JsonPathOperand Constant(JsonKind kind)
    {
        JsonPathOperand operand = new();
        operand._literal.AddNode(kind);
        return operand;
    }

    public static JsonPathOperand? Json(ReadOnlySpan<byte> text)
    {
        JsonPathOperand operand = new();
        return operand._literal.TryParse(text) ? operand : null;
    }

    /// <summary>Its value for an item. False when a path leads nowhere (the value is then undefined), and <paramref name="isInvalid"/> when it cannot be applied at all.</summary>
    public bool TryValue(JsonPathRun run, int item, out JsonPathValue value, out bool isInvalid)
    {
        isInvalid = false;
        if (Path is null)
        {
            value = new JsonPathValue(_literal, JsonTree.Root, Pattern);
            return true;
        }

        JsonPathRun inner = run.Inner();
        if (inner.TryEvaluate(Path, IsFromRoot ? run.Root : item, run.Root, out int node))
        {
            value = new JsonPathValue(run.Tree, node, null);
            return true;
        }

        // In lax mode what isn't there is null.
        value = run.IsLax && Path.IsDefinite && inner.Failure == JsonPathFailure.NotFound ? new JsonPathValue(s_null, JsonTree.Root, null) : default;
        isInvalid = inner.Failure is JsonPathFailure.Invalid or JsonPathFailure.Function;
        return false;
    }

    private static JsonTree CreateNull()
    {
        JsonTree tree = new();
        tree.AddNode(JsonKind.Null);
        return tree;
    }
}

/// <summary>A value in a filter, undefined by default.</summary>
internal readonly record struct JsonPathValue(JsonTree? Tree, int Node, Regex? Pattern)
{
    public bool IsUndefined => Tree is null;

    public bool IsPattern => Pattern is not null;

    public JsonKind Kind => Tree![Node].Kind;

    public bool IsNumber => !IsUndefined && !IsPattern && Kind is (JsonKind.Integer or JsonKind.Decimal or JsonKind.Double);

    public bool IsString => !IsUndefined && !IsPattern && Kind == JsonKind.String;

    public bool IsBoolean => !IsUndefined && !IsPattern && Kind is (JsonKind.True or JsonKind.False);

    public bool IsArray => !IsUndefined && !IsPattern && Kind == JsonKind.Array;

    public bool IsContainer => !IsUndefined && !IsPattern && Kind is (JsonKind.Array or JsonKind.Object);

    public ReadOnlySpan<byte> Text => Tree!.TextOf(Node);
}
