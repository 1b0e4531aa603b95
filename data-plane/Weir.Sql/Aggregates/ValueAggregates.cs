using Weir.Engine.Aggregates;
using Weir.Engine.Types;

namespace Weir.Sql.Aggregates;

/// <summary>The aggregates whose value is one of the values: MIN, MAX, FIRST_VALUE, LAST_VALUE, SINGLE_VALUE.</summary>
internal static class ValueAggregates
{
    internal static void AddTo(AggregateRegistry registry)
    {
        registry.Add(new AggregateDefinition
        {
            Name = "MIN",
            Usage = ["MIN([ALL | DISTINCT] value)"],
            Summary = "The least value.",
            Resolve = call => ResolveExtreme(call, isMax: false),
        });
        registry.Add(new AggregateDefinition
        {
            Name = "MAX",
            Usage = ["MAX([ALL | DISTINCT] value)"],
            Summary = "The greatest value.",
            Resolve = call => ResolveExtreme(call, isMax: true),
        });
        registry.Add(new AggregateDefinition
        {
            Name = "FIRST_VALUE",
            Usage = ["FIRST_VALUE(value)"],
            Summary = "The value that came first; NULL is passed over.",
            Resolve = call => ResolveEnd(call, isLast: false),
        });
        registry.Add(new AggregateDefinition
        {
            Name = "LAST_VALUE",
            Usage = ["LAST_VALUE(value)"],
            Summary = "The value that came last; NULL is passed over.",
            Resolve = call => ResolveEnd(call, isLast: true),
        });
        registry.Add(new AggregateDefinition
        {
            Name = "SINGLE_VALUE",
            Usage = ["SINGLE_VALUE(value)"],
            Summary = "The value of the one row; a second row is an error.",
            IsInternal = true,
            Resolve = call => call.Count == 1 ? Of(call, call.TypeOf(0).Nullable(), new SimpleAggregate(call.TypeOf(0).Nullable(), _ => new SingleValueState())) : null,
        });
    }

    private static ResolvedAggregate? ResolveExtreme(AggregateCallSyntax call, bool isMax)
    {
        if (call.Count != 1 || !IsComparable(call.TypeOf(0)))
        {
            return null;
        }

        DataType type = ResultOf(call);

        // Which of equal values it is makes no difference, so DISTINCT changes nothing.
        return Of(call, type, new SimpleAggregate(type, retracts => retracts ? new RetractingExtremeState(type.Physical, isMax) : ExtremeOf(type.Physical, isMax)), keepsAll: true);
    }

    private static ResolvedAggregate? ResolveEnd(AggregateCallSyntax call, bool isLast)
    {
        if (call.Count != 1 || call.TypeOf(0).Root == TypeRoot.Null)
        {
            return null;
        }

        DataType type = ResultOf(call);
        return Of(
            call, type, DistinctAggregates.Wrap(call, type, [call.TypeOf(0)], retracts => retracts ? new ListEndState(isLast) : EndOf(type.Physical, isLast)), keepsAll: true);
    }

    private static ResolvedAggregate Of(AggregateCallSyntax call, DataType type, Aggregate aggregate, bool keepsAll = false) => new()
    {
        Aggregate = aggregate,
        ArgumentTypes = [call.TypeOf(0).Root == TypeRoot.Null ? type : null],
        ColumnArguments = [0],
        NeedsRetractionState = keepsAll,
    };

    private static DataType ResultOf(AggregateCallSyntax call) => call.TypeOf(0).WithNullable(call.TypeOf(0).IsNullable || call.MayBeEmpty);

    private static bool IsComparable(DataType type) => type.IsNumeric || type.IsCharacterString || type.IsTemporal || type.Root == TypeRoot.Boolean;

    private static AggregateState ExtremeOf(PhysicalType layout, bool isMax) => layout switch
    {
        PhysicalType.Bool => Extreme<byte>(isMax),
        PhysicalType.Int8 => Extreme<sbyte>(isMax),
        PhysicalType.Int16 => Extreme<short>(isMax),
        PhysicalType.Int32 => Extreme<int>(isMax),
        PhysicalType.Int64 => Extreme<long>(isMax),
        PhysicalType.Int128 => Extreme<Int128>(isMax),
        PhysicalType.Float32 => Extreme<float>(isMax),
        PhysicalType.Float64 => Extreme<double>(isMax),
        _ => isMax ? new BytesExtremeState<PreferGreaterBytes>() : new BytesExtremeState<PreferLessBytes>(),
    };

    private static AggregateState EndOf(PhysicalType layout, bool isLast) => layout switch
    {
        PhysicalType.Bool => End<byte>(isLast),
        PhysicalType.Int8 => End<sbyte>(isLast),
        PhysicalType.Int16 => End<short>(isLast),
        PhysicalType.Int32 => End<int>(isLast),
        PhysicalType.Int64 => End<long>(isLast),
        PhysicalType.Int128 => End<Int128>(isLast),
        PhysicalType.Float32 => End<float>(isLast),
        PhysicalType.Float64 => End<double>(isLast),
        _ => isLast ? new BytesExtremeState<PreferLastBytes>() : new BytesExtremeState<PreferFirstBytes>(),
    };

    private static AggregateState Extreme<T>(bool isMax)
        where T : unmanaged, IComparable<T> => isMax ? new ExtremeState<T, PreferGreater<T>>() : new ExtremeState<T, PreferLess<T>>();

    private static AggregateState End<T>(bool isLast)
        where T : unmanaged => isLast ? new ExtremeState<T, PreferLast<T>>() : new ExtremeState<T, PreferFirst<T>>();
}
