using System.Numerics;

namespace Weir.Engine.Casts;

/// <summary>Converts a value of one layout to another without fail. A struct, so that the loop that uses it is compiled for it.</summary>
internal interface IConverter<TFrom, TTo>
{
    TTo Convert(TFrom value);
}

/// <summary>Integer to integer (the lowest bits are kept, as Java's narrowing does), integer to float, float to float, BOOLEAN to number.</summary>
internal readonly struct Truncate<TFrom, TTo> : IConverter<TFrom, TTo>
    where TFrom : unmanaged, INumberBase<TFrom>
    where TTo : unmanaged, INumberBase<TTo>
{
    public TTo Convert(TFrom value) => TTo.CreateTruncating(value);
}

/// <summary>Float to TINYINT, SMALLINT or INT as Java does it: to the nearest INT towards zero, NaN to 0, then its lowest bits.</summary>
internal readonly struct FloatToInt<TFrom, TTo> : IConverter<TFrom, TTo>
    where TFrom : unmanaged, IFloatingPoint<TFrom>
    where TTo : unmanaged, IBinaryInteger<TTo>
{
    public TTo Convert(TFrom value) => TTo.CreateTruncating(int.CreateSaturating(value));
}

/// <summary>Float to BIGINT as Java does it: to the nearest towards zero, NaN to 0.</summary>
internal readonly struct FloatToLong<TFrom> : IConverter<TFrom, long>
    where TFrom : unmanaged, IFloatingPoint<TFrom>
{
    public long Convert(TFrom value) => long.CreateSaturating(value);
}

/// <summary>Number to BOOLEAN: whether it is not zero.</summary>
internal readonly struct NonZero<TFrom> : IConverter<TFrom, byte>
    where TFrom : unmanaged, INumberBase<TFrom>
{
    public byte Convert(TFrom value) => TFrom.IsZero(value) ? (byte)0 : (byte)1;
}

/// <summary>DECIMAL to an integer: the fraction is cut off, then the lowest bits are kept.</summary>
internal readonly struct DecimalToInteger<TTo>(Int128 unit) : IConverter<Int128, TTo>
    where TTo : unmanaged, IBinaryInteger<TTo>
{
    public TTo Convert(Int128 value) => TTo.CreateTruncating(value / unit);
}

/// <summary>DECIMAL to the nearest FLOAT or DOUBLE.</summary>
internal readonly struct DecimalToFloat<TTo>(int precision, int scale) : IConverter<Int128, TTo>
    where TTo : unmanaged, IFloatingPoint<TTo>
{
    public TTo Convert(Int128 value) => TTo.CreateTruncating(Types.DecimalMath.ToDouble(value, precision, scale));
}
