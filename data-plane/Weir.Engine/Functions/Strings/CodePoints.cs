using System.Numerics;
using System.Runtime.Intrinsics;

namespace Weir.Engine.Functions.Strings;

/// <summary>
/// Arithmetic of code points in UTF-8, which is how SQL counts characters here. On bytes that are not UTF-8 the counts are unspecified, but nothing reads out of bounds.
/// </summary>
public static class CodePoints
{
    /// <summary>How many code points: bytes that do not continue one.</summary>
    public static int Count(ReadOnlySpan<byte> text)
    {
        int count = 0;
        int i = 0;
        Vector128<sbyte> firstLead = Vector128.Create((sbyte)-64);
        for (; i <= text.Length - Vector128<byte>.Count; i += Vector128<byte>.Count)
        {
            Vector128<sbyte> bytes = Vector128.Create(text.Slice(i, Vector128<byte>.Count)).AsSByte();
            count += BitOperations.PopCount(Vector128.GreaterThanOrEqual(bytes, firstLead).ExtractMostSignificantBits());
        }

        for (; i < text.Length; i++)
        {
            count += (sbyte)text[i] >= -64 ? 1 : 0;
        }

        return count;
    }

    /// <summary>Where code point <paramref name="index"/> starts; the length of the text when there are no more than that.</summary>
    public static int OffsetOf(ReadOnlySpan<byte> text, int index)
    {
        int offset = 0;
        while (index > 0 && offset < text.Length)
        {
            offset += LengthAt(text, offset);
            index--;
        }

        return offset;
    }

    /// <summary>How many bytes the code point has that starts at <paramref name="offset"/>.</summary>
    public static int LengthAt(ReadOnlySpan<byte> text, int offset)
    {
        byte first = text[offset];
        int length = first < 0xC0 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
        return Math.Min(length, text.Length - offset);
    }

    /// <summary>Where the code point starts that ends before <paramref name="offset"/> (which is not 0).</summary>
    public static int StartBefore(ReadOnlySpan<byte> text, int offset)
    {
        do
        {
            offset--;
        }
        while (offset > 0 && (sbyte)text[offset] < -64);
        return offset;
    }

    /// <summary>Whether there are code points beyond U+FFFF, which are two units in UTF-16.</summary>
    public static bool HasSupplementary(ReadOnlySpan<byte> text) => text.IndexOfAnyInRange((byte)0xF0, (byte)0xFF) >= 0;
}
