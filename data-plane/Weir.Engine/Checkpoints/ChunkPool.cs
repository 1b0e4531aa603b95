using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace Weir.Engine.Checkpoints;

/// <summary>
/// Native memory for what a barrier takes. The system hands out large pieces page by page, with a fault and zeros for each, while the lane stands: some of those given back are kept for the next checkpoint. Thread-safe.
/// </summary>
internal static unsafe class ChunkPool
{
    /// <summary>The size of the pieces that are kept.</summary>
    public const int ChunkBytes = 1 << 18;

    private const int MostKept = (64 << 20) / ChunkBytes;

    private static readonly ConcurrentStack<nint> s_kept = new();
    private static int s_count;

    /// <summary>Memory of so many bytes, with anything in it.</summary>
    public static nint Rent(int bytes)
    {
        if (bytes == ChunkBytes && s_kept.TryPop(out nint chunk))
        {
            Interlocked.Decrement(ref s_count);
            return chunk;
        }

        return (nint)NativeMemory.Alloc((nuint)bytes);
    }

    /// <summary>Takes memory back of the size with which it was rented; zero is none.</summary>
    public static void Return(nint start, int bytes)
    {
        if (start == 0)
        {
            return;
        }

        if (bytes == ChunkBytes && Interlocked.Increment(ref s_count) <= MostKept)
        {
            s_kept.Push(start);
            return;
        }

        if (bytes == ChunkBytes)
        {
            Interlocked.Decrement(ref s_count);
        }

        NativeMemory.Free((void*)start);
    }
}
