using System.Text;
using System.Text.RegularExpressions;

namespace Weir.Engine.Functions.Json;

/// <summary>The path of a JSON function as written: <c>lax path</c>, <c>strict path</c>, or a path alone, which is strict.</summary>
internal sealed partial class JsonPathSpec
{
    private JsonPathSpec(string text, bool isLax, JsonPath? path)
    {
        Text = text;
        IsLax = isLax;
        Path = path;
    }

    public string Text { get; }

    /// <summary>Lax: what isn't there is empty rather than an error.</summary>
    public bool IsLax { get; }

    /// <summary>The path; null when the text is none.</summary>
    public JsonPath? Path { get; }

    public static JsonPathSpec Parse(ReadOnlySpan<byte> utf8)
    {
        string text = Encoding.UTF8.GetString(utf8);
        Match match = Mode().Match(text);
        bool isLax = match.Success && match.Groups["mode"].Value.Equals("lax", StringComparison.OrdinalIgnoreCase);
        try
        {
            return new JsonPathSpec(text, isLax, JsonPath.Compile(match.Success ? match.Groups["spec"].Value : text));
        }
        catch (JsonPathException)
        {
            return new JsonPathSpec(text, isLax, null);
        }
    }

    [GeneratedRegex(@"^\s*(?<mode>strict|lax)\s+(?<spec>.+)$", RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Mode();
}
