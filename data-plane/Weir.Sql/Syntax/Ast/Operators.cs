namespace Weir.Sql.Syntax.Ast;

public enum UnaryOperator
{
    Plus,
    Minus,
    Not,
}

public enum BinaryOperator
{
    Add,
    Subtract,
    Multiply,
    Divide,
    Modulo,
    Concatenate,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    IsDistinctFrom,
    IsNotDistinctFrom,
    And,
    Or,
    Overlaps,
    Contains,
    PeriodEquals,
    Precedes,
    ImmediatelyPrecedes,
    Succeeds,
    ImmediatelySucceeds,
    MemberOf,
    NotMemberOf,
    SubmultisetOf,
    NotSubmultisetOf,
    MultisetUnion,
    MultisetUnionAll,
    MultisetIntersect,
    MultisetIntersectAll,
    MultisetExcept,
    MultisetExceptAll,
}
