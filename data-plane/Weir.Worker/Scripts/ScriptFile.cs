using System.Text;
using System.Text.RegularExpressions;

namespace Weir.Worker.Scripts;

/// <summary>A script with its variables filled in.</summary>
internal static partial class ScriptFile
{
    private static readonly UTF8Encoding s_strict = new(false, throwOnInvalidBytes: true);

    /// <summary>Reads a script, which is UTF-8; what is wrong is told in <paramref name="error"/>.</summary>
    public static bool TryRead(string path, out string text, out string error)
    {
        text = error = string.Empty;
        try
        {
            byte[] bytes = File.ReadAllBytes(path);
            ReadOnlySpan<byte> content = bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? bytes.AsSpan(Encoding.UTF8.Preamble.Length) : bytes;
            try
            {
                text = s_strict.GetString(content);
                return true;
            }
            catch (DecoderFallbackException e)
            {
                int at = Math.Clamp(e.Index, 0, content.Length);
                int line = content[..at].Count((byte)'\n') + 1;
                error = $"line {line}, byte {at - content[..at].LastIndexOf((byte)'\n')} of it: this is not UTF-8. Save the script as UTF-8.";
                return false;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            error = $"the script cannot be read: {e.Message}";
            return false;
        }
    }

    /// <summary>Replaces each <c>${NAME}</c>; a name without a value is named in <paramref name="error"/>.</summary>
    public static bool TrySubstitute(string text, IReadOnlyDictionary<string, string> variables, out string result, out string error)
    {
        StringBuilder built = new();
        int at = 0;
        error = string.Empty;
        foreach (Match match in Variable().Matches(text))
        {
            string name = match.Groups[1].Value;
            if (!variables.TryGetValue(name, out string? value))
            {
                int line = text.AsSpan(0, match.Index).Count('\n') + 1;
                error = $"line {line}: the variable ${{{name}}} has no value. Give it with --var {name}=VALUE.";
                result = text;
                return false;
            }

            built.Append(text, at, match.Index - at).Append(value);
            at = match.Index + match.Length;
        }

        result = built.Append(text, at, text.Length - at).ToString();
        return true;
    }

    [GeneratedRegex(@"\$\{([A-Za-z_][A-Za-z0-9_.-]*)\}")]
    private static partial Regex Variable();
}
