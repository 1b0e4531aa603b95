using System.Numerics;
using Weir.Engine.Checkpoints;

namespace Weir.Engine.State;

/// <summary>Which slots of a key index have been written since the last checkpoint, and which keys have been taken out. Not thread-safe.</summary>
public sealed class TableChanges : IDisposable
{
    private readonly NativeBuffer<ulong> _bits = new(16);
    private readonly KeyBatch _keys = new();
    private readonly ByteWriter _removed = new();

    /// <summary>Whether no checkpoint has been made of the table: all of it is new.</summary>
    public bool IsNew { get; private set; } = true;

    /// <summary>Bytes of memory held.</summary>
    public long SizeBytes => _bits.SizeBytes + _removed.Buffer.Length;

    /// <summary>Marks slots as written.</summary>
    public unsafe void Mark(ReadOnlySpan<int> slots, int slotCount)
    {
        _bits.EnsureLength((slotCount >> 6) + 1);
        ulong* bits = _bits.Pointer;
        foreach (int slot in slots)
        {
            // Mostly it is marked already: to look is cheaper than to write each time, which waits for the write before to the same word.
            ulong marked = bits[slot >> 6];
            ulong bit = 1UL << slot;
            if ((marked & bit) == 0)
            {
                bits[slot >> 6] = marked | bit;
            }
        }
    }

    /// <summary>Keeps the key of a slot that is about to be taken out. A new table has told nobody of its keys.</summary>
    public void Remove(KeyIndex keys, int slot)
    {
        _bits.EnsureLength((slot >> 6) + 1);
        _bits[slot >> 6] &= ~(1UL << slot);
        if (IsNew)
        {
            return;
        }

        keys.EncodeKeys([slot], _keys);
        _removed.WriteFixed(keys.GroupHash(slot, _keys.Hashes[0]));
        int lengthAt = _removed.Length;
        _removed.WriteFixed(0);
        _keys.WriteStored(0, _removed);
        BitConverter.TryWriteBytes(_removed.Buffer.AsSpan(lengthAt), _removed.Length - lengthAt - sizeof(int));
    }

    /// <summary>The next marked slots from <paramref name="next"/> on, ascending; 0 at the end.</summary>
    public int Next(ref int next, Span<int> slots)
    {
        int count = 0;
        long end = _bits.Length * 64;
        while (next < end && count < slots.Length)
        {
            ulong left = _bits[next >> 6] >> next;
            if (left == 0)
            {
                next = ((next >> 6) + 1) << 6;
                continue;
            }

            next += BitOperations.TrailingZeroCount(left);
            slots[count++] = next++;
        }

        return count;
    }

    /// <summary>Counts nothing as changed from now on: a checkpoint has all, or the table was read from one.</summary>
    public void Clear()
    {
        _bits.Clear(_bits.Length);
        _removed.Clear();
        IsNew = false;
    }

    /// <summary>Begins anew for an empty table.</summary>
    public void Restart()
    {
        Clear();
        IsNew = true;
    }

    /// <inheritdoc/>
    public void Dispose() => _bits.Dispose();

    /// <summary>Writes the keys taken out as deletions; before the slots, as a key may have come again.</summary>
    internal void CopyRemovedTo(StateBlock block, KeyIndex keys, int keyGroups)
    {
        ReadOnlySpan<byte> rest = _removed.Written;
        while (!rest.IsEmpty)
        {
            ulong hash = BitConverter.ToUInt64(rest);
            int length = BitConverter.ToInt32(rest[8..]);
            block.Delete(keys.GroupOf(hash, keyGroups), rest.Slice(12, length));
            rest = rest[(12 + length)..];
        }
    }
}
