using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Weir.Engine.State;

/// <summary>The hash of keys. Part of the state's format: key groups come from it, so it never changes.</summary>
public static class Hashing
{
    private const ulong Prime1 = 0x9E3779B97F4A7C15;
    private const ulong Prime2 = 0xC2B2AE3D27D4EB4F;

    /// <summary>The hash of a key of at most eight bytes, widened to a long.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Of(long key)
    {
        ulong h = (ulong)key * Prime1;
        h ^= h >> 32;
        h *= Prime2;
        return h ^ (h >> 29);
    }

    /// <summary>The hash of a key of any length: eight bytes at a time by multiply and fold.</summary>
    public static ulong Of(ReadOnlySpan<byte> key)
    {
        ulong h = (ulong)key.Length * Prime1;
        while (key.Length >= 8)
        {
            h = Fold(h ^ MemoryMarshal.Read<ulong>(key), Prime1);
            key = key[8..];
        }

        if (key.Length >= 4)
        {
            h = Fold(h ^ MemoryMarshal.Read<uint>(key), Prime2);
            key = key[4..];
        }

        foreach (byte b in key)
        {
            h = (BitOperations.RotateLeft(h, 11) ^ b) * Prime2;
        }

        return Fold(h, Prime2);
    }

    /// <summary>The key group of a hash, 0 to groups - 1.</summary>
    public static int KeyGroup(ulong hash, int groups) => (int)(((hash >> 32) * (ulong)groups) >> 32);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Fold(ulong value, ulong by)
    {
        ulong high = Math.BigMul(value, by, out ulong low);
        return high ^ low;
    }
}
