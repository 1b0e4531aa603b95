using System.Globalization;
using Weir.Engine.Types;
using Weir.Sql.Descriptors;
using Weir.Sql.Expressions;
using Weir.Sql.Functions;
using Weir.Sql.Logical;
using Weir.Sql.Syntax;
using Weir.Sql.Syntax.Ast;
using Weir.Sql.Types;
using Ast = Weir.Sql.Syntax.Ast;

namespace Weir.Sql.Binding;

/// <summary>From expressions of the text to bound ones: names become columns, types are settled, casts put in, constants folded.</summary>
internal sealed partial class ExpressionBinder(FunctionRegistry functions, Session session, Scope scope)
{
    /// <summary>Is shown every expression first, and may answer for it: how aggregates and grouping keys come in.</summary>
    public Func<Ast.Expression, BoundExpression?>? Intercept { get; init; }

    /// <summary>Says why a name that is an aggregate function, a window or the like cannot stand here; null when it knows nothing of it.</summary>
    public Func<Ast.FunctionCall, SqlException?>? Refuse { get; init; }

    public BoundExpression Bind(Ast.Expression expression)
    {
        if (Intercept?.Invoke(expression) is { } answered)
        {
            return answered;
        }

        return expression switch
        {
            NullLiteral => new BoundLiteral(null, DataType.Null),
            BooleanLiteral b => new BoundLiteral(b.Value, DataType.Boolean.WithNullable(b.Value is null)),
            NumericLiteral n => Number(n, false),
            StringLiteral s => new BoundLiteral(s.Value, TextType(s.Value)),
            BinaryLiteral b => new BoundLiteral(b.ToBytes(), DataType.Binary(Math.Max(1, b.Hex.Length / 2)).NotNull()),
            DateTimeLiteral d => DateTime(d),
            IntervalLiteral i => Interval(i),
            IntervalExpression i => IntervalOf(i),
            ColumnReference c => Column(c),
            UnaryExpression u => Unary(u),
            BinaryExpression b => Binary(b),
            IsExpression i => Is(i),
            BetweenExpression b => Between(b),
            LikeExpression l => Like(l),
            InListExpression i => InList(i),
            Ast.CaseExpression c => Case(c),
            ItemAccess i => Call("ITEM", [Bind(i.Container), Bind(i.Index)], i.Span),
            FieldAccess f => Field(Bind(f.Row), f.Field),
            RowConstructor { Items.Count: 1, HasKeyword: false } r => Bind(r.Items[0]),
            RowConstructor r => Call("ROW", [.. r.Items.Select(Bind)], r.Span),
            CollectionConstructor c => Call(c.Kind.ToString().ToUpperInvariant(), [.. c.Items.Select(Bind)], c.Span),
            Ast.FunctionCall f => Function(f),
            Star s => throw new SqlException("'*' can stand only in a select list or in COUNT(*).", s.Span),
            QuantifiedComparison q => Quantified(q),
            InQueryExpression q => throw Unsupported(q.Span, "A subquery in IN", "Join with the query instead, or list the values."),
            ExistsExpression q => throw Unsupported(q.Span, "EXISTS", "Join with the query instead."),
            Ast.ScalarSubquery q => throw Unsupported(q.Span, "A scalar subquery", "Join with the query instead."),
            CollectionQuery q => throw Unsupported(q.Span, "A collection of a subquery", "Use ARRAY_AGG or COLLECT."),
            DefaultExpression d => throw new SqlException("DEFAULT can stand only as a function's argument.", d.Span),
            NamedArgument n => throw new SqlException("Named arguments are taken by window functions only.", n.Span, "Write the arguments by position."),
            _ => throw new SqlException("This expression is not supported here.", expression.Span),
        };
    }

    public static SqlException Unsupported(SourceSpan span, string what, string instead) => new($"{what} is not supported yet.", span, instead);

    /// <summary>A condition: BOOLEAN, or it is refused.</summary>
    public BoundExpression BindCondition(Ast.Expression expression, string clause)
    {
        BoundExpression bound = Bind(expression);
        if (bound.Type.Root == TypeRoot.Null)
        {
            return new BoundLiteral(null, DataType.Boolean);
        }

        return bound.Type.Root == TypeRoot.Boolean
            ? bound
            : throw new SqlException($"{clause} takes a condition, not a value of type {bound.Type}.", expression.Span, "Compare it with something, e.g. … = 1 or … IS NOT NULL.");
    }

    // An operand of AND, OR or NOT: as a clause's condition, but NULL must have a type.
    private BoundExpression BindOperand(Ast.Expression expression, string op) => expression is NullLiteral
        ? throw new SqlException("NULL has no type here.", expression.Span, "Write CAST(NULL AS BOOLEAN).")
        : BindCondition(expression, op);

    /// <summary>The expression with the type, by a cast where it differs in more than nullability.</summary>
    public BoundExpression Coerce(BoundExpression expression, DataType type)
    {
        if (expression.Type.SameAs(type))
        {
            return expression;
        }

        if (expression is BoundLiteral { Value: null })
        {
            return new BoundLiteral(null, type.Nullable());
        }

        return Fold(new BoundCast(expression, type.WithNullable(expression.Type.IsNullable), false));
    }

    /// <summary>A call of a built-in by name over bound arguments.</summary>
    public BoundExpression Call(string name, IReadOnlyList<BoundExpression> arguments, SourceSpan span, IReadOnlyDictionary<string, string>? modifiers = null) =>
        Resolve(new Functions.FunctionCall(name, arguments, session) { Modifiers = modifiers ?? s_noModifiers }, span, null);

    private static readonly Dictionary<string, string> s_noModifiers = [];

    private BoundExpression Resolve(Functions.FunctionCall call, SourceSpan span, IReadOnlyList<SourceSpan>? spans)
    {
        FunctionDefinition definition = functions.Find(call.Name)
            ?? throw new SqlException($"There is no function '{call.Name}'.", span, NearestName.Hint(call.Name, functions.Names));
        ResolvedFunction? resolved;
        try
        {
            resolved = definition.Resolve(call);
        }
        catch (FunctionCallException e)
        {
            throw new SqlException(e.Message, e.Argument is { } a && spans is not null && a < spans.Count ? spans[a] : span, e.Hint);
        }

        if (resolved is null)
        {
            string types = string.Join(", ", call.Arguments.Select(a => a.Type));
            throw new SqlException(
                char.IsLetter(call.Name[0]) && !call.Name.StartsWith("IS ", StringComparison.Ordinal)
                    ? $"Invalid function call: {call.Name}({types})."
                    : $"Cannot apply '{call.Name}' to arguments of type ({types}).",
                span,
                $"It is written {string.Join(" or ", definition.Usage)}.");
        }

        BoundExpression[] arguments = new BoundExpression[call.Count];
        for (int i = 0; i < arguments.Length; i++)
        {
            arguments[i] = resolved.ArgumentTypes[i] is not { } type ? call.Arguments[i]
                : resolved.FailedCastsAreNull ? Fold(new BoundCast(call.Arguments[i], type.Nullable(), true)) : Coerce(call.Arguments[i], type);
        }

        return Fold(new BoundCall(definition, resolved, arguments)
        {
            Modifiers = call.Modifiers.Count == 0 ? string.Empty : string.Join(",", call.Modifiers.Select(m => $"{m.Key}={m.Value}")),
        });
    }

    /// <summary>A constant in place of an expression over constants, unless its evaluation fails: it then fails at run time, row or no row, as it would in Flink.</summary>
    private BoundExpression Fold(BoundExpression expression)
    {
        if (!expression.Children.All(c => c is BoundLiteral) || !BoundRewriter.IsDeterministic(expression) || expression.Type.IsNested)
        {
            return expression;
        }

        if (expression is BoundCall { Function.Family: "JSON" })
        {
            return expression;
        }

        if (!ExpressionCompiler.TryEvaluate(expression, session, out object? value))
        {
            return expression;
        }

        return value is null && !expression.Type.IsNullable ? expression : new BoundLiteral(Cut(value, expression.Type), expression.Type);
    }

    // A constant is cut to its CHAR(n), as in Flink: UPPER('ß') is 'S'. A value that is computed row by row is not.
    private static object? Cut(object? value, DataType type)
    {
        if (value is not string text || type.Root != TypeRoot.Char || text.Length <= type.Length)
        {
            return value;
        }

        // A literal's length is in UTF-16 units; a character of two is not cut in the middle.
        return text[..(char.IsLowSurrogate(text[type.Length]) ? type.Length - 1 : type.Length)];
    }

    private BoundExpression Column(ColumnReference reference)
    {
        if (scope.ResolveField(reference) is { } row)
        {
            BoundExpression field = row;
            foreach (Identifier part in reference.Parts)
            {
                field = Field(field, part);
            }

            return field;
        }

        (BoundColumn column, LogicalColumn logical, int used) = scope.Resolve(reference);
        BoundExpression result = logical.Time == TimeRole.Proctime ? Call("PROCTIME", [], reference.Span) : column;
        for (int i = used; i < reference.Parts.Count; i++)
        {
            result = Field(result, reference.Parts[i]);
        }

        return result;
    }

    private BoundExpression Field(BoundExpression row, Identifier field)
    {
        if (row.Type.Root != TypeRoot.Row)
        {
            throw new SqlException($"A value of type {row.Type} has no field '{field.Name}'.", field.Span);
        }

        for (int i = 0; i < row.Type.Fields.Count; i++)
        {
            if (row.Type.Fields[i].Name == field.Name)
            {
                return Call("FIELD", [row, new BoundLiteral(i, DataType.Int.NotNull())], field.Span);
            }
        }

        throw new SqlException($"There is no field '{field.Name}' in {row.Type}.", field.Span, NearestName.Hint(field.Name, row.Type.Fields.Select(f => f.Name)));
    }

    private BoundExpression Unary(UnaryExpression u)
    {
        switch (u.Operator)
        {
            case UnaryOperator.Not:
                return Not(BindOperand(u.Operand, "NOT"), u.Span);
            case UnaryOperator.Minus when u.Operand is NumericLiteral n:
                return Number(n, true);
            case UnaryOperator.Minus:
                return Call("UNARY -", [Bind(u.Operand)], u.Span);
            default:
                return Call("UNARY +", [Bind(u.Operand)], u.Span);
        }
    }

    public BoundExpression Not(BoundExpression condition, SourceSpan span) => Call("NOT", [condition], span);

    private BoundExpression Binary(BinaryExpression b)
    {
        switch (b.Operator)
        {
            case BinaryOperator.And or BinaryOperator.Or:
                List<BoundExpression> operands = [];
                Flatten(b, b.Operator, operands);
                return Logical(b.Operator == BinaryOperator.And ? LogicalOperator.And : LogicalOperator.Or, operands);
            case BinaryOperator.Overlaps when b.Left is RowConstructor { Items.Count: 2 } l && b.Right is RowConstructor { Items.Count: 2 } r:
                return Call("OVERLAPS", [Bind(l.Items[0]), Bind(l.Items[1]), Bind(r.Items[0]), Bind(r.Items[1])], b.Span);
            default:
                if (b.Operator is BinaryOperator.Equal or BinaryOperator.NotEqual && b is { Left: RowConstructor left, Right: RowConstructor right } && left.Items.Count == right.Items.Count && left.Items.Count > 1)
                {
                    return RowsEqual(left, right, b);
                }

                string name = OperatorName(b.Operator) ?? throw Unsupported(b.Span, $"The operator {b.Operator}", "See the reference for the operators there are.");
                return Resolve(new Functions.FunctionCall(name, [Bind(b.Left), Bind(b.Right)], session), b.Span, [b.Left.Span, b.Right.Span]);
        }
    }

    // Rows that are written out are compared field by field, so that a NULL field leaves it open unless another one decides.
    private BoundExpression RowsEqual(RowConstructor left, RowConstructor right, BinaryExpression b)
    {
        BoundExpression equal = Logical(LogicalOperator.And, [.. left.Items.Zip(right.Items, (l, r) => Call("=", [Bind(l), Bind(r)], b.Span))]);
        return b.Operator == BinaryOperator.Equal ? equal : Not(equal, b.Span);
    }

    private void Flatten(Ast.Expression expression, BinaryOperator op, List<BoundExpression> into)
    {
        // A chain of thousands of ORs leans to the left: go down it without recursion.
        Stack<Ast.Expression> right = new();
        while (expression is BinaryExpression b && b.Operator == op && Intercept?.Invoke(b) is null)
        {
            right.Push(b.Right);
            expression = b.Left;
        }

        into.Add(BindOperand(expression, op.ToString().ToUpperInvariant()));
        while (right.TryPop(out Ast.Expression? next))
        {
            into.Add(BindOperand(next, op.ToString().ToUpperInvariant()));
        }
    }

    public static BoundExpression Logical(LogicalOperator op, IReadOnlyList<BoundExpression> operands)
    {
        List<BoundExpression> left = [];
        bool absorbing = op == LogicalOperator.Or;
        foreach (BoundExpression operand in operands)
        {
            if (operand is BoundLiteral { Value: bool value })
            {
                if (value == absorbing)
                {
                    return operand;
                }

                continue;
            }

            left.Add(operand);
        }

        return left.Count switch
        {
            0 => new BoundLiteral(!absorbing, DataType.Boolean.NotNull()),
            1 => left[0],
            _ => new BoundLogical(op, left, DataType.Boolean.WithNullable(left.Any(o => o.Type.IsNullable))),
        };
    }

    private static string? OperatorName(BinaryOperator op) => op switch
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
        _ => null,
    };

    private static BoundLiteral Number(NumericLiteral n, bool negative)
    {
        string text = negative ? "-" + n.Text : n.Text;
        switch (n.Kind)
        {
            case NumericLiteralKind.Integer when int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int i):
                return new BoundLiteral(i, DataType.Int.NotNull());
            case NumericLiteralKind.Integer when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long l):
                return new BoundLiteral(l, DataType.BigInt.NotNull());
            case NumericLiteralKind.Double:
                return new BoundLiteral(double.Parse(text, CultureInfo.InvariantCulture), DataType.Double.NotNull());
            default:
                // All digits count, leading zeros too: 0.5 is a DECIMAL(2, 1), as in Flink. With none after the point it is an integer.
                int point = n.Text.IndexOf('.', StringComparison.Ordinal);
                int scale = point < 0 ? 0 : n.Text.Length - point - 1;
                string digits = n.Text.Replace(".", string.Empty, StringComparison.Ordinal);
                if (scale == 0 && long.TryParse((negative ? "-" : string.Empty) + digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole))
                {
                    return whole is >= int.MinValue and <= int.MaxValue ? new BoundLiteral((int)whole, DataType.Int.NotNull()) : new BoundLiteral(whole, DataType.BigInt.NotNull());
                }

                int precision = Math.Max(digits.Length, 1);
                if (precision > DataType.MaxDecimalPrecision)
                {
                    throw new SqlException($"Numeric literal '{n.Text}' has more than 38 digits.", n.Span, "Write it with an exponent to make it a DOUBLE, e.g. 1e40.");
                }

                Int128 unscaled = Int128.Parse(digits.Length == 0 ? "0" : digits, CultureInfo.InvariantCulture);
                return new BoundLiteral(negative ? -unscaled : unscaled, DataType.Decimal(precision, scale).NotNull());
        }
    }

    // Flink counts a literal's UTF-16 units, though the lengths of values count code points: '😀' is a CHAR(2).
    private static DataType TextType(string text) => DataType.Char(text.Length).NotNull();

    private static BoundLiteral Interval(IntervalLiteral i) => i.Qualifier.IsYearMonth
        ? new BoundLiteral((int)i.Value, DataType.Interval(true, "MONTH").NotNull())
        : new BoundLiteral(i.Value, DataType.Interval(false, "SECOND(3)").NotNull());

    private BoundExpression IntervalOf(IntervalExpression i)
    {
        BoundExpression unit = i.Qualifier.IsYearMonth
            ? new BoundLiteral(i.Qualifier.Start switch { TimeUnit.Year => 12, TimeUnit.Quarter => 3, _ => 1 }, DataType.Interval(true, "MONTH").NotNull())
            : new BoundLiteral(
                i.Qualifier.Start switch
                {
                    TimeUnit.Week => 604_800_000L,
                    TimeUnit.Day => 86_400_000L,
                    TimeUnit.Hour => 3_600_000L,
                    TimeUnit.Minute => 60_000L,
                    _ => 1000L,
                },
                DataType.Interval(false, "SECOND(3)").NotNull());
        return Call("*", [unit, Bind(i.Value)], i.Span);
    }
}
