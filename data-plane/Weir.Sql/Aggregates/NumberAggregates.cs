using System.Numerics;
using Weir.Engine.Aggregates;
using Weir.Engine.Types;
using Weir.Sql.Types;

namespace Weir.Sql.Aggregates;

/// <summary>SUM, AVG, and the variances and standard deviations. Result types are Flink's: the argument's own, but for DECIMAL.</summary>
internal static class NumberAggregates
{
    internal static void AddTo(AggregateRegistry registry)
    {
        Add(registry, "SUM", [], "The sum; whole numbers wrap around when it does not fit their type, DECIMAL gives NULL.", call => Resolve(call, DecimalTypes.Sum, SumOf));
        Add(registry, "AVG", [], "The mean, in the argument's type (whole numbers are cut off) or, for DECIMAL, with at least six digits after the point.", call => Resolve(call, DecimalTypes.Average, AverageOf));
        Add(registry, "$SUM0", [], "The sum, 0 when there is nothing to add.", ResolveSumOrZero, isInternal: true);
        AddVariance(registry, "VAR_POP", [], "The population variance.", isSample: false, isDeviation: false);
        AddVariance(registry, "VAR_SAMP", ["VARIANCE"], "The sample variance; NULL for a single value.", isSample: true, isDeviation: false);
        AddVariance(registry, "STDDEV_POP", [], "The population standard deviation.", isSample: false, isDeviation: true);
        AddVariance(registry, "STDDEV_SAMP", ["STDDEV"], "The sample standard deviation; NULL for a single value.", isSample: true, isDeviation: true);
    }

    private static void Add(AggregateRegistry registry, string name, string[] aliases, string summary, Func<AggregateCallSyntax, ResolvedAggregate?> resolve, bool isInternal = false) =>
        registry.Add(new AggregateDefinition
        {
            Name = name,
            Aliases = aliases,
            Usage = [.. aliases.Prepend(name).Select(n => $"{n}([ALL | DISTINCT] number)")],
            Summary = summary,
            IsInternal = isInternal,
            Resolve = resolve,
        });

    private static void AddVariance(AggregateRegistry registry, string name, string[] aliases, string summary, bool isSample, bool isDeviation) =>
        Add(registry, name, aliases, summary, call =>
        {
            if (call.Count != 1 || !call.TypeOf(0).IsNumeric)
            {
                return null;
            }

            // DISTINCT looks at the values as they are: as DOUBLE, two of them could be one.
            DataType argument = call.IsDistinct ? call.TypeOf(0) : DataType.Double.WithNullable(call.TypeOf(0).IsNullable);
            DataType type = DecimalTypes.Average(call.TypeOf(0)).WithNullable(isSample || call.TypeOf(0).IsNullable || call.MayBeEmpty);
            return new ResolvedAggregate
            {
                Aggregate = DistinctAggregates.Wrap(call, type, [argument], _ => new VarianceState(argument, type, isSample, isDeviation)),
                ArgumentTypes = [argument],
                ColumnArguments = [0],
            };
        });

    private static ResolvedAggregate? Resolve(AggregateCallSyntax call, Func<DataType, DataType> typeOf, Func<DataType, DataType, Func<bool, AggregateState>> stateOf)
    {
        if (call.Count != 1 || !call.TypeOf(0).IsNumeric)
        {
            return null;
        }

        DataType argument = call.TypeOf(0);
        DataType type = typeOf(argument).WithNullable(argument.IsNullable || call.MayBeEmpty);
        return new ResolvedAggregate
        {
            Aggregate = DistinctAggregates.Wrap(call, type, [argument], stateOf(argument, type)),
            ArgumentTypes = [null],
            ColumnArguments = [0],
        };
    }

    private static ResolvedAggregate? ResolveSumOrZero(AggregateCallSyntax call)
    {
        ResolvedAggregate? sum = Resolve(call, DecimalTypes.Sum, SumOrZeroOf);
        return sum is null ? null : sum with { Aggregate = new SimpleAggregate(sum.ResultType.NotNull(), sum.Aggregate.CreateState) };
    }

    private static Func<bool, AggregateState> SumOf(DataType argument, DataType result) => argument.Root switch
    {
        TypeRoot.TinyInt => _ => Sum<sbyte>(),
        TypeRoot.SmallInt => _ => Sum<short>(),
        TypeRoot.Integer => _ => Sum<int>(),
        TypeRoot.BigInt => _ => Sum<long>(),
        TypeRoot.Float => _ => Sum<float>(),
        TypeRoot.Double => _ => Sum<double>(),
        _ => _ => new DecimalSumState(DecimalSumKind.Sum),
    };

    private static Func<bool, AggregateState> SumOrZeroOf(DataType argument, DataType result) => argument.Root switch
    {
        TypeRoot.TinyInt => _ => Total<sbyte>(),
        TypeRoot.SmallInt => _ => Total<short>(),
        TypeRoot.Integer => _ => Total<int>(),
        TypeRoot.BigInt => _ => Total<long>(),
        TypeRoot.Float => _ => Total<float>(),
        TypeRoot.Double => _ => Total<double>(),
        _ => _ => new DecimalSumState(DecimalSumKind.SumOrZero),
    };

    private static Func<bool, AggregateState> AverageOf(DataType argument, DataType result) => argument.Root switch
    {
        TypeRoot.TinyInt => _ => WholeAverage<sbyte>(),
        TypeRoot.SmallInt => _ => WholeAverage<short>(),
        TypeRoot.Integer => _ => WholeAverage<int>(),
        TypeRoot.BigInt => _ => WholeAverage<long>(),
        TypeRoot.Float => _ => Average<float>(),
        TypeRoot.Double => _ => Average<double>(),
        _ => _ => new DecimalSumState(DecimalSumKind.Average, result.Scale - argument.Scale),
    };

    private static SumState<T, T, T, SumOf<T, T>> Sum<T>()
        where T : unmanaged, INumberBase<T> => new(default);

    private static SumState<T, T, T, SumOrZero<T>> Total<T>()
        where T : unmanaged, INumberBase<T> => new(default);

    private static SumState<T, long, T, IntegerAverage<T>> WholeAverage<T>()
        where T : unmanaged, INumberBase<T> => new(default);

    private static SumState<T, T, T, FloatingAverage<T>> Average<T>()
        where T : unmanaged, INumberBase<T> => new(default);
}
