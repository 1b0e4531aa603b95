namespace Weir.Engine.State;

/// <summary>
/// When each slot was last written, in processing time, for state that is kept only so long (table.exec.state.ttl): a slot not written for the time to live is expired, found when its key comes again or by
/// the sweep, whichever is sooner. Not thread-safe.
/// </summary>
public sealed class SlotAges(long ttlMs) : SlotState
{
    private const int SweptAtATime = 256;

    private readonly NativeBuffer<long> _written = new();
    private int[] _expired = new int[SweptAtATime];
    private int _next;

    /// <inheritdoc/>
    public override long SizeBytes => _written.SizeBytes;

    /// <inheritdoc/>
    public override void EnsureSlots(int count) => _written.EnsureLength(count);

    /// <inheritdoc/>
    public override void Reset(int slot) => _written[slot] = 0;

    /// <inheritdoc/>
    public override void Clear() => _written.Clear(_written.Length);

    /// <inheritdoc/>
    public override void Measure(ReadOnlySpan<int> slots, Span<int> sizes) => AddToAll(sizes, sizeof(long));

    /// <inheritdoc/>
    public override void Save(ReadOnlySpan<int> slots, SlotImages images)
    {
        for (int k = 0; k < slots.Length; k++)
        {
            images.Write(k, _written[slots[k]]);
        }
    }

    /// <inheritdoc/>
    public override void Load(ReadOnlySpan<int> slots, SlotImages images)
    {
        for (int k = 0; k < slots.Length; k++)
        {
            _written[slots[k]] = images.Read<long>(k);
        }
    }

    /// <summary>Marks the slots as written now, and returns those of them, each once, that had expired: they are to be emptied before the rows are looked at. A slot that was never written has not.</summary>
    public ReadOnlySpan<int> Write(ReadOnlySpan<int> slots, int slotCount, long nowMs)
    {
        _written.EnsureLength(slotCount);
        if (_expired.Length < slots.Length)
        {
            _expired = new int[slots.Length];
        }

        int count = 0;
        foreach (int slot in slots)
        {
            ref long written = ref _written[slot];
            _expired[count] = slot;
            count += IsExpired(written, nowMs) ? 1 : 0;
            written = nowMs;
        }

        return _expired.AsSpan(0, count);
    }

    /// <summary>Looks at the next few slots of all, and returns those that have expired, which are then counted as never written.</summary>
    public ReadOnlySpan<int> Sweep(int slotCount, long nowMs)
    {
        _written.EnsureLength(slotCount);
        int count = 0;
        for (int i = 0; i < Math.Min(SweptAtATime, slotCount); i++)
        {
            _next = _next < slotCount ? _next : 0;
            ref long written = ref _written[_next];
            if (IsExpired(written, nowMs))
            {
                _expired[count++] = _next;
                written = 0;
            }

            _next++;
        }

        return _expired.AsSpan(0, count);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _written.Dispose();
        base.Dispose();
    }

    private bool IsExpired(long written, long nowMs) => written != 0 && written + ttlMs <= nowMs;
}
