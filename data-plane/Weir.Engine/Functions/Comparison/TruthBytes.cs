using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Weir.Engine.Functions.Comparison;

/// <summary>From the bits of a vector's comparison to the bytes of a column of BOOLEAN.</summary>
internal static class TruthBytes
{
    private const ulong Ones = 0x0101_0101_0101_0101;

    /// <summary>Writes a byte, 0 or 1, for each of the lowest bits; their number is a multiple of 8.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(ref byte to, ulong bits, int count)
    {
        for (int i = 0; i < count; i += 8)
        {
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref to, i), Spread((byte)(bits >> i)));
        }
    }

    /// <summary>Eight bits as eight bytes, the lowest first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Spread(byte bits)
    {
        if (Bmi2.X64.IsSupported)
        {
            return Bmi2.X64.ParallelBitDeposit(bits, Ones);
        }

        // Each byte keeps another one of the bits; what is kept then carries into the byte's highest bit.
        ulong kept = bits * Ones & 0x8040_2010_0804_0201;
        return ((kept + 0x7F7F_7F7F_7F7F_7F7F) | kept) >> 7 & Ones;
    }
}
