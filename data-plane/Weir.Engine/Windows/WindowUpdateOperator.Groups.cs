using Weir.Engine.State;

namespace Weir.Engine.Windows;

public sealed partial class WindowUpdateOperator
{
    /// <summary>Puts a group that was restored among those of its window, and sets its timers.</summary>
    private void Reopen(int slot)
    {
        ref Group group = ref _groups[slot];
        if (!_open.TryGetValue(group.End, out OpenWindow? window))
        {
            _open.Add(group.End, window = new OpenWindow { End = group.End, IsOnTime = group.HasToldOnTime || (!IsProcessingTime && HasEnded(group.End)) });
        }

        window.Groups.Add(slot);
        if (group.NextEarlyMs != 0)
        {
            _timers.Enqueue((slot, group.Version, SharesTimer && LateByNow(in group)), group.NextEarlyMs);
        }

        if (group.NextLateMs != 0)
        {
            _timers.Enqueue((slot, group.Version, true), group.NextLateMs);
        }
    }

    /// <summary>What a group has told, beside its accumulators.</summary>
    private sealed class GroupColumn(WindowUpdateOperator owner) : SlotState
    {
        public override long SizeBytes => 0;

        public override void EnsureSlots(int count)
        {
            if (owner._groups.Length < count)
            {
                Array.Resize(ref owner._groups, Math.Max(64, Math.Max(count, owner._groups.Length * 2)));
            }
        }

        public override void Reset(int slot) => owner._groups[slot] = new Group { Version = owner._groups[slot].Version + 1 };

        public override void Clear() => Array.Clear(owner._groups);

        public override void Measure(ReadOnlySpan<int> slots, Span<int> sizes)
        {
            for (int k = 0; k < slots.Length; k++)
            {
                sizes[k] += (3 * sizeof(long)) + 2 + SlotImages.SizeOf(owner._groups[slots[k]].Told);
            }
        }

        public override void Save(ReadOnlySpan<int> slots, SlotImages images)
        {
            for (int k = 0; k < slots.Length; k++)
            {
                Group group = owner._groups[slots[k]];
                images.Write(k, group.End);
                images.Write(k, group.NextEarlyMs);
                images.Write(k, group.NextLateMs);
                images.Write(k, group.HasToldOnTime ? (byte)1 : (byte)0);
                images.Write(k, group.Told is null ? (byte)0 : (byte)1);
                images.WriteBytes(k, group.Told);
            }
        }

        public override void Load(ReadOnlySpan<int> slots, SlotImages images)
        {
            for (int k = 0; k < slots.Length; k++)
            {
                ref Group group = ref owner._groups[slots[k]];
                group.IsLive = true;
                group.End = images.Read<long>(k);
                group.NextEarlyMs = images.Read<long>(k);
                group.NextLateMs = images.Read<long>(k);
                group.HasToldOnTime = images.Read<byte>(k) != 0;
                bool hasTold = images.Read<byte>(k) != 0;
                ReadOnlySpan<byte> told = images.ReadBytes(k);
                group.Told = hasTold ? told.ToArray() : null;
            }
        }
    }
}
