using Weir.Engine.State;

namespace Weir.Engine.Checkpoints;

/// <summary>Gives an operator on one lane what a snapshot has for it.</summary>
public sealed class StateLoader
{
    private const int KeysAtATime = 1024;

    private readonly Snapshot _snapshot;
    private readonly SavedOperator _operator;
    private readonly int _lane;
    private readonly int _lanes;

    internal StateLoader(Snapshot snapshot, SavedOperator saved, int lane, int lanes) => (_snapshot, _operator, _lane, _lanes) = (snapshot, saved, lane, lanes);

    /// <summary>Whether the lanes are those that wrote the snapshot, so that each reads just what it wrote.</summary>
    public bool HasSameLanes => _snapshot.Manifest.Lanes == _lanes;

    /// <summary>The names of the states that there are for this lane, in order.</summary>
    public IReadOnlyList<string> Names => [.. States().Select(s => s.Name).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The entries of a state: those of this lane's key groups, and those that belong to no key. Empty when there is no such state.</summary>
    public StateReader Read(string name) => new(States().Where(s => s.Name == name).OrderBy(s => s.Lane).SelectMany(Entries));

    /// <summary>The entries that belong to no key, of all lanes that wrote the snapshot, lane by lane.</summary>
    public StateReader ReadOfAllLanes(string name) =>
        new(_operator.States.Where(s => s.Name == name).OrderBy(s => s.Lane).SelectMany(s => s.Blocks).SelectMany(b => _snapshot.Read(b, 0, 0)));

    /// <summary>Fills a table, which is empty. Nothing of it counts as changed afterwards if the lanes are the same; all of it does otherwise.</summary>
    public void ReadTable(string name, KeyIndex keys, IReadOnlyList<SlotState> columns)
    {
        using StateReader reader = Read(name);
        bool isNumeric = KeyEncoder.NumericKeys(keys.KeyTypes);
        KeyBatch batch = new();
        SlotImages images = new();
        int[] slots = new int[KeysAtATime];
        bool more = reader.MoveNext();
        while (more)
        {
            int count = 0;
            int part = reader.Part;
            bool isDeletion = reader.IsDeletion;
            batch.BeginStored(KeysAtATime, isNumeric);
            images.Clear();
            do
            {
                batch.AddStored(reader.Key);
                images.Add(reader.Value);
                count++;
                more = reader.MoveNext();
            }
            while (more && count < KeysAtATime && reader.Part == part && reader.IsDeletion == isDeletion);
            batch.EndStored();
            if (isDeletion)
            {
                Remove(keys, columns, batch, slots.AsSpan(0, count));
            }
            else
            {
                Put(keys, columns, batch, images, slots.AsSpan(0, count));
            }
        }

        if (HasSameLanes)
        {
            keys.Changes?.Clear();
        }
    }

    private static void Put(KeyIndex keys, IReadOnlyList<SlotState> columns, KeyBatch batch, SlotImages images, Span<int> slots)
    {
        int known = keys.SlotCount;
        keys.FindOrAdd(batch, slots);
        keys.MarkWritten(slots);
        foreach (SlotState column in columns)
        {
            column.EnsureSlots(keys.SlotCount);
            foreach (int slot in slots)
            {
                if (slot < known)
                {
                    column.Reset(slot);
                }
            }

            column.Load(slots, images);
        }
    }

    private static void Remove(KeyIndex keys, IReadOnlyList<SlotState> columns, KeyBatch batch, Span<int> slots)
    {
        keys.Find(batch, slots);
        foreach (int slot in slots)
        {
            if (slot < 0 || !keys.IsLive(slot))
            {
                continue;
            }

            foreach (SlotState column in columns)
            {
                column.Reset(slot);
            }

            keys.Remove(slot);
        }
    }

    private IEnumerable<SavedState> States() => HasSameLanes ? _operator.States.Where(s => s.Lane == _lane) : _operator.States;

    private IEnumerable<(int Group, byte[] Bytes)> Entries(SavedState state)
    {
        int groups = _snapshot.Manifest.KeyGroups;
        int first = HasSameLanes ? 0 : FirstGroup(_lane);
        int end = HasSameLanes ? groups : FirstGroup(_lane + 1);
        return state.Blocks.SelectMany(b => _snapshot.Read(b, first, end));

        // The lane of group g is g * lanes / groups, rounded down.
        int FirstGroup(int lane) => (int)((((long)lane * groups) + _lanes - 1) / _lanes);
    }
}
