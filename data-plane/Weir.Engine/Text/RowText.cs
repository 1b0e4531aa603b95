using Weir.Engine.Batches;
using Weir.Engine.Types;

namespace Weir.Engine.Text;

/// <summary>Whole rows of a batch as text.</summary>
public static class RowText
{
    /// <summary>
    /// Adds a row as <c>+I[a, b]</c>, its values in the style given (<see cref="TextStyle.Row"/> is what Flink's Row.toString gives), with its kind before it unless
    /// <paramref name="withKind"/> is false (<c>[a, b]</c>).
    /// </summary>
    public static void Write(Utf8Writer to, Batch batch, IReadOnlyList<DataType> types, int row, TextStyle style, TimeZoneInfo zone, bool withKind = true)
    {
        if (withKind)
        {
            to.Write(SymbolOf(batch.KindOf(row)));
        }

        to.Write((byte)'[');
        for (int c = 0; c < types.Count; c++)
        {
            if (c > 0)
            {
                to.Write(", "u8);
            }

            ValueText.Write(to, batch.Columns[c], types[c], row, style, zone);
        }

        to.Write((byte)']');
    }

    /// <summary>+I, -U, +U or -D.</summary>
    public static ReadOnlySpan<byte> SymbolOf(RowKind kind) => kind switch
    {
        RowKind.Insert => "+I"u8,
        RowKind.UpdateBefore => "-U"u8,
        RowKind.UpdateAfter => "+U"u8,
        _ => "-D"u8,
    };
}
