using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Weir.Engine.Batches;

namespace Weir.Benchmarks.Data;

/// <summary>What texts count: the sum of their bytes, each plus one. The sum of two texts is that of both in one, so texts that lie one after the other are summed as one.</summary>
internal static class TextSum
{
    /// <summary>0 to 31 zeros, then ones: what is left of a vector whose first bytes have been counted.</summary>
    private static readonly byte[] s_masks = [.. Enumerable.Repeat((byte)0, 32), .. Enumerable.Repeat((byte)255, 32)];

    /// <summary>What a text counts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Of(ReadOnlySpan<byte> text) => text.Length + Bytes(ref MemoryMarshal.GetReference(text), text.Length);

    /// <summary>What a column's texts count together.</summary>
    public static long Of(BytesColumn texts, Selection rows)
    {
        if (rows.Count == 0)
        {
            return 0;
        }

        ReadOnlySpan<int> starts = texts.Starts;
        ReadOnlySpan<int> lengths = texts.Lengths;
        if (!texts.HasNulls && rows.IsDense && AreInLine(starts[..rows.Count], lengths[..rows.Count]))
        {
            int last = rows.Count - 1;
            return Of(texts.Data.AsSpan(starts[0], starts[last] + lengths[last] - starts[0]));
        }

        ref byte data = ref MemoryMarshal.GetArrayDataReference(texts.Data);
        long sum = 0;
        foreach (int row in rows)
        {
            sum += texts.IsNull(row) ? Checksum.Null : lengths[row] + Bytes(ref Unsafe.Add(ref data, starts[row]), lengths[row]);
        }

        return sum;
    }

    /// <summary>Whether each text starts where the one before ends.</summary>
    private static bool AreInLine(ReadOnlySpan<int> starts, ReadOnlySpan<int> lengths)
    {
        int i = 0;
        int last = starts.Length - 1;
        for (; i <= last - Vector<int>.Count; i += Vector<int>.Count)
        {
            if (new Vector<int>(starts[i..]) + new Vector<int>(lengths[i..]) != new Vector<int>(starts[(i + 1)..]))
            {
                return false;
            }
        }

        for (; i < last; i++)
        {
            if (starts[i] + lengths[i] != starts[i + 1])
            {
                return false;
            }
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long Bytes(ref byte text, int length)
    {
        if (!Avx2.IsSupported)
        {
            return Plain(ref text, length);
        }

        return length >= 32 ? Long(ref text, length) : Short(ref text, length);
    }

    private static long Long(ref byte text, int length)
    {
        Vector256<ulong> sum = default;
        int i = 0;
        for (; i <= length - 32; i += 32)
        {
            sum += Avx2.SumAbsoluteDifferences(Vector256.LoadUnsafe(ref text, (nuint)i), Vector256<byte>.Zero).AsUInt64();
        }

        int rest = length - i;
        Vector256<byte> mask = Vector256.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(s_masks), (nuint)rest);
        Vector256<byte> tail = Vector256.LoadUnsafe(ref text, (nuint)(length - 32)) & mask;
        sum += Avx2.SumAbsoluteDifferences(tail, Vector256<byte>.Zero).AsUInt64();
        return (long)Vector256.Sum(sum);
    }

    private static long Short(ref byte text, int length)
    {
        if (length >= 16)
        {
            Vector128<byte> mask = Vector128.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(s_masks), (nuint)(length - 16 + 16));
            Vector128<ulong> sum = Sse2.SumAbsoluteDifferences(Vector128.LoadUnsafe(ref text), Vector128<byte>.Zero).AsUInt64()
                + Sse2.SumAbsoluteDifferences(Vector128.LoadUnsafe(ref text, (nuint)(length - 16)) & mask, Vector128<byte>.Zero).AsUInt64();
            return (long)(sum.ToScalar() + sum.GetElement(1));
        }

        if (length >= 4)
        {
            ulong first;
            ulong second;
            if (length >= 8)
            {
                first = Unsafe.ReadUnaligned<ulong>(ref text);
                second = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref text, length - 8)) >> (8 * (15 - length)) >> 8;
            }
            else
            {
                first = Unsafe.ReadUnaligned<uint>(ref text);
                second = (ulong)Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref text, length - 4)) >> (8 * (8 - length));
            }

            Vector128<ulong> sum = Sse2.SumAbsoluteDifferences(Vector128.Create(first, second).AsByte(), Vector128<byte>.Zero).AsUInt64();
            return (long)(sum.ToScalar() + sum.GetElement(1));
        }

        return Plain(ref text, length);
    }

    private static long Plain(ref byte text, int length)
    {
        long sum = 0;
        for (int i = 0; i < length; i++)
        {
            sum += Unsafe.Add(ref text, i);
        }

        return sum;
    }
}
