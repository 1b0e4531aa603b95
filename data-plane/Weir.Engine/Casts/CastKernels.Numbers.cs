using System.Numerics;
using Weir.Engine.Types;

namespace Weir.Engine.Casts;

public static partial class CastKernels
{
    /// <summary>BOOLEAN and numbers to BOOLEAN and numbers.</summary>
    private static CastKernel? ToNumber(DataType from, DataType to, CastMode mode) => from.Root switch
    {
        TypeRoot.Boolean when to.Root != TypeRoot.Boolean => FromInteger<byte>(from, to, mode),
        TypeRoot.TinyInt => FromInteger<sbyte>(from, to, mode),
        TypeRoot.SmallInt => FromInteger<short>(from, to, mode),
        TypeRoot.Integer => FromInteger<int>(from, to, mode),
        TypeRoot.BigInt => FromInteger<long>(from, to, mode),
        TypeRoot.Float => FromFloat<float>(from, to, mode),
        TypeRoot.Double => FromFloat<double>(from, to, mode),
        TypeRoot.Decimal => FromDecimal(from, to, mode),
        _ => null,
    };

    private static CastKernel? FromInteger<T>(DataType from, DataType to, CastMode mode)
        where T : unmanaged, IBinaryInteger<T> => to.Root switch
        {
            TypeRoot.Boolean => new FixedCast<T, byte, NonZero<T>>(from, to, mode),
            TypeRoot.TinyInt => new FixedCast<T, sbyte, Truncate<T, sbyte>>(from, to, mode),
            TypeRoot.SmallInt => new FixedCast<T, short, Truncate<T, short>>(from, to, mode),
            TypeRoot.Integer => new FixedCast<T, int, Truncate<T, int>>(from, to, mode),
            TypeRoot.BigInt => new FixedCast<T, long, Truncate<T, long>>(from, to, mode),
            TypeRoot.Float => new FixedCast<T, float, Truncate<T, float>>(from, to, mode),
            TypeRoot.Double => new FixedCast<T, double, Truncate<T, double>>(from, to, mode),
            TypeRoot.Decimal => new RescaleCast<T>(from, to, mode),
            _ => null,
        };

    private static CastKernel? FromFloat<T>(DataType from, DataType to, CastMode mode)
        where T : unmanaged, IFloatingPoint<T> => to.Root switch
        {
            TypeRoot.Boolean => new FixedCast<T, byte, NonZero<T>>(from, to, mode),
            TypeRoot.TinyInt => new FixedCast<T, sbyte, FloatToInt<T, sbyte>>(from, to, mode),
            TypeRoot.SmallInt => new FixedCast<T, short, FloatToInt<T, short>>(from, to, mode),
            TypeRoot.Integer => new FixedCast<T, int, FloatToInt<T, int>>(from, to, mode),
            TypeRoot.BigInt => new FixedCast<T, long, FloatToLong<T>>(from, to, mode),
            TypeRoot.Float => new FixedCast<T, float, Truncate<T, float>>(from, to, mode),
            TypeRoot.Double => new FixedCast<T, double, Truncate<T, double>>(from, to, mode),
            TypeRoot.Decimal => new FloatToDecimalCast<T>(from, to, mode),
            _ => null,
        };

    private static CastKernel? FromDecimal(DataType from, DataType to, CastMode mode) => to.Root switch
    {
        TypeRoot.Boolean => new FixedCast<Int128, byte, NonZero<Int128>>(from, to, mode),
        TypeRoot.TinyInt => new FixedCast<Int128, sbyte, DecimalToInteger<sbyte>>(from, to, mode, new(DecimalMath.Pow10(from.Scale))),
        TypeRoot.SmallInt => new FixedCast<Int128, short, DecimalToInteger<short>>(from, to, mode, new(DecimalMath.Pow10(from.Scale))),
        TypeRoot.Integer => new FixedCast<Int128, int, DecimalToInteger<int>>(from, to, mode, new(DecimalMath.Pow10(from.Scale))),
        TypeRoot.BigInt => new FixedCast<Int128, long, DecimalToInteger<long>>(from, to, mode, new(DecimalMath.Pow10(from.Scale))),
        TypeRoot.Float => new FixedCast<Int128, float, DecimalToFloat<float>>(from, to, mode, new(from.Precision, from.Scale)),
        TypeRoot.Double => new FixedCast<Int128, double, DecimalToFloat<double>>(from, to, mode, new(from.Precision, from.Scale)),
        TypeRoot.Decimal => new RescaleCast<Int128>(from, to, mode),
        _ => null,
    };
}
