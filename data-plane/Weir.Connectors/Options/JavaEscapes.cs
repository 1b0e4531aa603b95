using System.Globalization;
using System.Text;

namespace Weir.Connectors.Options;

/// <summary>Escapes in option values, as Flink takes them from Java's string literals: <c>\t</c> for a tab as a delimiter, say.</summary>
internal static class JavaEscapes
{
    /// <summary>The text with its escapes replaced; a backslash that begins no escape stays.</summary>
    public static string Decode(string text)
    {
        if (!text.Contains('\\', StringComparison.Ordinal))
        {
            return text;
        }

        StringBuilder plain = new();
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\' || i + 1 == text.Length)
            {
                plain.Append(text[i]);
                continue;
            }

            char next = text[i + 1];
            if (next == 'u' && i + 5 < text.Length && int.TryParse(text.AsSpan(i + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int unit))
            {
                plain.Append((char)unit);
                i += 5;
                continue;
            }

            char? meant = next switch
            {
                't' => '\t',
                'n' => '\n',
                'r' => '\r',
                'b' => '\b',
                'f' => '\f',
                '\\' or '\'' or '"' => next,
                _ => null,
            };
            plain.Append(meant ?? '\\');
            i += meant is null ? 0 : 1;
        }

        return plain.ToString();
    }
}
