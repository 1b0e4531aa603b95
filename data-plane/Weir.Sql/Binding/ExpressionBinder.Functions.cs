using Weir.Engine.Types;
using Weir.Sql.Expressions;
using Weir.Sql.Logical;
using Weir.Sql.Syntax;
using Weir.Sql.Syntax.Ast;
using Weir.Sql.Types;
using Ast = Weir.Sql.Syntax.Ast;

namespace Weir.Sql.Binding;

internal sealed partial class ExpressionBinder
{
    private BoundExpression Function(Ast.FunctionCall f)
    {
        if (Refuse?.Invoke(f) is { } refusal)
        {
            throw refusal;
        }

        if (f.SimpleName is not { } name)
        {
            throw new SqlException($"There is no function '{f.Name}'.", f.Span, "Functions of a catalog are not supported; write a built-in function's name.");
        }

        if (f.Over is not null)
        {
            throw Unsupported(f.Span, $"{name} … OVER", "Aggregate by a window, e.g. TUMBLE, instead.");
        }

        if (f.Filter is not null || f.Quantifier != SetQuantifier.None)
        {
            throw new SqlException($"{name} is no aggregate function: it takes neither DISTINCT nor FILTER.", f.Span);
        }

        switch (name)
        {
            case "CAST" or "TRY_CAST":
                return CastTo(f, name == "TRY_CAST");
            case "COALESCE" when f.Arguments.Count > 0:
                return Coalesce([.. f.Arguments.Select(Bind)], f.Span);
            case "IFNULL" when f.Arguments.Count == 2 && Bind(f.Arguments[0]) is { Type.IsNullable: false } first:
                // A string that can't be NULL is taken as it is, length and all; other values in the common type.
                BoundExpression common = Coalesce([first, Bind(f.Arguments[1])], f.Span);
                return first.Type.IsCharacterString || first.Type.IsBinaryString ? first : Coerce(first, common.Type);
            case "IFNULL" when f.Arguments.Count == 2:
                return Coalesce([.. f.Arguments.Select(Bind)], f.Span);
            case "IF" when f.Arguments.Count == 3:
                return If([.. f.Arguments.Select(Bind)], f);
            case "NULLIF" when f.Arguments.Count == 2:
                BoundExpression value = Bind(f.Arguments[0]);
                return Choice([Call("=", [value, Bind(f.Arguments[1])], f.Span)], [new BoundLiteral(null, value.Type.Nullable())], value, f.Span);
            case "CURRENT_WATERMARK" when f.Arguments.Count == 1 && !IsRowtime(f.Arguments[0]):
                throw new SqlException(
                    $"The argument of CURRENT_WATERMARK() must be a rowtime attribute, but was '{Bind(f.Arguments[0]).Type}'.", f.Arguments[0].Span, "Name the column that WATERMARK FOR declares.");
            case "JSON" when !_takesJson:
                throw new SqlException("The JSON() function is only supported inside JSON_OBJECT() or JSON_ARRAY().", f.Span, "Leave JSON() out: the text is JSON already.");
            case "SOURCE_WATERMARK":
                throw new SqlException("SOURCE_WATERMARK() can stand only in WATERMARK FOR.", f.Span);
            default:
                return Plain(f, name);
        }
    }

    // Whether the expression at hand is a value of JSON_OBJECT or JSON_ARRAY, the only places where JSON(…) may stand.
    private bool _takesJson;

    /// <summary>A value of a function that makes JSON; JSON(…) may stand for it.</summary>
    public BoundExpression BindJsonValue(Ast.Expression expression)
    {
        _takesJson = expression is Ast.FunctionCall { SimpleName: "JSON" };
        return Bind(expression is JsonFormatted formatted ? formatted.Value : expression);
    }

    private bool IsRowtime(Ast.Expression expression) =>
        expression is ColumnReference reference && scope.ResolveField(reference) is null
        && scope.Resolve(reference) is var (_, column, used) && used == reference.Parts.Count && column.Time == TimeRole.Rowtime;

    // The types are the function's, stricter than those of CASE; the branch that is not taken is not evaluated.
    private BoundExpression If(IReadOnlyList<BoundExpression> arguments, Ast.FunctionCall f)
    {
        DataType type = Resolve(new Functions.FunctionCall("IF", arguments, session), f.Span, [.. f.Arguments.Select(a => a.Span)]).Type;
        BoundExpression result = Choice([arguments[0]], [arguments[1]], arguments[2], type);
        return result is BoundLiteral literal ? new BoundLiteral(literal.Value, type)
            : result.Type.IsNullable == type.IsNullable ? result
            : new BoundCase([new BoundLiteral(true, DataType.Boolean.NotNull())], [result], new BoundLiteral(null, type), type);
    }

    private BoundExpression CastTo(Ast.FunctionCall f, bool isTry)
    {
        BoundExpression operand = Bind(f.Arguments[0]);
        DataType target = TypeBinder.Bind(((TypeArgument)f.Arguments[1]).Type);
        if (operand.Type.Root == TypeRoot.Null)
        {
            return new BoundLiteral(null, target.Nullable());
        }

        if (CastRules.Refusal(operand.Type, target) is { } refusal)
        {
            throw new SqlException(refusal, f.Span);
        }

        bool nullable = operand.Type.IsNullable || isTry || session.IsLegacyCast;
        return Fold(new BoundCast(operand, target.WithNullable(nullable), isTry));
    }

    private BoundExpression Coalesce(IReadOnlyList<BoundExpression> arguments, SourceSpan span)
    {
        DataType type = CommonType.Merge(arguments.Select(a => a.Type))
            ?? throw new SqlException($"The arguments have no common type: {string.Join(", ", arguments.Select(a => a.Type))}.", span, "CAST them to one type.");
        if (type.Root == TypeRoot.Null)
        {
            throw new SqlException("NULL has no type here.", span, "CAST one NULL to the type that is meant.");
        }

        type = type.WithNullable(arguments.All(a => a.Type.IsNullable));
        List<BoundExpression> conditions = [];
        List<BoundExpression> results = [];
        BoundExpression last = new BoundLiteral(null, type.Nullable());
        foreach (BoundExpression argument in arguments)
        {
            if (argument is BoundLiteral { Value: null })
            {
                continue;
            }

            last = argument;
            if (!argument.Type.IsNullable)
            {
                break;
            }

            conditions.Add(Call("IS NOT NULL", [argument], span));
            results.Add(Coerce(argument, type));
        }

        if (results.Count > 0 && last.Type.IsNullable)
        {
            // The last one is what is left when all before it are NULL.
            conditions.RemoveAt(conditions.Count - 1);
            results.RemoveAt(results.Count - 1);
        }

        last = Coerce(last, type);
        return conditions.Count == 0 ? last : new BoundCase(conditions, results, last, type);
    }

    private BoundExpression Plain(Ast.FunctionCall f, string name)
    {
        List<BoundExpression> arguments = [];
        List<SourceSpan> spans = [];
        Dictionary<string, string> modifiers = [];
        bool isJson = name is "JSON_OBJECT" or "JSON_ARRAY";
        _takesJson = false;
        foreach (Ast.Expression argument in f.Arguments)
        {
            switch (argument)
            {
                case UnitArgument unit:
                    modifiers["UNIT"] = unit.Unit.ToString().ToUpperInvariant();
                    break;
                case KeywordArgument keyword:
                    modifiers[name] = keyword.Keyword;
                    break;
                case JsonKeyValue pair:
                    Add(pair.Key);
                    Add(pair.Value);
                    break;
                case TypeArgument type:
                    throw new SqlException($"{name} takes no type.", type.Span);
                case DescriptorArgument or TableArgument:
                    throw new SqlException($"{name} is no scalar function.", f.Span, "Window functions stand in FROM: FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '1' MINUTE)).");
                default:
                    Add(argument);
                    break;
            }
        }

        if (name == "TRIM" && modifiers.ContainsKey("TRIM") && arguments.Count == 2)
        {
            // The syntax has the characters first, the function the text.
            arguments.Reverse();
            spans.Reverse();
        }

        JsonModifiers(f.Json, modifiers);
        Functions.FunctionCall call = new(name, arguments, session)
        {
            Modifiers = modifiers,
            Returning = f.Json?.Returning is { } returning ? TypeBinder.Bind(returning) : null,
            DefaultOnEmpty = f.Json?.OnEmpty?.Default is { } onEmpty ? Bind(onEmpty) : null,
            DefaultOnError = f.Json?.OnError?.Default is { } onError ? Bind(onError) : null,
        };
        return Resolve(call, f.Span, spans);

        void Add(Ast.Expression argument)
        {
            arguments.Add(isJson ? BindJsonValue(argument) : Bind(argument is JsonFormatted formatted ? formatted.Value : argument));
            spans.Add(argument.Span);
        }
    }

    public static void JsonModifiers(JsonClauses? json, Dictionary<string, string> modifiers)
    {
        if (json is null)
        {
            return;
        }

        if (json.OnEmpty is { } empty)
        {
            modifiers["ON_EMPTY"] = Behavior(empty.Kind);
        }

        if (json.OnError is { } error)
        {
            modifiers["ON_ERROR"] = Behavior(error.Kind);
        }

        if (json.Wrapper != JsonWrapper.None)
        {
            modifiers["WRAPPER"] = json.Wrapper.ToString().ToUpperInvariant();
        }

        if (json.Nulls != JsonNulls.None)
        {
            modifiers["ON_NULL"] = json.Nulls == JsonNulls.NullOnNull ? "NULL" : "ABSENT";
        }
    }

    private static string Behavior(JsonBehaviorKind kind) => kind switch
    {
        JsonBehaviorKind.EmptyArray => "EMPTY ARRAY",
        JsonBehaviorKind.EmptyObject => "EMPTY OBJECT",
        _ => kind.ToString().ToUpperInvariant(),
    };

    private static BoundLiteral DateTime(DateTimeLiteral d)
    {
        int point = d.Text.LastIndexOf('.');
        int digits = point < 0 ? 0 : d.Text.Length - point - 1;
        DataType type = d.Kind switch
        {
            DateTimeLiteralKind.Date => DataType.Date,
            DateTimeLiteralKind.Time => DataType.Time(0),
            DateTimeLiteralKind.Timestamp => DataType.Timestamp(Math.Min(digits, 9)),
            _ => throw Unsupported(d.Span, "A literal of TIMESTAMP WITH LOCAL TIME ZONE", "CAST a TIMESTAMP literal to TIMESTAMP_LTZ."),
        };
        Session session = new();
        return ExpressionCompiler.TryEvaluate(new BoundCast(new BoundLiteral(d.Text, DataType.String.NotNull()), type.NotNull(), false), session, out object? value) && value is not null
            ? new BoundLiteral(value, type.NotNull())
            : throw new SqlException($"'{d.Text}' is no {d.Kind.ToString().ToUpperInvariant()}.", d.Span);
    }
}
