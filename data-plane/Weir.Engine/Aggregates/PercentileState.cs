using System.Runtime.InteropServices;
using Weir.Engine.Batches;
using Weir.Engine.State;

namespace Weir.Engine.Aggregates;

/// <summary>
/// PERCENTILE: exact percentiles, interpolated between neighbours, over DOUBLE values that each count once or, when there is a second argument (BIGINT), that often; rows whose
/// frequency is NULL or less than 1 are passed over. NULL when there are no values.
/// </summary>
/// <param name="percentages">The percentages, 0 to 1.</param>
/// <param name="isArray">Whether the result is an array with one for each percentage; NULL when there are none. Otherwise it is the one.</param>
public sealed class PercentileState(double[] percentages, bool isArray) : AggregateState
{
    private readonly RowsState _values = new();
    private readonly int[] _order = SortedOrder(percentages);
    private readonly double[] _results = new double[percentages.Length];
    private Counted[] _sorted = [];

    /// <inheritdoc/>
    public override long SizeBytes => _values.SizeBytes;

    /// <inheritdoc/>
    public override void EnsureSlots(int count) => _values.EnsureSlots(count);

    /// <inheritdoc/>
    public override void Reset(int slot) => _values.ClearSlot(slot);

    /// <inheritdoc/>
    public override void Clear() => _values.Clear();

    /// <inheritdoc/>
    public override void Accumulate(ReadOnlySpan<int> slots, in AggregateInput input)
    {
        FixedColumn<double> argument = (FixedColumn<double>)input.Argument;
        FixedColumn<long>? frequencies = input.Arguments.Length > 1 ? (FixedColumn<long>)input.Arguments[1] : null;
        for (int k = 0; k < slots.Length; k++)
        {
            int row = input.Rows[k];
            if (argument.IsNull(row) || (frequencies is not null && (frequencies.IsNull(row) || frequencies[row] <= 0)))
            {
                continue;
            }

            double value = double.IsNaN(argument[row]) ? double.NaN : argument[row];
            _values.Add(slots[k], MemoryMarshal.AsBytes(new ReadOnlySpan<double>(in value)), input.SignOf(row) * (frequencies?[row] ?? 1));
        }
    }

    /// <inheritdoc/>
    public override void Merge(ReadOnlySpan<int> slots, AggregateState other, ReadOnlySpan<int> otherSlots)
    {
        RowsState from = ((PercentileState)other)._values;
        for (int k = 0; k < slots.Length; k++)
        {
            for (int entry = from.First(otherSlots[k]); entry >= 0; entry = from.Next(entry))
            {
                _values.Add(slots[k], from.ValueOf(entry), from.CountOf(entry));
            }
        }
    }

    /// <inheritdoc/>
    public override void Measure(ReadOnlySpan<int> slots, Span<int> sizes) => _values.Measure(slots, sizes);

    /// <inheritdoc/>
    public override void Save(ReadOnlySpan<int> slots, SlotImages images)
    {
        _values.Save(slots, images);
    }

    /// <inheritdoc/>
    public override void Load(ReadOnlySpan<int> slots, SlotImages images)
    {
        _values.Load(slots, images);
    }

    /// <inheritdoc/>
    public override void Emit(ReadOnlySpan<int> slots, Column result, int start)
    {
        for (int k = 0; k < slots.Length; k++)
        {
            int row = start + k;
            if (percentages.Length == 0 || !TryCompute(slots[k]))
            {
                result.SetNull(row);
            }
            else if (isArray)
            {
                ArrayColumn array = (ArrayColumn)result;
                FixedColumn<double> elements = (FixedColumn<double>)array.Elements;
                int first = array.ElementCount;
                foreach (double value in _results)
                {
                    int at = array.AddElement();
                    elements.SetValid(at);
                    elements[at] = value;
                }

                array.SetValid(row);
                array.Commit(row, first);
            }
            else
            {
                result.SetValid(row);
                ((FixedColumn<double>)result)[row] = _results[0];
            }
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _values.Dispose();
        base.Dispose();
    }

    private static int[] SortedOrder(double[] percentages)
    {
        int[] order = new int[percentages.Length];
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        Array.Sort((double[])percentages.Clone(), order);
        return order;
    }

    // Positions are 1 to total; a position between two values is interpolated. All are found in one pass over the values in order.
    private bool TryCompute(int slot)
    {
        int count = Sort(slot, out long total);
        if (total <= 0)
        {
            return false;
        }

        int j = 0;
        long passed = _sorted[0].Count;
        foreach (int p in _order)
        {
            double position = (percentages[p] * (total - 1)) + 1;
            long lower = (long)Math.Floor(position);
            long higher = (long)Math.Ceiling(position);
            while (passed < lower && j + 1 < count)
            {
                passed += _sorted[++j].Count;
            }

            _results[p] = passed >= higher || j + 1 == count
                ? _sorted[j].Value
                : ((higher - position) * _sorted[j].Value) + ((position - lower) * _sorted[j + 1].Value);
        }

        return true;
    }

    private int Sort(int slot, out long total)
    {
        int count = _values.Distinct(slot);
        if (_sorted.Length < count)
        {
            _sorted = new Counted[Math.Max(count, _sorted.Length * 2)];
        }

        total = 0;
        int at = 0;
        for (int entry = _values.First(slot); entry >= 0; entry = _values.Next(entry))
        {
            _sorted[at] = new Counted(MemoryMarshal.Read<double>(_values.ValueOf(entry)), _values.CountOf(entry));
            total += _sorted[at++].Count;
        }

        _sorted.AsSpan(0, count).Sort(default(ByValue));
        return count;
    }

    private readonly record struct Counted(double Value, long Count);

    private readonly struct ByValue : IComparer<Counted>
    {
        public int Compare(Counted x, Counted y) => ValueOrder.Compare(x.Value, y.Value);
    }
}
