using Weir.Engine.Expressions;
using Weir.Engine.Functions.Json;
using Weir.Engine.Types;

namespace Weir.Sql.Functions.Json;

/// <summary>The functions that the documentation lists under JSON, but for the aggregates.</summary>
internal static partial class JsonFunctions
{
    private const string Family = "JSON";

    internal static void AddTo(FunctionRegistry registry)
    {
        AddIsJson(registry, "VALUE");
        AddIsJson(registry, "SCALAR");
        AddIsJson(registry, "ARRAY");
        AddIsJson(registry, "OBJECT");
        AddReaders(registry);
        AddConstructors(registry);
        registry.Add(Family, "JSON_QUOTE", "JSON_QUOTE(string)", "A text as a JSON string, in quotes and with escapes.", [Parameter.String], _ => DataType.String, JsonQuoteKernels.Quote);
        registry.Add(Family, "JSON_UNQUOTE", "JSON_UNQUOTE(string)", "A JSON string without its quotes and escapes; any other text as it is.", [Parameter.String], _ => DataType.String, JsonQuoteKernels.Unquote);
    }

    private static void AddIsJson(FunctionRegistry registry, string form)
    {
        string[] aliases = form == "VALUE" ? ["IS JSON"] : [];
        string[] negatedAliases = form == "VALUE" ? ["IS NOT JSON"] : [];
        registry.Add(
            Family, "IS JSON " + form, $"string IS JSON {form}", "Whether a text is JSON of that kind; NULL is not.", [Parameter.String],
            _ => DataType.Boolean.NotNull(), () => JsonReadKernels.IsJson(form, negated: false), NullHandling.Custom, aliases: aliases);
        registry.Add(
            Family, "IS NOT JSON " + form, $"string IS NOT JSON {form}", "Whether a text is no JSON of that kind; so it is with NULL.", [Parameter.String],
            _ => DataType.Boolean.NotNull(), () => JsonReadKernels.IsJson(form, negated: true), NullHandling.Custom, aliases: negatedAliases);
    }

    /// <summary>A word of the syntax, or the one that holds when it is left out.</summary>
    private static string Modifier(FunctionCall call, string name, string otherwise) => call.Modifiers.TryGetValue(name, out string? word) ? word : otherwise;
}
