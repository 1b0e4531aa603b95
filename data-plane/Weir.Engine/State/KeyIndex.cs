using Weir.Engine.Batches;
using Weir.Engine.Types;

namespace Weir.Engine.State;

/// <summary>
/// Which slot each key has. Slots are small numbers, given out from 0 on and used again when freed; whoever keeps values keeps them in arrays by slot. Asked a batch at a time. Not thread-safe.
/// </summary>
public abstract class KeyIndex(IReadOnlyList<DataType> keyTypes) : IDisposable
{
    private int[] _free = [];
    private KeyGroupHashes? _groupHashes;
    private int _freeCount;

    /// <summary>The types of the key's columns.</summary>
    public IReadOnlyList<DataType> KeyTypes { get; } = keyTypes;

    /// <summary>How many leading columns of the key say which key group it is in: all of them, unless rows are exchanged by fewer.</summary>
    public int GroupColumns { get; init; } = keyTypes.Count;

    /// <summary>How many keys there are.</summary>
    public int Count => SlotCount - _freeCount;

    /// <summary>One more than the highest slot given out.</summary>
    public int SlotCount { get; private set; }

    /// <summary>Bytes of memory held.</summary>
    public abstract long SizeBytes { get; }

    /// <summary>An index for keys of the types.</summary>
    public static KeyIndex Create(IReadOnlyList<DataType> keyTypes, int? groupColumns = null) => KeyEncoder.NumericKeys(keyTypes)
        ? new NumericKeyIndex(keyTypes) { GroupColumns = groupColumns ?? keyTypes.Count }
        : new BytesKeyIndex(keyTypes) { GroupColumns = groupColumns ?? keyTypes.Count };

    /// <summary>Which slots have been written and which keys taken out since the last checkpoint; null where nobody asks (<see cref="TrackChanges"/>).</summary>
    public TableChanges? Changes { get; private set; }

    /// <summary>Starts to keep <see cref="Changes"/>. Slots that are found or added count as written when the owner marks them (<see cref="MarkWritten"/>).</summary>
    public void TrackChanges() => Changes ??= new TableChanges();

    /// <summary>Counts slots as written, if that is tracked.</summary>
    public void MarkWritten(ReadOnlySpan<int> slots) => Changes?.Mark(slots, SlotCount);

    /// <summary>The slot of each key, a new one where the key is new. Slots from the former <see cref="SlotCount"/> on, and those used again, are new: <paramref name="added"/> is told of each.</summary>
    public abstract void FindOrAdd(KeyBatch keys, Span<int> slots, ISlotListener? added = null);

    /// <summary>The slot of each key, -1 where it isn't there.</summary>
    public abstract void Find(KeyBatch keys, Span<int> slots);

    /// <summary>Takes a key out; its slot may be given to another.</summary>
    public void Remove(int slot)
    {
        Changes?.Remove(this, slot);
        TakeOut(slot);
    }

    /// <summary>Whether the slot has a key.</summary>
    public abstract bool IsLive(int slot);

    /// <summary>Writes the key of each slot, one column for each key column, to the rows from <paramref name="start"/> on.</summary>
    public abstract void ReadKeys(ReadOnlySpan<int> slots, ReadOnlySpan<Column> columns, int start);

    /// <summary>The keys of slots in encoded form, to look them up in another index.</summary>
    public abstract void EncodeKeys(ReadOnlySpan<int> slots, KeyBatch into);

    /// <summary>The hashes by which the keys of slots are put into key groups; <paramref name="hashes"/> are those of the whole keys.</summary>
    internal ReadOnlySpan<ulong> GroupHashes(ReadOnlySpan<int> slots, ReadOnlySpan<ulong> hashes) =>
        GroupColumns == KeyTypes.Count || GroupColumns == 0 ? hashes : (_groupHashes ??= new KeyGroupHashes(this)).Of(slots);

    internal ulong GroupHash(int slot, ulong hash) => GroupHashes([slot], [hash])[0];

    /// <summary>The key group of a key by that hash. Without a key all rows go to the first lane.</summary>
    internal int GroupOf(ulong groupHash, int keyGroups) => GroupColumns == 0 ? 0 : Hashing.KeyGroup(groupHash, keyGroups);

    /// <summary>Forgets all keys, keeping the memory.</summary>
    public virtual void Clear()
    {
        SlotCount = 0;
        _freeCount = 0;
        Changes?.Restart();
    }

    /// <inheritdoc/>
    public virtual void Dispose() => Changes?.Dispose();

    private protected abstract void TakeOut(int slot);

    private protected int TakeSlot() => _freeCount > 0 ? _free[--_freeCount] : SlotCount++;

    private protected void FreeSlot(int slot)
    {
        if (_freeCount == _free.Length)
        {
            Array.Resize(ref _free, Math.Max(64, _free.Length * 2));
        }

        _free[_freeCount++] = slot;
    }
}

/// <summary>Is told which slots are new, so that values can be made ready.</summary>
public interface ISlotListener
{
    /// <summary>The slot now belongs to a key that was not there.</summary>
    void SlotAdded(int slot);
}
