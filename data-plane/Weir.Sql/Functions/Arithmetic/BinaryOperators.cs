using System.Numerics;
using Weir.Engine.Expressions;
using Weir.Engine.Functions.Arithmetic;
using Weir.Engine.Types;

namespace Weir.Sql.Functions.Arithmetic;

/// <summary>Resolves <c>+ - * /</c>: by numbers here, by points in time and intervals in <see cref="TemporalOperators"/>.</summary>
internal static class BinaryOperators
{
    /// <summary>Chooses types and kernel.</summary>
    public static ResolvedFunction? Resolve(FunctionCall call)
    {
        if (call.Count != 2)
        {
            return null;
        }

        DataType left = call.TypeOf(0);
        DataType right = call.TypeOf(1);
        UntypedNull.Refuse(call);
        if (!left.IsNumeric || !right.IsNumeric)
        {
            return TemporalOperators.Resolve(call);
        }

        char op = call.Name[0];
        DataType type = ArithmeticTypes.Of(op, left, right).WithNullable(call.AnyNullable);
        if (type.Root == TypeRoot.Decimal)
        {
            return DecimalOperators.Resolve(call, op, type);
        }

        return type.Root switch
        {
            TypeRoot.TinyInt => OfIntegers<sbyte>(call, op, type),
            TypeRoot.SmallInt => OfIntegers<short>(call, op, type),
            TypeRoot.Integer => OfIntegers<int>(call, op, type),
            TypeRoot.BigInt => OfIntegers<long>(call, op, type),
            TypeRoot.Float => OfFloating<float>(call, op, type),
            _ => OfFloating<double>(call, op, type),
        };
    }

    private static ResolvedFunction OfIntegers<T>(FunctionCall call, char op, DataType type)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>, ISignedNumber<T>
    {
        if (op != '/')
        {
            return OfNumbers<T>(call, op, type);
        }

        // Only a division by a constant other than zero never fails.
        T? constant = Constants.Get<T>(call, 1, type);
        NullHandling nulls = constant is { } divisor && !T.IsZero(divisor) ? NullHandling.StrictTotal : NullHandling.Strict;
        return Numbers.Resolved(call, type, type, Numbers.Binary<T, T, T, DivideInteger<T>>(Constants.Get<T>(call, 0, type), constant), nulls);
    }

    private static ResolvedFunction OfFloating<T>(FunctionCall call, char op, DataType type)
        where T : unmanaged, IFloatingPoint<T> =>
        op == '/' ? Vector<T, DivideFloating<T>>(call, type) : OfNumbers<T>(call, op, type);

    private static ResolvedFunction OfNumbers<T>(FunctionCall call, char op, DataType type)
        where T : unmanaged, INumber<T> => op switch
        {
            '+' => Vector<T, Add<T>>(call, type),
            '-' => Vector<T, Subtract<T>>(call, type),
            _ => Vector<T, Multiply<T>>(call, type),
        };

    private static ResolvedFunction Vector<T, TOp>(FunctionCall call, DataType type)
        where T : unmanaged
        where TOp : struct, IVectorOp<T>
    {
        T? left = Constants.Get<T>(call, 0, type);
        T? right = Constants.Get<T>(call, 1, type);
        return Numbers.Resolved(call, type, type, Numbers.Vector<T, TOp>(left, right), NullHandling.StrictTotal);
    }
}
