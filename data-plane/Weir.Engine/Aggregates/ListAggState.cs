using Weir.Engine.Batches;
using Weir.Engine.State;

namespace Weir.Engine.Aggregates;

/// <summary>LISTAGG: the strings that are not NULL with a separator between them; NULL when there are none.</summary>
public sealed class ListAggState(byte[] separator, bool retracts) : ListState(retracts)
{
    private protected override bool TryEncode(ByteWriter to, ReadOnlySpan<Column> arguments, int row)
    {
        BytesColumn argument = (BytesColumn)arguments[0];
        to.Write(argument[row]);
        return !argument.IsNull(row);
    }

    private protected override void Write(int slot, Column result, int row)
    {
        int first = Values.First(slot);
        if (first < 0)
        {
            result.SetNull(row);
            return;
        }

        BytesColumn text = (BytesColumn)result;
        int length = 0;
        for (int node = first; node >= 0; node = Values.Next(node))
        {
            length = checked(length + (node == first ? 0 : separator.Length) + Values.ValueOf(node).Length);
        }

        Span<byte> room = text.Reserve(length);
        for (int node = first; node >= 0; node = Values.Next(node))
        {
            if (node != first)
            {
                separator.CopyTo(room);
                room = room[separator.Length..];
            }

            ReadOnlySpan<byte> value = Values.ValueOf(node);
            value.CopyTo(room);
            room = room[value.Length..];
        }

        text.Commit(row, length);
    }
}
