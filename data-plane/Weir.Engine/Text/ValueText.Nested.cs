using Weir.Engine.Batches;
using Weir.Engine.Types;

namespace Weir.Engine.Text;

public static partial class ValueText
{
    private static void WriteArray(Utf8Writer to, ArrayColumn column, DataType type, int row, TextStyle style, TimeZoneInfo zone)
    {
        to.Write((byte)'[');
        int start = column.Starts[row];
        int end = start + column.Lengths[row];
        for (int at = start; at < end; at++)
        {
            if (at > start)
            {
                to.Write(", "u8);
            }

            Write(to, column.Elements, type.Element, at, style, zone);
        }

        to.Write((byte)']');
    }

    private static void WriteMap(Utf8Writer to, MapColumn column, DataType type, int row, TextStyle style, TimeZoneInfo zone)
    {
        DataType valueType = type.Root == TypeRoot.Multiset ? DataType.Int : type.Value;
        to.Write((byte)'{');
        int start = column.Starts[row];
        int end = start + column.Lengths[row];
        for (int at = start; at < end; at++)
        {
            if (at > start)
            {
                to.Write(", "u8);
            }

            Write(to, column.Keys, type.Key, at, style, zone);
            to.Write((byte)'=');
            Write(to, column.Values, valueType, at, style, zone);
        }

        to.Write((byte)'}');
    }

    private static void WriteRow(Utf8Writer to, RowColumn column, DataType type, int row, TextStyle style, TimeZoneInfo zone)
    {
        // A nested row has no kind of its own; Flink's Row then says +I.
        to.Write(style == TextStyle.Row ? "+I["u8 : "("u8);
        for (int f = 0; f < type.Fields.Count; f++)
        {
            if (f > 0)
            {
                to.Write(style == TextStyle.LegacySql ? ","u8 : ", "u8);
            }

            Write(to, column.Fields[f], type.Fields[f].Type, row, style, zone);
        }

        to.Write(style == TextStyle.Row ? (byte)']' : (byte)')');
    }
}
