namespace Weir.Engine.Functions.Arithmetic;

/// <summary>10^0 to 10^38, the factors between the scales of DECIMAL.</summary>
public static class PowersOfTen
{
    private static readonly Int128[] s_powers = Make();

    /// <summary>10^exponent, exponent 0 to 38.</summary>
    public static Int128 Of(int exponent) => s_powers[exponent];

    /// <summary>Whether a value has at most so many digits.</summary>
    public static bool Fits(Int128 value, int precision)
    {
        Int128 limit = s_powers[precision];
        return value < limit && value > -limit;
    }

    private static Int128[] Make()
    {
        Int128[] powers = new Int128[39];
        powers[0] = 1;
        for (int i = 1; i < powers.Length; i++)
        {
            powers[i] = powers[i - 1] * 10;
        }

        return powers;
    }
}
