using System.Runtime.CompilerServices;

namespace Weir.Connectors.Formats.Json;

/// <summary>Scalars that may be written as a number or as a string.</summary>
internal static class JsonText
{
    /// <summary>Reads a number, or a string without the blanks around it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool ReadNumberOrString(ref JsonCursor cursor, string expected, out ReadOnlySpan<byte> text, out bool isWhole)
    {
        isWhole = true;
        switch (cursor.PeekToken())
        {
            case JsonToken.Number:
                return cursor.ReadNumber(out text, out isWhole);
            case JsonToken.String:
                if (!cursor.ReadString(out text))
                {
                    return false;
                }

                text = text.Trim(" \t\r\n"u8);
                return true;
            default:
                text = default;
                return WrongKind(ref cursor, expected);
        }
    }

    /// <summary>Says that the value is of the wrong kind, or that there is none.</summary>
    public static bool WrongKind(ref JsonCursor cursor, string expected) =>
        cursor.PeekToken() is JsonToken.End or JsonToken.Unknown ? cursor.Malformed("expected a JSON value") : cursor.Mismatch(expected, cursor.At);
}
