using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using Weir.Engine.State;

namespace Weir.Engine.Storage;

/// <summary>
/// The one file of a frozen <see cref="MemoryKeyValueStore"/>.
/// <code>
/// "weirkv01" | (key length (4) | value length (4) | key | value)* | CRC-32C of all before (4)        numbers in little endian
/// </code>
/// </summary>
internal static class MemoryKeyValueFile
{
    internal const string Name = "rows";

    private const int LengthBytes = 8;
    private const int CheckBytes = 4;

    private static ReadOnlySpan<byte> Magic => "weirkv01"u8;

    /// <summary>Writes the rows; returns the file's length.</summary>
    internal static long Write(string path, IEnumerable<KeyValuePair<byte[], byte[]>> rows)
    {
        ByteWriter bytes = new();
        bytes.Write(Magic);
        foreach ((byte[] key, byte[] value) in rows)
        {
            bytes.WriteFixed(key.Length);
            bytes.WriteFixed(value.Length);
            bytes.Write(key);
            bytes.Write(value);
        }

        bytes.WriteFixed(Check(bytes.Written));
        using FileStream file = new(path, FileMode.CreateNew);
        file.Write(bytes.Written);
        return bytes.Length;
    }

    /// <summary>Reads the rows.</summary>
    /// <exception cref="StorageException">The file is damaged.</exception>
    internal static List<KeyValuePair<byte[], byte[]>> Read(string path)
    {
        ReadOnlySpan<byte> bytes = File.ReadAllBytes(path);
        if (bytes.Length < Magic.Length + CheckBytes || !bytes.StartsWith(Magic) || BinaryPrimitives.ReadUInt32LittleEndian(bytes[^CheckBytes..]) != Check(bytes[..^CheckBytes]))
        {
            throw new StorageException($"{path} is no frozen store, or it is damaged: its checksum is not that of its content.");
        }

        List<KeyValuePair<byte[], byte[]>> rows = [];
        for (ReadOnlySpan<byte> rest = bytes[Magic.Length..^CheckBytes]; !rest.IsEmpty;)
        {
            int keyLength = BinaryPrimitives.ReadInt32LittleEndian(rest);
            int valueLength = BinaryPrimitives.ReadInt32LittleEndian(rest[4..]);
            rows.Add(new(rest.Slice(LengthBytes, keyLength).ToArray(), rest.Slice(LengthBytes + keyLength, valueLength).ToArray()));
            rest = rest[(LengthBytes + keyLength + valueLength)..];
        }

        return rows;
    }

    private static uint Check(ReadOnlySpan<byte> bytes)
    {
        uint check = ~0u;
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (ulong word in words)
        {
            check = BitOperations.Crc32C(check, word);
        }

        foreach (byte rest in bytes[(words.Length * sizeof(ulong))..])
        {
            check = BitOperations.Crc32C(check, rest);
        }

        return ~check;
    }
}
