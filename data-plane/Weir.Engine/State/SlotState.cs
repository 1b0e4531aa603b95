namespace Weir.Engine.State;

/// <summary>A column of state: something kept for each slot of a key index. Slots that were never touched or have been reset hold nothing. Not thread-safe.</summary>
public abstract class SlotState : IDisposable
{
    /// <summary>Bytes of memory held.</summary>
    public abstract long SizeBytes { get; }

    /// <summary>Makes room for slots 0 to count - 1; new ones are empty.</summary>
    public abstract void EnsureSlots(int count);

    /// <summary>Empties a slot.</summary>
    public abstract void Reset(int slot);

    /// <summary>Empties all slots, keeping the memory.</summary>
    public abstract void Clear();

    /// <summary>Adds to the k-th size how many bytes <see cref="Save"/> writes for the k-th slot.</summary>
    public abstract void Measure(ReadOnlySpan<int> slots, Span<int> sizes);

    /// <summary>Writes what the k-th slot holds to the k-th image.</summary>
    public abstract void Save(ReadOnlySpan<int> slots, SlotImages images);

    /// <summary>Reads what <see cref="Save"/> wrote into slots, which are empty.</summary>
    /// <exception cref="StateImageException">The images are of another form.</exception>
    public abstract void Load(ReadOnlySpan<int> slots, SlotImages images);

    /// <inheritdoc/>
    public virtual void Dispose() => GC.SuppressFinalize(this);

    private protected static void AddToAll(Span<int> sizes, int bytes)
    {
        for (int k = 0; k < sizes.Length; k++)
        {
            sizes[k] += bytes;
        }
    }
}
