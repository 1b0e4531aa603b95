using System.Numerics;

namespace Weir.Engine.Functions.Arithmetic;

/// <summary>A function of two values of one type that also works on a whole vector of them, with the same results.</summary>
public interface IVectorOp<T> : IBinaryOp<T, T, T>
    where T : unmanaged
{
    /// <summary>The results for two vectors of values.</summary>
    static abstract Vector<T> Apply(Vector<T> left, Vector<T> right);
}
