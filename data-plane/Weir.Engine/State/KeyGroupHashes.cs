using Weir.Engine.Batches;

namespace Weir.Engine.State;

/// <summary>The hashes of the leading columns of keys, where rows are exchanged by fewer columns than their keys have. Not thread-safe.</summary>
internal sealed class KeyGroupHashes(KeyIndex keys)
{
    private readonly KeyEncoder _encoder = new([.. Enumerable.Range(0, keys.GroupColumns)], [.. keys.KeyTypes.Take(keys.GroupColumns)]);
    private readonly Column[] _columns = [.. keys.KeyTypes.Select(t => ColumnFactory.Create(t, 1))];
    private readonly KeyBatch _encoded = new();

    /// <summary>The hash of each slot's key; valid until the next call.</summary>
    public ReadOnlySpan<ulong> Of(ReadOnlySpan<int> slots)
    {
        foreach (Column column in _columns)
        {
            column.Clear();
            column.EnsureCapacity(slots.Length);
        }

        keys.ReadKeys(slots, _columns, 0);
        _encoder.Encode(_columns, new Selection(slots.Length), _encoded);
        return _encoded.Hashes;
    }
}
