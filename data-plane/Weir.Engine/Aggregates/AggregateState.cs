using Weir.Engine.Batches;
using Weir.Engine.State;

namespace Weir.Engine.Aggregates;

/// <summary>
/// The accumulators of one aggregate, one for each slot of a table.
/// All calls work on many slots at once; the same slot may come up many times in a call. Not thread-safe.
/// </summary>
public abstract class AggregateState : SlotState
{
    /// <summary>Takes rows in, or back where a row's kind says so. NULL arguments are passed over as the aggregate has it.</summary>
    public abstract void Accumulate(ReadOnlySpan<int> slots, in AggregateInput input);

    /// <summary>As <see cref="Accumulate"/> with all rows for one slot, where that can be done in fewer steps than row by row; false, and nothing done, where it cannot.</summary>
    public virtual bool TryAccumulateAll(int slot, in AggregateInput input) => false;

    /// <summary>Takes in accumulators of another state of the same aggregate.</summary>
    public abstract void Merge(ReadOnlySpan<int> slots, AggregateState other, ReadOnlySpan<int> otherSlots);

    /// <summary>Whether a merge can be taken back to the last bit. Sums of floating point cannot: what has been rounded away does not come back.</summary>
    public virtual bool IsInvertible => false;

    /// <summary>Takes back what <see cref="Merge"/> of the same accumulators took in; an accumulator that all have been taken from again is to be reset. Only when <see cref="IsInvertible"/>.</summary>
    public virtual void Unmerge(ReadOnlySpan<int> slots, AggregateState other, ReadOnlySpan<int> otherSlots) =>
        throw new NotSupportedException($"A merge of {GetType().Name} cannot be taken back.");

    /// <summary>Writes the value of each slot to the rows of the result from <paramref name="start"/> on (there is room).</summary>
    public abstract void Emit(ReadOnlySpan<int> slots, Column result, int start);

    /// <summary>
    /// As <see cref="Accumulate"/> row by row, with the slot's value before the k-th row written at 2k of <paramref name="changes"/>, and after it at 2k + 1 (there is room). A row whose flag in
    /// <paramref name="passes"/> is 0 (left out by FILTER) changes nothing; none are when it is empty. Where <paramref name="resets"/> is 1 the slot is emptied after the row.
    /// </summary>
    public virtual void AccumulateEach(ReadOnlySpan<int> slots, in AggregateInput input, ReadOnlySpan<byte> passes, ReadOnlySpan<byte> resets, Column changes)
    {
        for (int k = 0; k < slots.Length; k++)
        {
            ReadOnlySpan<int> slot = slots.Slice(k, 1);
            int row = input.Rows[k];
            Emit(slot, changes, 2 * k);
            if (passes.IsEmpty || passes[k] != 0)
            {
                Accumulate(slot, new AggregateInput { Arguments = input.Arguments, Rows = new Selection(new ReadOnlySpan<int>(in row)), Kinds = input.Kinds });
            }

            Emit(slot, changes, (2 * k) + 1);
            if (resets[k] != 0)
            {
                Reset(slot[0]);
            }
        }
    }
}
