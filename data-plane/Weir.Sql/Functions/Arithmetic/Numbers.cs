using Weir.Engine.Expressions;
using Weir.Engine.Functions.Arithmetic;
using Weir.Engine.Types;
using Weir.Sql.Expressions;

namespace Weir.Sql.Functions.Arithmetic;

/// <summary>Puts operators over fixed-size values together.</summary>
internal static class Numbers
{
    /// <summary>The kernel of an operation, over a constant where there is one.</summary>
    public static Func<ScalarKernel> Binary<TLeft, TRight, TResult, TOp>(TLeft? left, TRight? right)
        where TLeft : unmanaged
        where TRight : unmanaged
        where TResult : unmanaged
        where TOp : struct, IBinaryOp<TLeft, TRight, TResult> =>
        right is { } r ? () => BinaryKernel.WithRight<TLeft, TRight, TResult, TOp>(r)
        : left is { } l ? () => BinaryKernel.WithLeft<TLeft, TRight, TResult, TOp>(l)
        : BinaryKernel.Create<TLeft, TRight, TResult, TOp>;

    /// <summary>The kernel of an operation that works on vectors, over a constant where there is one.</summary>
    public static Func<ScalarKernel> Vector<T, TOp>(T? left, T? right)
        where T : unmanaged
        where TOp : struct, IVectorOp<T> =>
        right is { } r ? () => VectorKernel.WithRight<T, TOp>(r)
        : left is { } l ? () => VectorKernel.WithLeft<T, TOp>(l)
        : VectorKernel.Create<T, TOp>;

    /// <summary>A call of two arguments of the types; an argument that the kernel has taken as a constant stays as it is.</summary>
    public static ResolvedFunction Resolved(FunctionCall call, DataType result, DataType argument, Func<ScalarKernel> kernel, NullHandling nulls) => new()
    {
        ReturnType = result.WithNullable(call.AnyNullable),
        ArgumentTypes = [ArgumentType(call, 0, argument), ArgumentType(call, 1, argument)],
        Kernel = kernel,
        Nulls = nulls,
    };

    /// <summary>What the binder is to cast an argument to: nothing when it has the type, or is a constant that the kernel has already.</summary>
    public static DataType? ArgumentType(FunctionCall call, int argument, DataType type)
    {
        DataType own = call.TypeOf(argument);
        if (own.SameAs(type))
        {
            return null;
        }

        // With two constants the kernel bakes in one of them and reads the other.
        bool isBakedIn = call.Arguments[argument] is BoundLiteral && Constants.Of(call, argument, type) is not null && !call.Arguments.All(a => a is BoundLiteral);
        return isBakedIn ? null : type.WithNullable(own.IsNullable);
    }
}
