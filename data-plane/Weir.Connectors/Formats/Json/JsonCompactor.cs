using Weir.Engine.Text;

namespace Weir.Connectors.Formats.Json;

/// <summary>A JSON value written anew as Jackson would: no blanks, strings with the fewest escapes, numbers with a fraction as Java prints a double.</summary>
internal static class JsonCompactor
{
    /// <summary>Writes a text that is known to be JSON.</summary>
    public static void Write(Utf8Writer to, ReadOnlySpan<byte> json)
    {
        JsonCursor cursor = new(json, new JsonScratch());
        while (cursor.Peek() is not 0 and byte c)
        {
            if (c == '"')
            {
                cursor.ReadString(out ReadOnlySpan<byte> text);
                JsonEscapes.WriteString(to, text);
            }
            else if (c == '-' || char.IsAsciiDigit((char)c))
            {
                cursor.ReadNumber(out ReadOnlySpan<byte> number, out bool isWhole);
                if (isWhole)
                {
                    to.Write(number.SequenceEqual("-0"u8) ? "0"u8 : number);
                }
                else
                {
                    NumberText.ParseDouble(number, out double value);
                    FloatText.Write(to, value);
                }
            }
            else
            {
                to.Write(c);
                cursor.At++;
            }
        }
    }
}
