using Weir.Sql.Syntax.Ast;

namespace Weir.Sql.Syntax.Parsing;

/// <summary>
/// How strongly operators bind: the numbers of Calcite's operator table, on which Flink's parser is built. All that associate
/// do so to the left.
/// </summary>
internal static class Precedence
{
    public const int Or = 22;
    public const int And = 24;
    public const int Not = 26;
    public const int Is = 28;
    public const int Comparison = 30;

    /// <summary>IN, BETWEEN, LIKE, SIMILAR TO, and comparisons with ANY or ALL.</summary>
    public const int Membership = 32;
    public const int Additive = 40;

    /// <summary>Also <c>||</c>.</summary>
    public const int Multiplicative = 60;
    public const int Sign = 80;
    public const int Primary = 100;

    /// <summary>The precedence of MULTISET UNION, INTERSECT and EXCEPT, which Calcite takes from its set operators: below OR.</summary>
    private const int MultisetUnion = 14;
    private const int MultisetIntersect = 18;

    public static int Of(BinaryOperator op) => op switch
    {
        BinaryOperator.Or => Or,
        BinaryOperator.And => And,
        BinaryOperator.Add or BinaryOperator.Subtract => Additive,
        BinaryOperator.Multiply or BinaryOperator.Divide or BinaryOperator.Modulo or BinaryOperator.Concatenate => Multiplicative,
        BinaryOperator.MultisetIntersect or BinaryOperator.MultisetIntersectAll => MultisetIntersect,
        BinaryOperator.MultisetUnion or BinaryOperator.MultisetUnionAll or BinaryOperator.MultisetExcept or BinaryOperator.MultisetExceptAll => MultisetUnion,
        _ => Comparison,
    };
}
