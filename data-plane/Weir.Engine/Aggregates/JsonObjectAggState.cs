using System.Buffers;
using System.Text;
using Weir.Engine.Batches;
using Weir.Engine.Expressions;
using Weir.Engine.Functions.Json;
using Weir.Engine.State;
using Weir.Engine.Types;

namespace Weir.Engine.Aggregates;

/// <summary>
/// JSON_OBJECTAGG: keys and values as a JSON object, its members in order of name. A member that is taken back before it is there is owed until a merge brings it. Fails on a key that is NULL or there already.
/// </summary>
/// <param name="type">The type of the values.</param>
/// <param name="isRaw">Whether the values are JSON already.</param>
/// <param name="absentOnNull">Whether members whose value is NULL are passed over.</param>
public sealed class JsonObjectAggState(DataType type, bool isRaw, bool absentOnNull) : AggregateState
{
    private readonly ValueLists _members = new(isIndexed: true);
    private readonly ValueLists _owed = new(isIndexed: true);
    private readonly JsonWriter _writer = new(type);
    private readonly ArrayBufferWriter<byte> _text = new();
    private int[] _order = [];

    /// <inheritdoc/>
    public override long SizeBytes => _members.SizeBytes + _owed.SizeBytes;

    /// <inheritdoc/>
    public override void EnsureSlots(int count)
    {
        _members.EnsureSlots(count);
        _owed.EnsureSlots(count);
    }

    /// <inheritdoc/>
    public override void Reset(int slot)
    {
        _members.ClearSlot(slot);
        _owed.ClearSlot(slot);
    }

    /// <inheritdoc/>
    public override void Clear()
    {
        _members.Clear();
        _owed.Clear();
    }

    /// <inheritdoc/>
    public override void Accumulate(ReadOnlySpan<int> slots, in AggregateInput input)
    {
        BytesColumn keys = (BytesColumn)input.Arguments[0];
        Column values = input.Arguments[1];
        for (int k = 0; k < slots.Length; k++)
        {
            int row = input.Rows[k];
            if (keys.IsNull(row))
            {
                throw new EvaluationException("JSON_OBJECTAGG: a key is NULL.");
            }

            if (absentOnNull && values.IsNull(row))
            {
                continue;
            }

            ReadOnlySpan<byte> key = keys[row];
            _text.ResetWrittenCount();
            _text.Write(key);
            JsonConstructKernels.Write(_text, _writer, values, row, isRaw);
            if (input.SignOf(row) > 0)
            {
                Put(slots[k], _text.WrittenSpan, key.Length);
            }
            else
            {
                TakeBack(slots[k], _text.WrittenSpan, key.Length);
            }
        }
    }

    /// <inheritdoc/>
    public override void Merge(ReadOnlySpan<int> slots, AggregateState other, ReadOnlySpan<int> otherSlots)
    {
        JsonObjectAggState from = (JsonObjectAggState)other;
        for (int k = 0; k < slots.Length; k++)
        {
            int slot = slots[k];
            for (int node = from._owed.First(otherSlots[k]); node >= 0; node = from._owed.Next(node))
            {
                TakeBack(slot, from._owed.ValueOf(node), from._owed.KeyLengthOf(node));
            }

            for (int node = from._members.First(otherSlots[k]); node >= 0; node = from._members.Next(node))
            {
                ReadOnlySpan<byte> member = from._members.ValueOf(node);
                int keyLength = from._members.KeyLengthOf(node);
                if (IsIn(_owed, slot, member, keyLength))
                {
                    _owed.Remove(slot, member[..keyLength]);
                }
                else
                {
                    Put(slot, member, keyLength);
                }
            }
        }
    }

    /// <inheritdoc/>
    public override void Measure(ReadOnlySpan<int> slots, Span<int> sizes)
    {
        _members.Measure(slots, sizes);
        _owed.Measure(slots, sizes);
    }

    /// <inheritdoc/>
    public override void Save(ReadOnlySpan<int> slots, SlotImages images)
    {
        _members.Save(slots, images);
        _owed.Save(slots, images);
    }

    /// <inheritdoc/>
    public override void Load(ReadOnlySpan<int> slots, SlotImages images)
    {
        _members.Load(slots, images);
        _owed.Load(slots, images);
    }

    /// <inheritdoc/>
    public override void Emit(ReadOnlySpan<int> slots, Column result, int start)
    {
        BytesColumn to = (BytesColumn)result;
        for (int k = 0; k < slots.Length; k++)
        {
            int count = Sort(slots[k]);
            _text.ResetWrittenCount();
            _text.Write("{"u8);
            for (int m = 0; m < count; m++)
            {
                ReadOnlySpan<byte> member = _members.ValueOf(_order[m]);
                int keyLength = _members.KeyLengthOf(_order[m]);
                _text.Write(m > 0 ? ","u8 : ""u8);
                JsonWriter.WriteName(_text, member[..keyLength]);
                _text.Write(member[keyLength..]);
            }

            _text.Write("}"u8);
            to.SetValid(start + k);
            to.Set(start + k, _text.WrittenSpan);
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _members.Dispose();
        _owed.Dispose();
        base.Dispose();
    }

    private static bool IsIn(ValueLists lists, int slot, ReadOnlySpan<byte> member, int keyLength) =>
        lists.Find(slot, member[..keyLength]) is var node and >= 0 && lists.ValueOf(node).SequenceEqual(member);

    private void Put(int slot, ReadOnlySpan<byte> member, int keyLength)
    {
        ReadOnlySpan<byte> key = member[..keyLength];
        if (_members.Find(slot, key) >= 0)
        {
            throw new EvaluationException($"JSON_OBJECTAGG: the key '{Encoding.UTF8.GetString(key)}' is there already; keys must be unique.");
        }

        _members.Add(slot, member, keyLength);
    }

    private void TakeBack(int slot, ReadOnlySpan<byte> member, int keyLength)
    {
        if (IsIn(_members, slot, member, keyLength))
        {
            _members.Remove(slot, member[..keyLength]);
        }
        else
        {
            _owed.Remove(slot, member[..keyLength]);
            _owed.Add(slot, member, keyLength);
        }
    }

    private int Sort(int slot)
    {
        int count = 0;
        for (int node = _members.First(slot); node >= 0; node = _members.Next(node))
        {
            if (count == _order.Length)
            {
                Array.Resize(ref _order, Math.Max(16, count * 2));
            }

            _order[count++] = node;
        }

        _order.AsSpan(0, count).Sort(new NameOrder(_members));
        return count;
    }

    private readonly struct NameOrder(ValueLists members) : IComparer<int>
    {
        public int Compare(int x, int y) =>
            JsonWriter.CompareNames(members.ValueOf(x)[..members.KeyLengthOf(x)], members.ValueOf(y)[..members.KeyLengthOf(y)]);
    }
}
