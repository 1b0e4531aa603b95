namespace Weir.Engine.Functions.Arithmetic;

/// <summary>A function of two values, given as a type so that the JIT compiles a loop of its own for it.</summary>
public interface IBinaryOp<TLeft, TRight, TResult>
{
    /// <summary>The result for two values.</summary>
    static abstract TResult Apply(TLeft left, TRight right);
}

/// <summary>The same function with its operands exchanged, for a constant on the left.</summary>
public readonly struct Swapped<TLeft, TRight, TResult, TOp> : IBinaryOp<TRight, TLeft, TResult>
    where TOp : struct, IBinaryOp<TLeft, TRight, TResult>
{
    /// <inheritdoc/>
    public static TResult Apply(TRight left, TLeft right) => TOp.Apply(right, left);
}
