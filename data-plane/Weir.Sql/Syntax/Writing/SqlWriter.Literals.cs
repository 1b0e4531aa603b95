using Weir.Sql.Syntax.Ast;

namespace Weir.Sql.Syntax.Writing;

public sealed partial class SqlWriter
{
    private void Literal(Literal literal)
    {
        switch (literal)
        {
            case NullLiteral:
                Add("NULL");
                break;
            case BooleanLiteral boolean:
                Add(boolean.Value switch { true => "TRUE", false => "FALSE", null => "UNKNOWN" });
                break;
            case NumericLiteral number:
                Add(number.Text);
                break;
            case StringLiteral text:
                String(text.Value);
                break;
            case BinaryLiteral binary:
                Add($"X'{binary.Hex}'");
                break;
            case DateTimeLiteral time:
                Add(time.Kind switch
                {
                    DateTimeLiteralKind.Date => "DATE ",
                    DateTimeLiteralKind.Time => "TIME ",
                    DateTimeLiteralKind.Timestamp => "TIMESTAMP ",
                    _ => "TIMESTAMP WITH LOCAL TIME ZONE ",
                });
                String(time.Text);
                break;
            case IntervalLiteral interval:
                Add(interval.IsNegative ? "INTERVAL -" : "INTERVAL ");
                String(interval.Text);
                Add(" ");
                Qualifier(interval.Qualifier);
                break;
        }
    }

    private void Qualifier(IntervalQualifier qualifier)
    {
        Add(Text(qualifier.Start));
        if (qualifier.StartPrecision is { } precision)
        {
            Add("(");
            Add(precision);
            if (qualifier is { End: null, FractionalPrecision: { } fraction })
            {
                Add(", ");
                Add(fraction);
            }

            Add(")");
        }

        if (qualifier.End is not { } end) return;
        Add(" TO ").Add(Text(end));
        if (qualifier.FractionalPrecision is not { } seconds) return;
        Add("(");
        Add(seconds);
        Add(")");
    }

    private static string Text(TimeUnit unit) => unit.ToString().ToUpperInvariant();

    private static string Text(CollectionKind kind) => kind.ToString().ToUpperInvariant();

    private static string Text(IsTest test) => test switch
    {
        IsTest.JsonValue => "JSON VALUE",
        IsTest.JsonObject => "JSON OBJECT",
        IsTest.JsonArray => "JSON ARRAY",
        IsTest.JsonScalar => "JSON SCALAR",
        IsTest.ASet => "A SET",
        _ => test.ToString().ToUpperInvariant(),
    };

    private static string Text(BinaryOperator op) => op switch
    {
        BinaryOperator.Add => "+",
        BinaryOperator.Subtract => "-",
        BinaryOperator.Multiply => "*",
        BinaryOperator.Divide => "/",
        BinaryOperator.Modulo => "%",
        BinaryOperator.Concatenate => "||",
        BinaryOperator.Equal => "=",
        BinaryOperator.NotEqual => "<>",
        BinaryOperator.Less => "<",
        BinaryOperator.LessOrEqual => "<=",
        BinaryOperator.Greater => ">",
        BinaryOperator.GreaterOrEqual => ">=",
        BinaryOperator.IsDistinctFrom => "IS DISTINCT FROM",
        BinaryOperator.IsNotDistinctFrom => "IS NOT DISTINCT FROM",
        BinaryOperator.And => "AND",
        BinaryOperator.Or => "OR",
        BinaryOperator.Overlaps => "OVERLAPS",
        BinaryOperator.Contains => "CONTAINS",
        BinaryOperator.PeriodEquals => "EQUALS",
        BinaryOperator.Precedes => "PRECEDES",
        BinaryOperator.ImmediatelyPrecedes => "IMMEDIATELY PRECEDES",
        BinaryOperator.Succeeds => "SUCCEEDS",
        BinaryOperator.ImmediatelySucceeds => "IMMEDIATELY SUCCEEDS",
        BinaryOperator.MemberOf => "MEMBER OF",
        BinaryOperator.NotMemberOf => "NOT MEMBER OF",
        BinaryOperator.SubmultisetOf => "SUBMULTISET OF",
        BinaryOperator.NotSubmultisetOf => "NOT SUBMULTISET OF",
        BinaryOperator.MultisetUnion => "MULTISET UNION DISTINCT",
        BinaryOperator.MultisetUnionAll => "MULTISET UNION ALL",
        BinaryOperator.MultisetIntersect => "MULTISET INTERSECT DISTINCT",
        BinaryOperator.MultisetIntersectAll => "MULTISET INTERSECT ALL",
        BinaryOperator.MultisetExcept => "MULTISET EXCEPT DISTINCT",
        BinaryOperator.MultisetExceptAll => "MULTISET EXCEPT ALL",
        _ => throw new ArgumentOutOfRangeException(nameof(op), op, "There is no such operator."),
    };
}
