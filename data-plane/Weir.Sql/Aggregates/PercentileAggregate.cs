using System.Globalization;
using Weir.Engine.Aggregates;
using Weir.Engine.Types;
using Weir.Sql.Expressions;
using Weir.Sql.Functions;

namespace Weir.Sql.Aggregates;

/// <summary>PERCENTILE.</summary>
internal static class PercentileAggregate
{
    internal static void AddTo(AggregateRegistry registry) => registry.Add(new AggregateDefinition
    {
        Name = "PERCENTILE",
        Usage = ["PERCENTILE(number, percentage [, frequency])", "PERCENTILE(number, ARRAY[percentage, ...] [, frequency])"],
        Summary = "The exact percentile, or an array with one for each percentage (0.0 to 1.0, constants), interpolated between neighbours; each number counts as often as its frequency says, once when there is none.",
        Resolve = Resolve,
    });

    private static ResolvedAggregate? Resolve(AggregateCallSyntax call)
    {
        if (call.Count is < 2 or > 3 || !call.TypeOf(0).IsNumeric || (call.Count == 3 && !call.TypeOf(2).IsInteger))
        {
            return null;
        }

        DataType percentageType = call.TypeOf(1);
        bool isArray = percentageType.Root == TypeRoot.Array;
        if (!(isArray ? percentageType.Element : percentageType).IsNumeric)
        {
            return null;
        }

        double[] percentages = Percentages(call, isArray);
        DataType type = isArray ? DataType.Array(DataType.Double) : DataType.Double;
        DataType number = DataType.Double.WithNullable(call.TypeOf(0).IsNullable);
        DataType frequency = DataType.BigInt.WithNullable(call.Count < 3 || call.TypeOf(2).IsNullable);
        return new ResolvedAggregate
        {
            Aggregate = DistinctAggregates.Wrap(call, type, call.Count == 3 ? [number, frequency] : [number], _ => new PercentileState(percentages, isArray)),
            ArgumentTypes = call.Count == 3 ? [number, null, frequency] : [number, null],
            ColumnArguments = call.Count == 3 ? [0, 2] : [0],
        };
    }

    private static double[] Percentages(AggregateCallSyntax call, bool isArray)
    {
        if (!ConstantValue.TryGet(call.Arguments[1], call.Session, out object? value))
        {
            throw new FunctionCallException("The percentage of PERCENTILE must be a constant.", 1);
        }

        DataType type = call.TypeOf(1);
        double[] percentages = isArray ? [.. ((object?[]?)value ?? [null]).Select(v => ToDouble(v, type.Element))] : [ToDouble(value, type)];
        foreach (double percentage in percentages)
        {
            if (percentage is not (>= 0 and <= 1))
            {
                throw new FunctionCallException($"A percentage of PERCENTILE must be between 0.0 and 1.0, not {percentage.ToString(CultureInfo.InvariantCulture)}.", 1);
            }
        }

        return percentages;
    }

    private static double ToDouble(object? value, DataType type) => value switch
    {
        null => throw new FunctionCallException("The percentage of PERCENTILE must not be NULL.", 1),
        Int128 unscaled => DecimalMath.ToDouble(unscaled, type.Precision, type.Scale),
        _ => Convert.ToDouble(value, CultureInfo.InvariantCulture),
    };
}
