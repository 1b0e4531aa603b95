using Weir.Engine.Batches;
using Weir.Engine.State;

namespace Weir.Engine.Aggregates;

/// <summary>ARRAY_AGG: all values in an array, NULL among them unless they are ignored; NULL when there are none.</summary>
public sealed class ArrayAggState(bool ignoresNulls, bool retracts) : ListState(retracts)
{
    private protected override bool TryEncode(ByteWriter to, ReadOnlySpan<Column> arguments, int row)
    {
        ValueCodec.Write(to, arguments[0], row);
        return !ignoresNulls || !arguments[0].IsNull(row);
    }

    private protected override void Write(int slot, Column result, int row)
    {
        int node = Values.First(slot);
        if (node < 0)
        {
            result.SetNull(row);
            return;
        }

        ArrayColumn array = (ArrayColumn)result;
        int start = array.ElementCount;
        for (; node >= 0; node = Values.Next(node))
        {
            ValueCodec.Read(Values.ValueOf(node), array.Elements, array.AddElement());
        }

        array.Commit(row, start);
    }
}
