using Weir.Engine.Text;

namespace Weir.Connectors.Formats;

/// <summary>DECIMAL as Flink's JSON and CSV write it by default: without zeros at its end, with an exponent where Java's BigDecimal has one (<c>1E+2</c> for 100.00).</summary>
internal static class JacksonDecimal
{
    public static void Write(Utf8Writer to, Int128 unscaled, int scale, bool scientific = true)
    {
        if (unscaled == 0)
        {
            to.Write((byte)'0');
            return;
        }

        while (unscaled % 10 == 0)
        {
            unscaled /= 10;
            scale--;
        }

        if (!scientific)
        {
            for (; scale < 0; scale++)
            {
                unscaled *= 10;
            }

            DecimalText.WritePlain(to, unscaled, scale);
            return;
        }

        if (scale >= 0)
        {
            DecimalText.WriteJava(to, unscaled, scale);
            return;
        }

        int start = to.Length;
        DecimalText.WritePlain(to, unscaled, 0);
        int digits = to.Length - start - (unscaled < 0 ? 1 : 0);
        if (digits > 1)
        {
            // The point goes behind the first digit.
            int second = to.Length - digits + 1;
            Span<byte> rest = stackalloc byte[40];
            int length = to.Length - second;
            to.Written[second..].CopyTo(rest);
            to.Truncate(second);
            to.Write((byte)'.');
            to.Write(rest[..length]);
        }

        to.Write("E+"u8);
        to.Write(digits - 1 - scale);
    }
}
