using System.Numerics;
using Weir.Engine.Expressions;
using Weir.Engine.Functions.Arithmetic;
using Weir.Engine.Types;

namespace Weir.Sql.Functions.Arithmetic;

/// <summary>Resolves <c>%</c> and MOD, which take exact numbers only.</summary>
internal static class RemainderOperator
{
    /// <summary>Chooses types and kernel.</summary>
    public static ResolvedFunction? Resolve(FunctionCall call)
    {
        if (call.Count != 2)
        {
            return null;
        }

        UntypedNull.Refuse(call);
        DataType left = call.TypeOf(0);
        DataType right = call.TypeOf(1);
        if (!IsExact(left) || !IsExact(right))
        {
            return null;
        }

        if (left.IsInteger && right.IsInteger)
        {
            return OfIntegers(call, left, right);
        }

        DataType type = ArithmeticTypes.Remainder(left, right);
        if (type.Root != TypeRoot.Decimal)
        {
            // DECIMAL(p, 0) by an integer is of the integer's type: the dividend is cut to a BIGINT.
            return OfIntegers(call, DataType.BigInt, right);
        }

        DataType leftType = DecimalOperators.OperandType(left);
        DataType rightType = DecimalOperators.OperandType(right);
        RemainderDecimal op = new(leftType.Scale, rightType.Scale, type.Precision);
        return new ResolvedFunction
        {
            ReturnType = type.WithNullable(call.AnyNullable),
            ArgumentTypes = [Numbers.ArgumentType(call, 0, leftType), Numbers.ArgumentType(call, 1, rightType)],
            Kernel = DecimalOperators.Kernel(op, Constants.Get<Int128>(call, 0, leftType), Constants.Get<Int128>(call, 1, rightType)).Kernel,
        };
    }

    // Computed in the wider of the two types; the result is the divisor's, which holds every remainder.
    private static ResolvedFunction OfIntegers(FunctionCall call, DataType left, DataType right)
    {
        DataType wide = left.Root > right.Root ? left : right;
        return wide.Root switch
        {
            TypeRoot.TinyInt => Of<sbyte, sbyte>(call, wide, right),
            TypeRoot.SmallInt => right.Root == TypeRoot.TinyInt ? Of<short, sbyte>(call, wide, right) : Of<short, short>(call, wide, right),
            TypeRoot.Integer => right.Root switch
            {
                TypeRoot.TinyInt => Of<int, sbyte>(call, wide, right),
                TypeRoot.SmallInt => Of<int, short>(call, wide, right),
                _ => Of<int, int>(call, wide, right),
            },
            _ => right.Root switch
            {
                TypeRoot.TinyInt => Of<long, sbyte>(call, wide, right),
                TypeRoot.SmallInt => Of<long, short>(call, wide, right),
                TypeRoot.Integer => Of<long, int>(call, wide, right),
                _ => Of<long, long>(call, wide, right),
            },
        };
    }

    private static ResolvedFunction Of<T, TResult>(FunctionCall call, DataType wide, DataType result)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>, ISignedNumber<T>
        where TResult : unmanaged, IBinaryInteger<TResult>
    {
        T? right = Constants.Get<T>(call, 1, wide);
        NullHandling nulls = right is { } divisor && !T.IsZero(divisor) ? NullHandling.StrictTotal : NullHandling.Strict;
        return Numbers.Resolved(call, result, wide, Numbers.Binary<T, T, TResult, RemainderInteger<T, TResult>>(Constants.Get<T>(call, 0, wide), right), nulls);
    }

    private static bool IsExact(DataType type) => type.IsInteger || type.Root == TypeRoot.Decimal;
}
