using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Weir.Connectors.Log;

/// <summary>
/// How records lie in a segment file: batch after batch, little-endian.
/// <code>
/// 0   int32   size of the batch, header included
/// 4   uint32  CRC-32C of everything from byte 16 on
/// 8   int64   offset of the first record: set at the commit, so outside the CRC; that it follows on the batch before proves it
/// 16  int32   number of records
/// 20  int32   version of this format
/// 24  int64   timestamp that the records' timestamps count from
/// 32  int64   the highest timestamp
/// 40  records: varint(zigzag(timestamp - first)), key, value, varint(length of the headers), headers
///     a key or value is varint(length + 1) and bytes, or 0 for null; a header varint(length), name, value
/// </code>
/// </summary>
internal static class BatchFormat
{
    internal const int HeaderSize = 40;
    internal const int CrcStart = 16;
    internal const int Version = 1;

    internal static int Size(ReadOnlySpan<byte> batch) => BinaryPrimitives.ReadInt32LittleEndian(batch);

    internal static uint Crc(ReadOnlySpan<byte> batch) => BinaryPrimitives.ReadUInt32LittleEndian(batch[4..]);

    internal static long BaseOffset(ReadOnlySpan<byte> batch) => BinaryPrimitives.ReadInt64LittleEndian(batch[8..]);

    internal static int Count(ReadOnlySpan<byte> batch) => BinaryPrimitives.ReadInt32LittleEndian(batch[16..]);

    internal static long BaseTimestamp(ReadOnlySpan<byte> batch) => BinaryPrimitives.ReadInt64LittleEndian(batch[24..]);

    internal static long MaxTimestamp(ReadOnlySpan<byte> batch) => BinaryPrimitives.ReadInt64LittleEndian(batch[32..]);

    internal static void SetBaseOffset(Span<byte> batch, long offset) => BinaryPrimitives.WriteInt64LittleEndian(batch[8..], offset);

    /// <summary>Fills the header of a batch whose records are there.</summary>
    internal static void Seal(Span<byte> batch, int count, long baseTimestamp, long maxTimestamp)
    {
        BinaryPrimitives.WriteInt32LittleEndian(batch, batch.Length);
        BinaryPrimitives.WriteInt64LittleEndian(batch[8..], 0);
        BinaryPrimitives.WriteInt32LittleEndian(batch[16..], count);
        BinaryPrimitives.WriteInt32LittleEndian(batch[20..], Version);
        BinaryPrimitives.WriteInt64LittleEndian(batch[24..], baseTimestamp);
        BinaryPrimitives.WriteInt64LittleEndian(batch[32..], maxTimestamp);
        BinaryPrimitives.WriteUInt32LittleEndian(batch[4..], Crc32C(batch[CrcStart..]));
    }

    /// <summary>Whether a header can be that of a batch that follows on <paramref name="expectedOffset"/>.</summary>
    internal static bool IsHeader(ReadOnlySpan<byte> header, long expectedOffset) =>
        Size(header) > HeaderSize && Count(header) > 0 && BaseOffset(header) == expectedOffset
        && BinaryPrimitives.ReadInt32LittleEndian(header[20..]) == Version;

    internal static bool IsIntact(ReadOnlySpan<byte> batch) => Crc(batch) == Crc32C(batch[CrcStart..]);

    /// <summary>CRC-32C, by the processor's own instruction where it has one.</summary>
    internal static uint Crc32C(ReadOnlySpan<byte> bytes)
    {
        uint crc = ~0u;
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (ulong word in words)
            crc = BitOperations.Crc32C(crc, BitConverter.IsLittleEndian ? word : BinaryPrimitives.ReverseEndianness(word));
        foreach (byte rest in bytes[(words.Length * sizeof(ulong))..])
            crc = BitOperations.Crc32C(crc, rest);
        return ~crc;
    }
}
