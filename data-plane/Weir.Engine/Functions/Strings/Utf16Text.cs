using System.Text;
using Weir.Engine.Batches;

namespace Weir.Engine.Functions.Strings;

/// <summary>
/// Scratch memory for functions whose meaning is given in UTF-16 units. Grows to the longest text seen; belongs to one kernel.
/// Text that is cut within a pair of surrogates turns each lone half into '?', as Java's encoder does.
/// </summary>
public sealed class Utf16Text
{
    /// <summary>The longest value that a function makes, in bytes; one that would be longer fails the job instead of the process.</summary>
    public const int MaxValueBytes = 1 << 30;

    private static readonly Encoding s_encoding = Encoding.GetEncoding("utf-8", new EncoderReplacementFallback("?"), DecoderFallback.ReplacementFallback);

    private char[] _units = new char[256];

    /// <summary>How many units were decoded.</summary>
    public int Length { get; private set; }

    /// <summary>The units last decoded; valid until the next text.</summary>
    public ReadOnlySpan<char> Units => _units.AsSpan(0, Length);

    /// <summary>Decodes a text; invalid bytes become U+FFFD.</summary>
    public ReadOnlySpan<char> Decode(ReadOnlySpan<byte> text)
    {
        if (_units.Length < text.Length)
        {
            _units = new char[Math.Max(text.Length, (int)Math.Min(_units.Length * 2L, Array.MaxLength))];
        }

        Length = s_encoding.GetChars(text, _units);
        return Units;
    }

    /// <summary>Makes units the value of a row.</summary>
    public static void Set(BytesColumn result, int row, ReadOnlySpan<char> units) => result.Commit(row, Encode(units, result.Reserve(units.Length * 3)));

    /// <summary>Writes units as UTF-8 and returns how many bytes that took (at most three a unit).</summary>
    public static int Encode(ReadOnlySpan<char> units, Span<byte> utf8) => s_encoding.GetBytes(units, utf8);
}
