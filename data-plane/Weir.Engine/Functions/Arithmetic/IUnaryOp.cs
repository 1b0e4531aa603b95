namespace Weir.Engine.Functions.Arithmetic;

/// <summary>A function of one value, given as a type so that the JIT compiles a loop of its own for it.</summary>
public interface IUnaryOp<TValue, TResult>
{
    /// <summary>The result for a value.</summary>
    static abstract TResult Apply(TValue value);
}
