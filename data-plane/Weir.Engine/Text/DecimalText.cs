using System.Globalization;

namespace Weir.Engine.Text;

/// <summary>DECIMAL as text.</summary>
public static class DecimalText
{
    /// <summary>The longest text of a DECIMAL: sign, 38 digits, point, a zero before it.</summary>
    private const int MaxDigits = 40;

    /// <summary>Adds a DECIMAL in plain digits with all of its scale, e.g. <c>1.50</c>.</summary>
    public static void WritePlain(Utf8Writer to, Int128 unscaled, int scale)
    {
        Span<byte> room = stackalloc byte[MaxDigits];
        ReadOnlySpan<byte> digits = Digits(unscaled, room);
        if (unscaled < 0)
        {
            to.Write((byte)'-');
        }

        int whole = digits.Length - scale;
        if (whole > 0)
        {
            to.Write(digits[..whole]);
        }
        else
        {
            to.Write((byte)'0');
        }

        if (scale > 0)
        {
            to.Write((byte)'.');
            if (whole < 0)
            {
                to.Fill((byte)'0', -whole);
            }

            to.Write(digits[Math.Max(whole, 0)..]);
        }
    }

    /// <summary>Adds a DECIMAL as Java's BigDecimal.toString does: plain down to 10^-6, then as <c>1.5E-7</c>.</summary>
    public static void WriteJava(Utf8Writer to, Int128 unscaled, int scale)
    {
        Span<byte> room = stackalloc byte[MaxDigits];
        ReadOnlySpan<byte> digits = Digits(unscaled, room);
        int exponent = digits.Length - 1 - scale;
        if (scale == 0 || exponent >= -6)
        {
            WritePlain(to, unscaled, scale);
            return;
        }

        if (unscaled < 0)
        {
            to.Write((byte)'-');
        }

        to.Write(digits[0]);
        if (digits.Length > 1)
        {
            to.Write((byte)'.');
            to.Write(digits[1..]);
        }

        to.Write((byte)'E');
        to.Write(exponent);
    }

    private static ReadOnlySpan<byte> Digits(Int128 unscaled, Span<byte> room)
    {
        int length;
        UInt128 magnitude = unscaled < 0 ? (UInt128)(-unscaled) : (UInt128)unscaled;
        if (magnitude <= ulong.MaxValue)
        {
            ((ulong)magnitude).TryFormat(room, out length, default, CultureInfo.InvariantCulture);
        }
        else
        {
            magnitude.TryFormat(room, out length, default, CultureInfo.InvariantCulture);
        }

        return room[..length];
    }
}
