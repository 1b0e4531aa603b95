using Weir.Engine.Expressions;
using Weir.Engine.Functions.Arithmetic;
using Weir.Engine.Types;

namespace Weir.Sql.Functions.Arithmetic;

/// <summary>Resolves <c>+ - * /</c> with a result of type DECIMAL.</summary>
internal static class DecimalOperators
{
    /// <summary>Chooses the kernel for two exact operands, of which one at least is a DECIMAL.</summary>
    public static ResolvedFunction Resolve(FunctionCall call, char op, DataType type)
    {
        DataType left = OperandType(call.TypeOf(0));
        DataType right = OperandType(call.TypeOf(1));
        Int128? leftConstant = Constants.Get<Int128>(call, 0, left);
        Int128? rightConstant = Constants.Get<Int128>(call, 1, right);
        if (op == '*' && MultiplyWhole(call, left, right, type, leftConstant, rightConstant) is { } fast)
        {
            return fast;
        }

        (Func<ScalarKernel> kernel, bool total) = op switch
        {
            '+' => Add(left, right, type, 1, leftConstant, rightConstant),
            '-' => Add(left, right, type, -1, leftConstant, rightConstant),
            '*' => Multiply(left, right, type, leftConstant, rightConstant),
            _ => Kernel(new DivideDecimal(type.Scale + right.Scale - left.Scale, type.Precision), leftConstant, rightConstant),
        };
        return new ResolvedFunction
        {
            ReturnType = type,
            ArgumentTypes = [Numbers.ArgumentType(call, 0, left), Numbers.ArgumentType(call, 1, right)],
            Kernel = kernel,
            Nulls = total ? NullHandling.StrictTotal : NullHandling.Strict,
        };
    }

    /// <summary>What an operand is cast to: a DECIMAL stays; an integer becomes the leanest DECIMAL that holds all its values.</summary>
    public static DataType OperandType(DataType operand) =>
        operand.Root == TypeRoot.Decimal ? operand : DataType.Decimal(ArithmeticTypes.DigitsOf(operand).Precision, 0);

    /// <summary>The kernel of an operation, and whether it always has a result.</summary>
    public static (Func<ScalarKernel> Kernel, bool IsTotal) Kernel<TOp>(TOp op, Int128? left, Int128? right)
        where TOp : struct, IDecimalOp => (() => DecimalKernel.Create(op, left, right), TOp.IsTotal);

    private static (Func<ScalarKernel> Kernel, bool IsTotal) Add(DataType left, DataType right, DataType type, int sign, Int128? leftConstant, Int128? rightConstant)
    {
        int scale = Math.Max(left.Scale, right.Scale);
        int needed = Math.Max(left.Precision - left.Scale, right.Precision - right.Scale) + scale + 1;
        if (needed > DataType.MaxDecimalPrecision || type.Scale != scale)
        {
            return Kernel(new AddDecimalWide(left.Scale, right.Scale, sign, type.Precision, type.Scale), leftConstant, rightConstant);
        }

        return left.Scale == right.Scale
            ? Kernel(new AddDecimalOfOneScale(sign), leftConstant, rightConstant)
            : Kernel(new AddDecimal(PowersOfTen.Of(scale - left.Scale), sign * PowersOfTen.Of(scale - right.Scale)), leftConstant, rightConstant);
    }

    /// <summary>A column of BIGINT times a constant, where nothing is rounded and all products fit: without a cast.</summary>
    private static ResolvedFunction? MultiplyWhole(FunctionCall call, DataType left, DataType right, DataType type, Int128? leftConstant, Int128? rightConstant)
    {
        int column = rightConstant is not null ? 0 : 1;
        if ((rightConstant ?? leftConstant) is not { } factor || factor != (long)factor || call.TypeOf(column).Root != TypeRoot.BigInt
            || left.Scale + right.Scale != type.Scale || left.Precision + right.Precision > type.Precision)
        {
            return null;
        }

        return new ResolvedFunction
        {
            ReturnType = type,
            ArgumentTypes = [null, null],
            Kernel = () => WholeTimesDecimal.Create((long)factor, column),
            Nulls = NullHandling.StrictTotal,
        };
    }

    private static (Func<ScalarKernel> Kernel, bool IsTotal) Multiply(DataType left, DataType right, DataType type, Int128? leftConstant, Int128? rightConstant)
    {
        int excess = left.Scale + right.Scale - type.Scale;
        return excess == 0 && left.Precision + right.Precision <= type.Precision
            ? Kernel(default(MultiplyDecimal), leftConstant, rightConstant)
            : Kernel(new MultiplyDecimalWide(excess, type.Precision), leftConstant, rightConstant);
    }
}
