using System.Text;
using Weir.Connectors.Options;
using Weir.Engine.Connectors;

namespace Weir.Connectors.Files;

/// <summary>Paths as Flink's filesystem connector writes and reads them.</summary>
internal static class FilePaths
{
    private const string Escaped = "\"#%'*/:=?\\{[]^\u007f";

    /// <summary>The local path of the option <c>path</c>.</summary>
    /// <exception cref="ConnectorException">It names another file system.</exception>
    public static string Local(OptionReader options)
    {
        string path = options.Required("path");
        int colon = path.IndexOf(':', StringComparison.Ordinal);
        if (colon > 1 && path[..colon].All(char.IsAsciiLetterOrDigit))
        {
            if (!path.StartsWith("file:", StringComparison.OrdinalIgnoreCase))
            {
                throw options.Malformed("path", path, "a path of this machine, or one that begins with file://");
            }

            string rest = path[5..];
            path = rest.StartsWith("//", StringComparison.Ordinal) ? rest[2..] : rest;
        }

        return path.Length == 0 ? throw options.Malformed("path", path, "a path") : Path.GetFullPath(path);
    }

    /// <summary>Adds the folder of a partition column's value: <c>name=value</c>, with what a folder's name must not have as %XX.</summary>
    public static void AppendFolder(StringBuilder to, string name, string value)
    {
        Escape(to, name);
        to.Append('=');
        Escape(to, value);
    }

    /// <summary>The value with %XX replaced.</summary>
    public static string Unescape(string text)
    {
        if (!text.Contains('%', StringComparison.Ordinal))
        {
            return text;
        }

        StringBuilder plain = new();
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '%' && i + 2 < text.Length && char.IsAsciiHexDigit(text[i + 1]) && char.IsAsciiHexDigit(text[i + 2]))
            {
                plain.Append((char)Convert.FromHexString(text.AsSpan(i + 1, 2))[0]);
                i += 2;
            }
            else
            {
                plain.Append(text[i]);
            }
        }

        return plain.ToString();
    }

    private static void Escape(StringBuilder to, string text)
    {
        foreach (char c in text)
        {
            if (c < ' ' || Escaped.Contains(c, StringComparison.Ordinal))
            {
                to.Append('%').Append(((int)c).ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
            }
            else
            {
                to.Append(c);
            }
        }
    }
}
