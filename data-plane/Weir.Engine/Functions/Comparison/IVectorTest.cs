using System.Runtime.Intrinsics;
using Weir.Engine.Functions.Arithmetic;

namespace Weir.Engine.Functions.Comparison;

/// <summary>A comparison of two values of one type that also works on a whole vector of them, with the same results.</summary>
public interface IVectorTest<T> : IBinaryOp<T, T, byte>
    where T : unmanaged
{
    /// <summary>For two vectors of values all bits of those for which it holds.</summary>
    static abstract Vector512<T> Test(Vector512<T> left, Vector512<T> right);
}
