using Weir.Engine.Batches;
using Weir.Engine.State;

namespace Weir.Engine.Aggregates;

/// <summary>FIRST_VALUE and LAST_VALUE for rows that may take back: the first or last of the values that are still there. NULL is passed over.</summary>
public sealed class ListEndState(bool isLast) : ListState(retracts: true)
{
    private protected override bool TryEncode(ByteWriter to, ReadOnlySpan<Column> arguments, int row)
    {
        ValueCodec.Write(to, arguments[0], row);
        return !arguments[0].IsNull(row);
    }

    private protected override void Write(int slot, Column result, int row)
    {
        int node = isLast ? Values.Last(slot) : Values.First(slot);
        if (node < 0)
        {
            result.SetNull(row);
        }
        else
        {
            ValueCodec.Read(Values.ValueOf(node), result, row);
        }
    }
}
