using System.Text;
using Weir.Engine.Aggregates;
using Weir.Engine.Types;
using Weir.Sql.Expressions;
using Weir.Sql.Functions;

namespace Weir.Sql.Aggregates;

/// <summary>The aggregates that hold all values: LISTAGG, COLLECT, ARRAY_AGG. Values are in the order in which they came.</summary>
internal static class ListAggregates
{
    internal static void AddTo(AggregateRegistry registry)
    {
        registry.Add(new AggregateDefinition
        {
            Name = "LISTAGG",
            Usage = ["LISTAGG([ALL | DISTINCT] text STRING [, separator STRING])"],
            Summary = "The texts that are not NULL in the order in which they came, with a separator between them (a literal; a comma when it is left out).",
            Resolve = ResolveListAgg,
        });
        registry.Add(new AggregateDefinition
        {
            Name = "COLLECT",
            Usage = ["COLLECT([ALL | DISTINCT] value)"],
            Summary = "The values that are not NULL as a MULTISET.",
            Resolve = ResolveCollect,
        });
        registry.Add(new AggregateDefinition
        {
            Name = "ARRAY_AGG",
            Usage = ["ARRAY_AGG([ALL | DISTINCT] value [{ RESPECT | IGNORE } NULLS])"],
            Summary = "The values in the order in which they came as an ARRAY, NULL among them unless ignored; NULL when there are none.",
            Resolve = ResolveArrayAgg,
        });
    }

    private static ResolvedAggregate? ResolveListAgg(AggregateCallSyntax call)
    {
        if (call.Count is < 1 or > 2 || !call.TypeOf(0).IsCharacterString || (call.Count == 2 && !call.TypeOf(1).IsCharacterString))
        {
            return null;
        }

        if (call.Count == 2 && call.Arguments[1] is not BoundLiteral { Value: string })
        {
            throw new FunctionCallException("The separator of LISTAGG must be a literal.", 1);
        }

        byte[] separator = call.Count == 2 ? Encoding.UTF8.GetBytes((string)((BoundLiteral)call.Arguments[1]).Value!) : [(byte)','];
        DataType argument = call.TypeOf(0);
        DataType type = argument.WithNullable(argument.IsNullable || call.MayBeEmpty);
        return new ResolvedAggregate
        {
            Aggregate = DistinctAggregates.Wrap(call, type, [argument], retracts => new ListAggState(separator, retracts)),
            ArgumentTypes = new DataType?[call.Count],
            ColumnArguments = [0],
        };
    }

    private static ResolvedAggregate? ResolveCollect(AggregateCallSyntax call)
    {
        if (call.Count != 1 || call.TypeOf(0).Root == TypeRoot.Null)
        {
            return null;
        }

        DataType argument = call.TypeOf(0);
        return new ResolvedAggregate
        {
            Aggregate = DistinctAggregates.Wrap(call, DataType.Multiset(argument).NotNull(), [argument], _ => new CollectState()),
            ArgumentTypes = [null],
            ColumnArguments = [0],
        };
    }

    private static ResolvedAggregate? ResolveArrayAgg(AggregateCallSyntax call)
    {
        if (call.Count != 1 || call.TypeOf(0).Root == TypeRoot.Null)
        {
            return null;
        }

        DataType argument = call.TypeOf(0);
        DataType type = DataType.Array(argument).WithNullable(argument.IsNullable || call.MayBeEmpty);
        return new ResolvedAggregate
        {
            Aggregate = DistinctAggregates.Wrap(call, type, [argument], retracts => new ArrayAggState(call.IgnoreNulls, retracts), skipsNulls: call.IgnoreNulls),
            ArgumentTypes = [null],
            ColumnArguments = [0],
        };
    }
}
