using System.Globalization;

namespace Weir.Engine.Functions.Json;

/// <summary>Doubles as Java prints them.</summary>
internal static class JavaDouble
{
    /// <summary>The shortest decimal that reads as the value, plain from 1e-3 to below 1e7 and with an exponent elsewhere, always with a point.</summary>
    public static string ToText(double value)
    {
        if (!double.IsFinite(value))
        {
            return double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
        }

        if (value == 0)
        {
            return double.IsNegative(value) ? "-0.0" : "0.0";
        }

        string shortest = Math.Abs(value).ToString("R", CultureInfo.InvariantCulture);
        string digits = Digits(shortest);
        int exponent = Exponent(shortest);
        string sign = value < 0 ? "-" : string.Empty;
        if (exponent is >= -3 and < 7)
        {
            if (exponent < 0)
            {
                return sign + "0." + new string('0', -exponent - 1) + digits;
            }

            string padded = digits.PadRight(exponent + 2, '0');
            return sign + padded[..(exponent + 1)] + "." + padded[(exponent + 1)..];
        }

        return string.Create(CultureInfo.InvariantCulture, $"{sign}{digits[0]}.{(digits.Length > 1 ? digits[1..] : "0")}E{exponent}");
    }

    private static string Digits(string shortest)
    {
        int e = shortest.IndexOf('E', StringComparison.Ordinal);
        string mantissa = (e < 0 ? shortest : shortest[..e]).Replace(".", string.Empty, StringComparison.Ordinal).Trim('0');
        return mantissa;
    }

    private static int Exponent(string shortest)
    {
        int e = shortest.IndexOf('E', StringComparison.Ordinal);
        if (e >= 0)
        {
            return int.Parse(shortest.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        }

        int point = shortest.IndexOf('.', StringComparison.Ordinal);
        int whole = point < 0 ? shortest.Length : point;
        if (shortest[0] != '0')
        {
            return whole - 1;
        }

        return whole - shortest.AsSpan().IndexOfAnyInRange('1', '9');
    }
}
