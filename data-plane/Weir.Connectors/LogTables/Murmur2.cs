using System.Buffers.Binary;

namespace Weir.Connectors.LogTables;

/// <summary>The hash by which Kafka's Java client finds a key's partition, so that keys lie together the same way in the log and in Kafka.</summary>
internal static class Murmur2
{
    private const uint Multiplier = 0x5bd1e995;
    private const uint Seed = 0x9747b28c;

    public static uint Hash(ReadOnlySpan<byte> data)
    {
        uint hash = Seed ^ (uint)data.Length;
        while (data.Length >= 4)
        {
            uint k = BinaryPrimitives.ReadUInt32LittleEndian(data) * Multiplier;
            k = (k ^ (k >> 24)) * Multiplier;
            hash = (hash * Multiplier) ^ k;
            data = data[4..];
        }

        for (int i = data.Length - 1; i >= 0; i--)
        {
            hash ^= (uint)data[i] << (8 * i);
        }

        if (data.Length > 0)
        {
            hash *= Multiplier;
        }

        hash = (hash ^ (hash >> 13)) * Multiplier;
        return hash ^ (hash >> 15);
    }
}
