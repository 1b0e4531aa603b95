using Weir.Engine.Expressions;
using Weir.Engine.Functions.Arithmetic;
using Weir.Engine.Types;

namespace Weir.Sql.Functions.Arithmetic;

/// <summary>Registers ABS, SIGN, CEIL, FLOOR, ROUND and TRUNCATE.</summary>
internal static class RoundingFunctions
{
    /// <summary>Adds them.</summary>
    internal static void AddTo(FunctionRegistry registry)
    {
        Add(registry, "ABS", "ABS(number NUMERIC)", "The number without its sign.", Absolute);
        Add(registry, "SIGN", "SIGN(number NUMERIC)", "-1, 0 or 1, by the sign of the number.", Sign);
        Add(registry, "CEIL", "CEIL(number NUMERIC)\nCEIL(time TO unit)", "The least whole number that is not below; of a time, rounded up to a unit.", call => WholeNumber(call, true), "CEILING");
        Add(registry, "FLOOR", "FLOOR(number NUMERIC)\nFLOOR(time TO unit)", "The greatest whole number that is not above; of a time, rounded down to a unit.", call => WholeNumber(call, false));
        Add(registry, "ROUND", "ROUND(number NUMERIC [, digits INT])", "The number rounded half up to digits after the point (before it, when negative).", call => Round(call, false));
        Add(registry, "TRUNCATE", "TRUNCATE(number NUMERIC [, digits INT])", "The number cut off after digits after the point (before it, when negative).", call => Round(call, true));
    }

    private static void Add(FunctionRegistry registry, string name, string usage, string summary, Func<FunctionCall, ResolvedFunction?> resolve, params string[] aliases) =>
        registry.Add(new FunctionDefinition
        {
            Name = name,
            Aliases = aliases,
            Family = ArithmeticFunctions.Family,
            Usage = usage.Split('\n'),
            Summary = summary,
            Resolve = call =>
            {
                UntypedNull.Refuse(call);
                if (call.Modifiers.ContainsKey("UNIT"))
                {
                    return name is "CEIL" or "FLOOR" ? Temporal.FloorCeil.Resolve(call) : null;
                }

                return call.Count > 0 && call.TypeOf(0).IsNumeric && call.Modifiers.Count == 0 ? resolve(call) : null;
            },
        });

    private static ResolvedFunction? Absolute(FunctionCall call) => call.Count != 1 ? null : Unary(call, call.TypeOf(0), call.TypeOf(0).Physical switch
    {
        PhysicalType.Int8 => UnaryKernel.Create<sbyte, sbyte, Absolute<sbyte>>,
        PhysicalType.Int16 => UnaryKernel.Create<short, short, Absolute<short>>,
        PhysicalType.Int32 => UnaryKernel.Create<int, int, Absolute<int>>,
        PhysicalType.Int64 => UnaryKernel.Create<long, long, Absolute<long>>,
        PhysicalType.Float32 => UnaryKernel.Create<float, float, Absolute<float>>,
        PhysicalType.Float64 => UnaryKernel.Create<double, double, Absolute<double>>,
        _ => UnaryKernel.Create<Int128, Int128, Absolute<Int128>>,
    });

    private static ResolvedFunction? Sign(FunctionCall call)
    {
        if (call.Count != 1)
        {
            return null;
        }

        DataType type = call.TypeOf(0);
        if (type.Root == TypeRoot.Decimal)
        {
            return Unary(call, type, () => DecimalUnaryKernels.Sign(type.Precision, type.Scale), NullHandling.Strict);
        }

        return Unary(call, type, type.Physical switch
        {
            PhysicalType.Int8 => UnaryKernel.Create<sbyte, sbyte, SignOf<sbyte>>,
            PhysicalType.Int16 => UnaryKernel.Create<short, short, SignOf<short>>,
            PhysicalType.Int32 => UnaryKernel.Create<int, int, SignOf<int>>,
            PhysicalType.Int64 => UnaryKernel.Create<long, long, SignOf<long>>,
            PhysicalType.Float32 => UnaryKernel.Create<float, float, SignOf<float>>,
            _ => UnaryKernel.Create<double, double, SignOf<double>>,
        });
    }

    private static ResolvedFunction? WholeNumber(FunctionCall call, bool up)
    {
        if (call.Count != 1)
        {
            return null;
        }

        DataType type = call.TypeOf(0);
        return type.Root switch
        {
            TypeRoot.Float => Unary(call, type, up ? UnaryKernel.Create<float, float, CeilingOf<float>> : UnaryKernel.Create<float, float, FloorOf<float>>),
            TypeRoot.Double => Unary(call, type, up ? UnaryKernel.Create<double, double, CeilingOf<double>> : UnaryKernel.Create<double, double, FloorOf<double>>),
            TypeRoot.Decimal => Unary(call, DataType.Decimal(type.Precision, 0), () => up ? DecimalUnaryKernels.Ceiling(type.Scale) : DecimalUnaryKernels.Floor(type.Scale)),
            _ => UnaryOperators.ResolvePlus(call),
        };
    }

    private static ResolvedFunction Unary(FunctionCall call, DataType type, Func<ScalarKernel> kernel, NullHandling nulls = NullHandling.StrictTotal) => new()
    {
        ReturnType = type.WithNullable(call.AnyNullable),
        ArgumentTypes = [null],
        Kernel = kernel,
        Nulls = nulls,
    };

    private static ResolvedFunction? Round(FunctionCall call, bool towardsZero)
    {
        if (call.Count > 2 || (call.Count == 2 && (!call.TypeOf(1).IsInteger || call.TypeOf(1).Root == TypeRoot.BigInt)))
        {
            return null;
        }

        DataType type = call.TypeOf(0);
        int? digits = call.Count == 1 ? 0 : Constants.Get<int>(call, 1, DataType.Int);
        DataType result = type.Root == TypeRoot.Decimal && digits is { } known ? ArithmeticTypes.Round(type, known) : type;
        return new ResolvedFunction
        {
            ReturnType = result.WithNullable(call.AnyNullable),
            ArgumentTypes = call.Count == 1 ? [null] : [null, Numbers.ArgumentType(call, 1, DataType.Int)],
            Kernel = type.Root switch
            {
                TypeRoot.TinyInt => () => RoundingKernels.Integers<sbyte>(digits, towardsZero),
                TypeRoot.SmallInt => () => RoundingKernels.Integers<short>(digits, towardsZero),
                TypeRoot.Integer => () => RoundingKernels.Integers<int>(digits, towardsZero),
                TypeRoot.BigInt => () => RoundingKernels.Integers<long>(digits, towardsZero),
                TypeRoot.Float => () => RoundingKernels.FloatingPoint<float>(digits, towardsZero),
                TypeRoot.Double => () => RoundingKernels.FloatingPoint<double>(digits, towardsZero),
                _ => () => RoundingKernels.Decimals(digits, towardsZero, type.Scale, result.Precision, result.Scale),
            },
        };
    }
}
