using Weir.Engine.State;

namespace Weir.Engine.Checkpoints;

/// <summary>Takes what one operator on one lane holds, at a barrier. A state that is not written is no more.</summary>
public sealed class StateSaver(int keyGroups, bool isWhole)
{
    private readonly List<StateBlock> _blocks = [];
    private readonly KeyBatch _keys = new();
    private readonly SlotImages _images = new();
    private readonly ByteWriter _key = new();
    private readonly int[] _slots = new int[1024];

    /// <summary>Whether all is to be written, not only what has changed since the last checkpoint.</summary>
    public bool IsWhole => isWhole;

    /// <summary>How many key groups there are.</summary>
    public int KeyGroups => keyGroups;

    internal IReadOnlyList<StateBlock> Blocks => _blocks;

    /// <summary>A block for a state that is written in full each time.</summary>
    public StateBlock WriteWhole(string name)
    {
        StateBlock block = new(name, isWhole: true);
        _blocks.Add(block);
        return block;
    }

    /// <summary>Writes the slots of a table that have changed, or all; <paramref name="keys"/> must track changes for the first. Nothing counts as changed afterwards.</summary>
    public void WriteTable(string name, KeyIndex keys, IReadOnlyList<SlotState> columns)
    {
        TableChanges? changes = keys.Changes;
        StateBlock block = new(name, isWhole || changes is null || changes.IsNew);
        _blocks.Add(block);
        if (block.IsWhole)
        {
            WriteSlots(block, keys, columns, 0);
        }
        else
        {
            changes!.CopyRemovedTo(block, keys, keyGroups);
            int next = 0;
            while (changes.Next(ref next, _slots) is > 0 and int count)
            {
                Write(block, keys, columns, _slots.AsSpan(0, count));
            }
        }

        changes?.Clear();
    }

    /// <summary>Writes the live slots of a table from one on, all of them, and leaves what counts as changed.</summary>
    public void WriteSlots(StateBlock block, KeyIndex keys, IReadOnlyList<SlotState> columns, int first)
    {
        int count = 0;
        for (int slot = first; slot < keys.SlotCount; slot++)
        {
            if (!keys.IsLive(slot))
            {
                continue;
            }

            _slots[count++] = slot;
            if (count == _slots.Length)
            {
                Write(block, keys, columns, _slots);
                count = 0;
            }
        }

        Write(block, keys, columns, _slots.AsSpan(0, count));
    }

    private void Write(StateBlock block, KeyIndex keys, IReadOnlyList<SlotState> columns, ReadOnlySpan<int> slots)
    {
        if (slots.IsEmpty)
        {
            return;
        }

        keys.EncodeKeys(slots, _keys);
        _images.Begin(slots.Length);
        foreach (SlotState column in columns)
        {
            column.Measure(slots, _images.Sizes);
        }

        _images.Lay();
        foreach (SlotState column in columns)
        {
            column.Save(slots, _images);
        }

        ReadOnlySpan<ulong> hashes = keys.GroupHashes(slots, _keys.Hashes);
        for (int k = 0; k < slots.Length; k++)
        {
            _key.Clear();
            _keys.WriteStored(k, _key);
            block.Put(keys.GroupOf(hashes[k], keyGroups), _key.Written, _images[k]);
        }
    }
}
