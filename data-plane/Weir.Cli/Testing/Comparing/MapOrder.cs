using Weir.Engine.Types;

namespace Weir.Cli.Testing.Comparing;

/// <summary>Rows with maps as text that does not depend on the order of a map's entries, which has no meaning.</summary>
internal static class MapOrder
{
    /// <summary>Whether values of the type have maps in them.</summary>
    public static bool HasMap(DataType type) =>
        type.Root is TypeRoot.Map or TypeRoot.Multiset || type.Children.Any(HasMap) || type.Fields.Any(f => HasMap(f.Type));

    /// <summary>The text with the entries of each <c>{a=1, b=2}</c> sorted.</summary>
    public static string Sorted(string text)
    {
        int open = text.IndexOf('{', StringComparison.Ordinal);
        if (open < 0)
        {
            return text;
        }

        List<string> entries = [];
        int depth = 0;
        int from = open + 1;
        for (int i = open + 1; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '{' or '[' or '(':
                    depth++;
                    break;
                case '}' when depth == 0:
                    entries.Add(Sorted(text[from..i]));
                    return $"{text[..open]}{{{string.Join(", ", entries.Order(StringComparer.Ordinal))}}}{Sorted(text[(i + 1)..])}";
                case '}' or ']' or ')':
                    depth--;
                    break;
                case ',' when depth == 0 && i + 1 < text.Length && text[i + 1] == ' ':
                    entries.Add(Sorted(text[from..i]));
                    from = i + 2;
                    break;
                default:
                    break;
            }
        }

        return text;
    }
}
