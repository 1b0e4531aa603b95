using System.Text.Json;

namespace Weir.Engine.Functions.Json;

/// <summary>The points in which Jackson's reading of JSON differs from a strict one.</summary>
internal static class JsonSyntax
{
    /// <summary>
    /// Whether what follows the value just read lets it stand: anything may follow an object, an array or a string, but a number must be set apart by white space,
    /// and <c>true</c>, <c>false</c> and <c>null</c> must not run into a word.
    /// </summary>
    public static bool EndsWell(ReadOnlySpan<byte> json, ref Utf8JsonReader reader)
    {
        int end = (int)reader.BytesConsumed;
        if (end >= json.Length)
        {
            return true;
        }

        byte next = json[end];
        return reader.TokenType switch
        {
            JsonTokenType.Number => next is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n',
            JsonTokenType.True or JsonTokenType.False or JsonTokenType.Null => !IsWordPart(next),
            _ => true,
        };
    }

    private static bool IsWordPart(byte b) => char.IsAsciiLetterOrDigit((char)b) || b is (byte)'_' or >= 0x80;
}
