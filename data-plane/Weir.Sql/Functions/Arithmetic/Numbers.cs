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

    /// <summary>What the binder is to cast an argument to: nothing when it has the type, or is a constant that the kernel takes in. Of two constants it takes in the right one and reads the left.</summary>
    public static DataType? ArgumentType(FunctionCall call, int argument, DataType type)
    {
        DataType own = call.TypeOf(argument);
        return own.SameAs(type) || (IsTakenIn(call, argument) && Constants.Of(call, argument, type) is not null) ? null : type.WithNullable(own.IsNullable);
    }

    /// <summary>Whether a kernel may take in an argument as a constant: it is one, and not the left of two.</summary>
    public static bool IsTakenIn(FunctionCall call, int argument) =>
        call.Arguments[argument] is BoundLiteral && (argument > 0 || call.Count == 1 || !call.Arguments.Skip(1).Any(a => a is BoundLiteral));
}
