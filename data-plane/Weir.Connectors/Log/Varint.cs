
namespace Weir.Connectors.Log;

/// <summary>Numbers of 1 to 10 bytes, seven bits in each, the low ones first; zigzag for signed ones.</summary>
internal static class Varint
{
    internal const int MaxSize = 10;

    internal static int Write(Span<byte> to, ulong value)
    {
        int size = 0;
        while (value >= 0x80)
        {
            to[size++] = (byte)(value | 0x80);
            value >>= 7;
        }

        to[size++] = (byte)value;
        return size;
    }

    internal static ulong ZigZag(long value) => (ulong)((value << 1) ^ (value >> 63));

    internal static long UnZigZag(ulong value) => (long)(value >> 1) ^ -(long)(value & 1);

    /// <exception cref="InvalidDataException">There is no number there.</exception>
    internal static ulong Read(ReadOnlySpan<byte> from, scoped ref int position)
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            if ((uint)position >= (uint)from.Length)
                break;
            byte next = from[position++];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
                return value;
        }

        throw new InvalidDataException("a number runs over the end of its record");
    }
}
