using System.Buffers.Binary;

namespace Weir.Engine.Checkpoints;

/// <summary>Makes one whole block of several that follow each other.</summary>
internal static class StateMerger
{
    /// <summary>The blocks' entries, group by group; of a key's the last, and none where that is a deletion.</summary>
    public static StateBlock Merge(string name, IEnumerable<IEnumerable<(int Group, byte[] Bytes)>> blocks)
    {
        StateBlock merged = new(name, isWhole: true);
        SortedDictionary<int, List<byte[]>> groups = [];
        foreach (IEnumerable<(int Group, byte[] Bytes)> block in blocks)
        {
            foreach ((int group, byte[] bytes) in block)
            {
                if (!groups.TryGetValue(group, out List<byte[]>? parts))
                {
                    groups.Add(group, parts = []);
                }

                parts.Add(bytes);
            }
        }

        foreach ((int group, List<byte[]> parts) in groups)
        {
            Dictionary<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>?> entries = new(BytesEquality.Instance);
            foreach (byte[] part in parts)
            {
                Collect(part, entries);
            }

            foreach ((ReadOnlyMemory<byte> key, ReadOnlyMemory<byte>? value) in entries)
            {
                if (value is { } bytes)
                {
                    merged.Put(group, key.Span, bytes.Span);
                }
            }
        }

        return merged;
    }

    private static void Collect(byte[] part, Dictionary<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>?> entries)
    {
        int at = 0;
        while (at < part.Length)
        {
            int keyLength = BinaryPrimitives.ReadInt32LittleEndian(part.AsSpan(at));
            int valueLength = BinaryPrimitives.ReadInt32LittleEndian(part.AsSpan(at + 4));
            at += StateBlock.EntryHeaderBytes;
            entries[part.AsMemory(at, keyLength)] = valueLength < 0 ? default(ReadOnlyMemory<byte>?) : part.AsMemory(at + keyLength, valueLength); // a plain null would be an empty value
            at += keyLength + Math.Max(valueLength, 0);
        }
    }

    private sealed class BytesEquality : IEqualityComparer<ReadOnlyMemory<byte>>
    {
        public static BytesEquality Instance { get; } = new();

        public bool Equals(ReadOnlyMemory<byte> x, ReadOnlyMemory<byte> y) => x.Span.SequenceEqual(y.Span);

        public int GetHashCode(ReadOnlyMemory<byte> key) => (int)State.Hashing.Of(key.Span);
    }
}
