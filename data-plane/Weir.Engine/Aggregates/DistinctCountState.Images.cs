using Weir.Engine.State;

namespace Weir.Engine.Aggregates;

/// <summary>
/// The image of a slot:
/// <code>
/// values (4) | value (8), and with several calls its marks (4), or when rows may take back its times for each call (8) | …
/// </code>
/// </summary>
public sealed partial class DistinctCountState<T>
{
    private int ValueBytes => sizeof(long) + (_times is not null ? _calls * sizeof(long) : _marks is not null ? sizeof(uint) : 0);

    /// <inheritdoc/>
    public override void Measure(ReadOnlySpan<int> slots, Span<int> sizes)
    {
        for (int k = 0; k < slots.Length; k++)
        {
            sizes[k] += sizeof(int) + (CountValues(slots[k]) * ValueBytes);
        }
    }

    /// <inheritdoc/>
    public override void Save(ReadOnlySpan<int> slots, SlotImages images)
    {
        for (int k = 0; k < slots.Length; k++)
        {
            images.Write(k, CountValues(slots[k]));
            for (int at = _firsts[slots[k]] - 1; at >= 0; at = _entries[at].Next - 1)
            {
                if (IsLive(_entries, _times, at))
                {
                    SaveValue(images, k, at);
                }
            }
        }
    }

    /// <inheritdoc/>
    public override void Load(ReadOnlySpan<int> slots, SlotImages images)
    {
        for (int k = 0; k < slots.Length; k++)
        {
            for (int left = images.Read<int>(k); left > 0; left--)
            {
                LoadValue(slots[k], images, k);
            }
        }
    }

    private int CountValues(int slot)
    {
        int count = 0;
        for (int at = _firsts[slot] - 1; at >= 0; at = _entries[at].Next - 1)
        {
            count += IsLive(_entries, _times, at) ? 1 : 0;
        }

        return count;
    }

    private void SaveValue(SlotImages images, int k, int at)
    {
        images.Write(k, _entries[at].Value);
        if (_marks is not null)
        {
            images.Write(k, _marks[at]);
        }

        for (int call = 0; _times is not null && call < _calls; call++)
        {
            images.Write(k, _times[((long)at * _calls) + call]);
        }
    }

    private void LoadValue(int slot, SlotImages images, int k)
    {
        long value = images.Read<long>(k);
        if (_times is null)
        {
            Insert(slot, value, _marks is null ? 1 : images.Read<uint>(k));
            return;
        }

        for (int call = 0; call < _calls; call++)
        {
            long times = images.Read<long>(k);
            if (times != 0)
            {
                AddTimes(slot, value, times, 1u << call);
            }
        }
    }
}
