using Weir.Engine.Expressions;
using Weir.Engine.Types;

namespace Weir.Sql.Functions.Strings;

/// <summary>What the definitions of text functions share: matching that refuses a bare NULL as Flink does, and result types.</summary>
internal static class TextCall
{
    /// <summary>As <see cref="Signature.Match"/>, but a NULL without a type is refused: Flink takes one only in its newer functions.</summary>
    public static DataType?[]? MatchTyped(FunctionCall call, ReadOnlySpan<Parameter> parameters, int optional = 0, bool variadic = false)
    {
        DataType?[]? types = Signature.Match(call, parameters, optional, variadic);
        for (int a = 0; types is not null && a < call.Count; a++)
        {
            if (call.TypeOf(a).Root == TypeRoot.Null)
            {
                throw new FunctionCallException($"{call.Name} does not take a NULL that has no type.", a, "CAST(NULL AS STRING), or the type that is meant");
            }
        }

        return types;
    }

    /// <summary>The resolved call, or null when the arguments did not match.</summary>
    public static ResolvedFunction? Resolve(DataType?[]? types, DataType returns, Func<ScalarKernel> kernel, NullHandling nulls = NullHandling.Strict) => types is null
        ? null
        : new ResolvedFunction { ArgumentTypes = types, ReturnType = returns, Kernel = kernel, Nulls = nulls };

    /// <summary>VARCHAR of the same length.</summary>
    public static DataType Varying(DataType type) => type.IsCharacterString ? VarChar(type.Length) : DataType.String;

    /// <summary>VARCHAR of the sum of two lengths.</summary>
    public static DataType VaryingSum(DataType left, DataType right) => VarChar(Sum(left, right));

    /// <summary>What || gives: CHAR of two CHARs, else VARCHAR, of the sum of the lengths.</summary>
    public static DataType Concatenation(DataType left, DataType right)
    {
        int length = Sum(left, right);
        return left.Root == TypeRoot.Char && right.Root == TypeRoot.Char ? DataType.Char(length) : VarChar(length);
    }

    private static int Sum(DataType left, DataType right) => (int)Math.Min((long)left.Length + right.Length, DataType.MaxLength);

    private static DataType VarChar(int length) => length == DataType.MaxLength ? DataType.String : DataType.VarChar(length);
}
