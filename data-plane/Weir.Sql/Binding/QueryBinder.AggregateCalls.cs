using Weir.Engine.Types;
using Weir.Sql.Aggregates;
using Weir.Sql.Expressions;
using Weir.Sql.Logical;
using Weir.Sql.Syntax.Ast;
using Ast = Weir.Sql.Syntax.Ast;

namespace Weir.Sql.Binding;

internal sealed partial class QueryBinder
{
    private sealed partial class AggregateScope
    {
        private BoundColumn AggregateCall(Ast.FunctionCall call, AggregateDefinition definition)
        {
            if (call.OrderBy.Count > 0 || call.WithinGroup.Count > 0 || call.WithinDistinct.Count > 0)
            {
                throw ExpressionBinder.Unsupported(call.Span, $"ORDER BY in {call.SimpleName}", "Values are taken in the order in which they come.");
            }

            List<BoundExpression> arguments = [];
            foreach (Ast.Expression argument in call.Arguments)
            {
                switch (argument)
                {
                    case Star when call.SimpleName == "COUNT":
                        break;
                    case JsonKeyValue pair:
                        arguments.Add(_before.Bind(pair.Key));
                        arguments.Add(_before.BindJsonValue(pair.Value));
                        break;
                    default:
                        arguments.Add(_before.BindJsonValue(argument));
                        break;
                }
            }

            Dictionary<string, string> modifiers = [];
            ExpressionBinder.JsonModifiers(call.Json, modifiers);
            ResolvedAggregate resolved = Resolve(call, definition, arguments, modifiers);
            List<int> columns = [];
            foreach (int a in resolved.ColumnArguments)
            {
                columns.Add(AddInput(resolved.ArgumentTypes[a] is { } type ? _before.Coerce(arguments[a], type) : arguments[a]));
            }

            int filter = -1;
            if (call.Filter is { } condition)
            {
                filter = AddInput(_before.BindCondition(condition, "FILTER"));
            }

            string text = $"{call.SimpleName}({(call.Quantifier == SetQuantifier.Distinct ? "DISTINCT " : string.Empty)}{(arguments.Count == 0 ? "*" : string.Join(", ", arguments.Select(BoundText.Of)))})"
                + (call.NullTreatment == NullTreatment.Ignore ? " IGNORE NULLS" : string.Empty)
                + string.Concat(modifiers.Select(m => $" {m.Key} {m.Value}"))
                + (filter < 0 ? string.Empty : $" FILTER {BoundText.Of(_inputs[filter])}");
            int existing = _calls.FindIndex(c => c.Text == text && c.Filter == filter && c.Arguments.SequenceEqual(columns));
            if (existing < 0)
            {
                existing = _calls.Count;
                _calls.Add(new LogicalCall(call.SimpleName!, resolved.Aggregate, columns, filter, text) { IsDistinct = call.Quantifier == SetQuantifier.Distinct });
                _callTypes.Add(resolved.Aggregate.ResultType);
            }

            return new BoundColumn(CallMark + existing, _callTypes[existing], text);
        }

        private ResolvedAggregate Resolve(Ast.FunctionCall call, AggregateDefinition definition, List<BoundExpression> arguments, Dictionary<string, string> modifiers)
        {
            try
            {
                return definition.Resolve(new AggregateCallSyntax(call.SimpleName!, arguments, _owner.Session)
                {
                    IsDistinct = call.Quantifier == SetQuantifier.Distinct,
                    IgnoreNulls = call.NullTreatment == NullTreatment.Ignore,
                    IsGrouped = IsGrouped && (_window is not null || _sets?.Any(s => s.Count == 0) != true),
                    HasFilter = call.Filter is not null,
                    Modifiers = modifiers,
                }) ?? throw new SqlException(
                    $"Invalid function call: {call.SimpleName}({string.Join(", ", arguments.Select(a => a.Type))}).", call.Span, $"It is written {string.Join(" or ", definition.Usage)}.");
            }
            catch (Functions.FunctionCallException e)
            {
                throw new SqlException(e.Message, e.Argument is { } a && a < call.Arguments.Count ? call.Arguments[a].Span : call.Span, e.Hint);
            }
        }

        private BoundColumn Auxiliary(Ast.FunctionCall call, string name)
        {
            string kind = name[..name.IndexOf('_', StringComparison.Ordinal)];
            if (_window is null || _window.Kind != kind || !_window.IsSame(call, _scope))
            {
                throw new SqlException($"{name} needs the same window in GROUP BY.", call.Span, $"Write GROUP BY {kind}({string.Join(", ", call.Arguments.Select(Syntax.Writing.SqlWriter.Write))}).");
            }

            return name[(kind.Length + 1)..] switch
            {
                "START" => new BoundColumn(WindowMark, DataType.Timestamp(3).NotNull(), name),
                "END" => new BoundColumn(WindowMark + 1, DataType.Timestamp(3).NotNull(), name),
                _ => new BoundColumn(WindowMark + 2, _window.TimeType.NotNull(), name),
            };
        }
    }
}
