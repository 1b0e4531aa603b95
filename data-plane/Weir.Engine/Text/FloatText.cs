namespace Weir.Engine.Text;

/// <summary>
/// FLOAT and DOUBLE as Java's Float.toString and Double.toString write them: from 10^-3 up to below 10^7 as <c>123.0</c>, otherwise as <c>1.23E10</c>; <c>NaN</c>, <c>Infinity</c>, <c>-0.0</c>.
/// The digits are those of Java 17 and earlier (see <see cref="JavaDigits"/>), with which Flink runs.
/// </summary>
public static class FloatText
{
    private const int MaxDigits = 24;

    /// <summary>Adds a DOUBLE.</summary>
    public static void Write(Utf8Writer to, double value)
    {
        if (!WriteSpecial(to, value))
        {
            Span<byte> room = stackalloc byte[MaxDigits];
            JavaDigits digits = new(room);
            digits.Develop(value);
            Layout(to, digits.Text, digits.Exponent);
        }
    }

    /// <summary>Adds a FLOAT.</summary>
    public static void Write(Utf8Writer to, float value)
    {
        if (!WriteSpecial(to, value))
        {
            Span<byte> room = stackalloc byte[MaxDigits];
            JavaDigits digits = new(room);
            digits.Develop(value);
            Layout(to, digits.Text, digits.Exponent);
        }
    }

    private static bool WriteSpecial(Utf8Writer to, double value)
    {
        if (double.IsNaN(value))
        {
            to.Write("NaN"u8);
            return true;
        }

        if (double.IsNegative(value))
        {
            to.Write((byte)'-');
        }

        if (double.IsInfinity(value))
        {
            to.Write("Infinity"u8);
            return true;
        }

        if (value == 0)
        {
            to.Write("0.0"u8);
            return true;
        }

        return false;
    }

    /// <summary>Lays out the number d.ddd x 10^exponent.</summary>
    private static void Layout(Utf8Writer to, ReadOnlySpan<byte> digits, int exponent)
    {
        if (exponent is >= 0 and < 7)
        {
            int whole = exponent + 1;
            if (digits.Length <= whole)
            {
                to.Write(digits);
                to.Fill((byte)'0', whole - digits.Length);
                to.Write(".0"u8);
            }
            else
            {
                to.Write(digits[..whole]);
                to.Write((byte)'.');
                to.Write(digits[whole..]);
            }
        }
        else if (exponent is < 0 and >= -3)
        {
            to.Write("0."u8);
            to.Fill((byte)'0', -exponent - 1);
            to.Write(digits);
        }
        else
        {
            to.Write(digits[0]);
            to.Write((byte)'.');
            to.Write(digits.Length > 1 ? digits[1..] : "0"u8);
            to.Write((byte)'E');
            to.Write(exponent);
        }
    }
}
