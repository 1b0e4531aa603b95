using System.Text;
using Weir.Engine.Types;

namespace Weir.Cli.Testing.Comparing;

/// <summary>The text of values with maps in them, in one form whatever the order of a map's entries: a map has none.</summary>
internal static class MapText
{
    private const int MaxDepth = 200;
    private const string Separator = ", ";

    /// <summary>Whether a value of the type may hold a map.</summary>
    public static bool HasMap(DataType type) =>
        type.Root is TypeRoot.Map or TypeRoot.Multiset || type.Children.Any(HasMap) || type.Fields.Any(f => HasMap(f.Type));

    /// <summary>The text with the entries of each <c>{k=v, k=v}</c> in order. Text whose brackets do not go together (they may be part of a string) stays as it is.</summary>
    public static string Canonical(string text)
    {
        int at = 0;
        StringBuilder form = new();
        return TryItem(text, ref at, form, 0) && at == text.Length ? form.ToString() : text;
    }

    /// <summary>Reads up to what ends an item of the brackets around it: their end, or a separator.</summary>
    private static bool TryItem(string text, ref int at, StringBuilder form, int depth)
    {
        for (; at < text.Length; at++)
        {
            switch (text[at])
            {
                case '{' or '[' or '(':
                    if (depth == MaxDepth || !TryBrackets(text, ref at, form, depth + 1))
                    {
                        return false;
                    }

                    break;
                case '}' or ']' or ')':
                    return depth > 0;
                case ',' when depth > 0 && text.AsSpan(at).StartsWith(Separator, StringComparison.Ordinal):
                    return true;
                case char other:
                    form.Append(other);
                    break;
            }
        }

        return depth == 0;
    }

    private static bool TryBrackets(string text, ref int at, StringBuilder form, int depth)
    {
        char open = text[at++];
        char close = open switch { '{' => '}', '[' => ']', _ => ')' };
        List<string> items = [];
        while (true)
        {
            StringBuilder item = new();
            if (!TryItem(text, ref at, item, depth) || at == text.Length)
            {
                return false;
            }

            items.Add(item.ToString());
            if (text[at] != ',')
            {
                break;
            }

            at += Separator.Length;
        }

        if (open == '{')
        {
            items.Sort(StringComparer.Ordinal);
        }

        form.Append(open).AppendJoin(Separator, items).Append(close);
        return text[at] == close;
    }
}
