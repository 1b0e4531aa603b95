using System.Buffers.Binary;
using System.Numerics;

namespace Weir.Engine.Checkpoints;

/// <summary>CRC-32C (Castagnoli), as in iSCSI, ext4 and Kafka: what snapshots are checked by. The processor does the work.</summary>
public static class Crc32C
{
    /// <summary>What <see cref="Add"/> begins with.</summary>
    public const uint Start = uint.MaxValue;

    /// <summary>The checksum of some bytes.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes) => End(Add(Start, bytes));

    /// <summary>Takes more bytes in.</summary>
    public static uint Add(uint crc, ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length >= 8)
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[8..];
        }

        foreach (byte b in bytes)
        {
            crc = BitOperations.Crc32C(crc, b);
        }

        return crc;
    }

    /// <summary>The checksum of all that was taken in.</summary>
    public static uint End(uint crc) => ~crc;
}
