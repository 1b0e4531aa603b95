using Weir.Engine.Functions.Arithmetic;
using Weir.Engine.Types;

namespace Weir.Sql.Functions.Arithmetic;

/// <summary>Registers the functions of real numbers, which all compute in DOUBLE.</summary>
internal static class MathFunctions
{
    /// <summary>Adds them.</summary>
    internal static void AddTo(FunctionRegistry registry)
    {
        Unary<Sine>(registry, "SIN", "The sine of an angle in radians.");
        Unary<Cosine>(registry, "COS", "The cosine of an angle in radians.");
        Unary<Tangent>(registry, "TAN", "The tangent of an angle in radians.");
        Unary<Cotangent>(registry, "COT", "The cotangent of an angle in radians.");
        Unary<ArcSine>(registry, "ASIN", "The arc sine, in radians.");
        Unary<ArcCosine>(registry, "ACOS", "The arc cosine, in radians.");
        Unary<ArcTangent>(registry, "ATAN", "The arc tangent, in radians.");
        Unary<HyperbolicSine>(registry, "SINH", "The hyperbolic sine.");
        Unary<HyperbolicCosine>(registry, "COSH", "The hyperbolic cosine.");
        Unary<HyperbolicTangent>(registry, "TANH", "The hyperbolic tangent.");
        Unary<SquareRoot>(registry, "SQRT", "The square root.");
        Unary<Exponential>(registry, "EXP", "e to the power of the number.");
        Unary<NaturalLogarithm>(registry, "LN", "The logarithm to base e.");
        Unary<BinaryLogarithm>(registry, "LOG2", "The logarithm to base 2.");
        Unary<DecimalLogarithm>(registry, "LOG10", "The logarithm to base 10.");
        Unary<ToDegrees>(registry, "DEGREES", "An angle in radians as degrees.");
        Unary<ToRadians>(registry, "RADIANS", "An angle in degrees as radians.");
        Binary<Power>(registry, "POWER", "POWER(base NUMERIC, exponent NUMERIC)", "The base to the power of the exponent.");
        Binary<ArcTangentOfPoint>(registry, "ATAN2", "ATAN2(y NUMERIC, x NUMERIC)", "The angle of the point (x, y), in radians.");
        registry.Add(new FunctionDefinition
        {
            Name = "LOG",
            Family = ArithmeticFunctions.Family,
            Usage = ["LOG(number NUMERIC)", "LOG(base NUMERIC, number NUMERIC)"],
            Summary = "The logarithm to base e, or to another base.",
            Resolve = call => call.Count == 1 ? ResolveUnary<NaturalLogarithm>(call) : ResolveBinary<LogarithmToBase>(call),
        });
        Constant(registry, "PI", Math.PI, "The number pi.");
        Constant(registry, "E", Math.E, "The number e.");
    }

    private static void Unary<TOp>(FunctionRegistry registry, string name, string summary)
        where TOp : struct, IUnaryOp<double, double> => registry.Add(new FunctionDefinition
        {
            Name = name,
            Family = ArithmeticFunctions.Family,
            Usage = [$"{name}(number NUMERIC)"],
            Summary = summary,
            Resolve = ResolveUnary<TOp>,
        });

    private static void Binary<TOp>(FunctionRegistry registry, string name, string usage, string summary)
        where TOp : struct, IBinaryOp<double, double, double> => registry.Add(new FunctionDefinition
        {
            Name = name,
            Family = ArithmeticFunctions.Family,
            Usage = [usage],
            Summary = summary,
            Resolve = ResolveBinary<TOp>,
        });

    private static ResolvedFunction? ResolveUnary<TOp>(FunctionCall call)
        where TOp : struct, IUnaryOp<double, double>
    {
        UntypedNull.Refuse(call);
        return call.Count == 1 && call.TypeOf(0).IsNumeric ? new ResolvedFunction
        {
            ReturnType = DataType.Double.WithNullable(call.AnyNullable),
            ArgumentTypes = [call.TypeOf(0).Root == TypeRoot.Double ? null : DataType.Double.WithNullable(call.AnyNullable)],
            Kernel = UnaryKernel.Create<double, double, TOp>,
            Nulls = Engine.Expressions.NullHandling.StrictTotal,
        }
        : null;
    }

    private static ResolvedFunction? ResolveBinary<TOp>(FunctionCall call)
        where TOp : struct, IBinaryOp<double, double, double>
    {
        UntypedNull.Refuse(call);
        return call.Count == 2 && call.TypeOf(0).IsNumeric && call.TypeOf(1).IsNumeric
            ? Numbers.Resolved(
                call,
                DataType.Double,
                DataType.Double,
                Numbers.Binary<double, double, double, TOp>(Constants.Get<double>(call, 0, DataType.Double), Constants.Get<double>(call, 1, DataType.Double)),
                Engine.Expressions.NullHandling.StrictTotal)
            : null;
    }

    private static void Constant(FunctionRegistry registry, string name, double value, string summary) => registry.Add(
        ArithmeticFunctions.Family,
        name,
        $"{name}()",
        summary,
        [],
        _ => DataType.Double,
        () => (_, result, rows, _) => ((Engine.Batches.FixedColumn<double>)result).Values[..rows.Extent].Fill(value));
}
