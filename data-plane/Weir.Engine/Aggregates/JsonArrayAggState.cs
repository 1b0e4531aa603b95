using System.Buffers;
using Weir.Engine.Batches;
using Weir.Engine.Functions.Json;
using Weir.Engine.State;
using Weir.Engine.Types;

namespace Weir.Engine.Aggregates;

/// <summary>JSON_ARRAYAGG: the values as a JSON array; NULL as <c>null</c>, or passed over.</summary>
/// <param name="type">The argument's type.</param>
/// <param name="isRaw">Whether the argument is JSON already.</param>
/// <param name="absentOnNull">Whether NULL is passed over.</param>
/// <param name="retracts">Whether rows may take back.</param>
public sealed class JsonArrayAggState(DataType type, bool isRaw, bool absentOnNull, bool retracts) : ListState(retracts)
{
    private readonly JsonWriter _writer = new(type);
    private readonly ArrayBufferWriter<byte> _text = new();

    private protected override bool TryEncode(ByteWriter to, ReadOnlySpan<Column> arguments, int row)
    {
        if (absentOnNull && arguments[0].IsNull(row))
        {
            return false;
        }

        _text.ResetWrittenCount();
        JsonConstructKernels.Write(_text, _writer, arguments[0], row, isRaw);
        to.Write(_text.WrittenSpan);
        return true;
    }

    private protected override void Write(int slot, Column result, int row)
    {
        _text.ResetWrittenCount();
        _text.Write("["u8);
        int first = Values.First(slot);
        for (int node = first; node >= 0; node = Values.Next(node))
        {
            _text.Write(node == first ? ""u8 : ","u8);
            _text.Write(Values.ValueOf(node));
        }

        _text.Write("]"u8);
        ((BytesColumn)result).Set(row, _text.WrittenSpan);
    }
}
