using Weir.Engine.Batches;
using Weir.Engine.State;

namespace Weir.Engine.Aggregates;

/// <summary>
/// Accumulators of several calls of one aggregate over the same arguments, which differ in their FILTER only: what was seen is kept once, with a mark for each call. At most 32 calls.
/// </summary>
public abstract class SharedState : AggregateState
{
    /// <summary>How many calls at most share one state.</summary>
    public const int MaxCalls = 32;

    /// <summary>As <see cref="AggregateState.Accumulate"/>; bit i of the k-th mark says whether the k-th row passes the filter of call i.</summary>
    public abstract void Accumulate(ReadOnlySpan<int> slots, in AggregateInput input, ReadOnlySpan<uint> marks);

    /// <summary>As <see cref="AggregateState.AccumulateEach"/>, for all calls at once.</summary>
    public abstract void AccumulateEach(ReadOnlySpan<int> slots, in AggregateInput input, ReadOnlySpan<uint> marks, ReadOnlySpan<byte> resets, ReadOnlySpan<Column> changes);

    /// <summary>Writes the values of one call.</summary>
    public abstract void Emit(int call, ReadOnlySpan<int> slots, Column result, int start);
}

/// <summary>One of the calls that share a state. The first one stands for all of them where the state is changed.</summary>
internal sealed class SharedStateMember(SharedState shared, int call) : AggregateState
{
    public SharedState Shared => shared;

    public int Call => call;

    private bool IsFirst => call == 0;

    public override long SizeBytes => IsFirst ? shared.SizeBytes : 0;

    public override void EnsureSlots(int count)
    {
        if (IsFirst)
        {
            shared.EnsureSlots(count);
        }
    }

    public override void Reset(int slot)
    {
        if (IsFirst)
        {
            shared.Reset(slot);
        }
    }

    public override void Clear()
    {
        if (IsFirst)
        {
            shared.Clear();
        }
    }

    public override void Accumulate(ReadOnlySpan<int> slots, in AggregateInput input) =>
        throw new InvalidOperationException("Rows are taken in for all calls at once.");

    public override void Merge(ReadOnlySpan<int> slots, AggregateState other, ReadOnlySpan<int> otherSlots)
    {
        if (IsFirst)
        {
            shared.Merge(slots, ((SharedStateMember)other).Shared, otherSlots);
        }
    }

    public override bool IsInvertible => shared.IsInvertible;

    public override void Unmerge(ReadOnlySpan<int> slots, AggregateState other, ReadOnlySpan<int> otherSlots)
    {
        if (IsFirst)
        {
            shared.Unmerge(slots, ((SharedStateMember)other).Shared, otherSlots);
        }
    }

    public override void Measure(ReadOnlySpan<int> slots, Span<int> sizes)
    {
        if (IsFirst)
        {
            shared.Measure(slots, sizes);
        }
    }

    public override void Save(ReadOnlySpan<int> slots, SlotImages images)
    {
        if (IsFirst)
        {
            shared.Save(slots, images);
        }
    }

    public override void Load(ReadOnlySpan<int> slots, SlotImages images)
    {
        if (IsFirst)
        {
            shared.Load(slots, images);
        }
    }

    public override void Emit(ReadOnlySpan<int> slots, Column result, int start) => shared.Emit(call, slots, result, start);

    public override void Dispose()
    {
        if (IsFirst)
        {
            shared.Dispose();
        }

        base.Dispose();
    }
}
