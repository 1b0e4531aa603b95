using System.Runtime.CompilerServices;

namespace Weir.Benchmarks.Tables;

/// <summary>Multiplicative hashing: the high bits of a product are the place in a table of a power of two.</summary>
internal static class Hashing
{
    public const ulong Factor = 0x9E37_79B9_7F4A_7C15;

    /// <summary>The place of a key in a table of 2^(64 - shift) entries.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Place(long key, int shift) => (int)((ulong)key * Factor >> shift);
}
