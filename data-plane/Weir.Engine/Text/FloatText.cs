using System.Globalization;

namespace Weir.Engine.Text;

/// <summary>
/// FLOAT and DOUBLE as Java's Float.toString and Double.toString write them: the fewest digits that tell the value from its neighbours, but at least two; from 10^-3 up to
/// below 10^7 as <c>123.0</c>, otherwise as <c>1.23E10</c>; <c>NaN</c>, <c>Infinity</c>, <c>-0.0</c>. Source: the specification of Double.toString since JDK 19.
/// </summary>
public static class FloatText
{
    /// <summary>Adds a DOUBLE.</summary>
    public static void Write(Utf8Writer to, double value)
    {
        if (!WriteSpecial(to, value))
        {
            // .NET gives the shortest digits as Java does, laid out otherwise.
            Span<byte> text = stackalloc byte[32];
            value.TryFormat(text, out int length, default, CultureInfo.InvariantCulture);
            Digits digits = new(text[..length], stackalloc byte[20]);
            if (digits.Count == 1)
            {
                // Where one digit is enough, Java gives the nearest of those with two: 4.9E-324, not 5E-324.
                value.TryFormat(text, out length, "E1", CultureInfo.InvariantCulture);
                if (double.Parse(text[..length], NumberStyles.Float, CultureInfo.InvariantCulture) == value)
                {
                    digits = new Digits(text[..length], stackalloc byte[20]);
                }
            }

            Layout(to, digits);
        }
    }

    /// <summary>Adds a FLOAT.</summary>
    public static void Write(Utf8Writer to, float value)
    {
        if (!WriteSpecial(to, value))
        {
            Span<byte> text = stackalloc byte[32];
            value.TryFormat(text, out int length, default, CultureInfo.InvariantCulture);
            Digits digits = new(text[..length], stackalloc byte[20]);
            if (digits.Count == 1)
            {
                value.TryFormat(text, out length, "E1", CultureInfo.InvariantCulture);
                if (float.Parse(text[..length], NumberStyles.Float, CultureInfo.InvariantCulture) == value)
                {
                    digits = new Digits(text[..length], stackalloc byte[20]);
                }
            }

            Layout(to, digits);
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

    private static void Layout(Utf8Writer to, Digits digits)
    {
        ReadOnlySpan<byte> text = digits.Text;
        int exponent = digits.Exponent;
        if (exponent is >= 0 and < 7)
        {
            int whole = exponent + 1;
            if (text.Length <= whole)
            {
                to.Write(text);
                to.Fill((byte)'0', whole - text.Length);
                to.Write(".0"u8);
            }
            else
            {
                to.Write(text[..whole]);
                to.Write((byte)'.');
                to.Write(text[whole..]);
            }
        }
        else if (exponent is < 0 and >= -3)
        {
            to.Write("0."u8);
            to.Fill((byte)'0', -exponent - 1);
            to.Write(text);
        }
        else
        {
            to.Write(text[0]);
            to.Write((byte)'.');
            to.Write(text.Length > 1 ? text[1..] : "0"u8);
            to.Write((byte)'E');
            to.Write(exponent);
        }
    }

    /// <summary>The significant digits of a number's text, without zeros at either end; its value is d.ddd x 10^Exponent. The sign is left out.</summary>
    private readonly ref struct Digits
    {
        public Digits(ReadOnlySpan<byte> number, Span<byte> room)
        {
            int count = 0;
            int point = -1;
            int leading = 0;
            int exponent = 0;
            for (int i = 0; i < number.Length; i++)
            {
                byte c = number[i];
                if (c == '.')
                {
                    point = leading + count;
                }
                else if (c == 'E')
                {
                    exponent = int.Parse(number[(i + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
                    break;
                }
                else if (c == '0' && count == 0)
                {
                    leading++;
                }
                else if (c != '-')
                {
                    room[count++] = c;
                }
            }

            int whole = point < 0 ? leading + count : point;
            Exponent = whole - leading - 1 + exponent;
            while (count > 1 && room[count - 1] == '0')
            {
                count--;
            }

            Text = room[..count];
        }

        public ReadOnlySpan<byte> Text { get; }

        public int Exponent { get; }

        public int Count => Text.Length;
    }
}
