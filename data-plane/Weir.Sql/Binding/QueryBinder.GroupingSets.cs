using Weir.Engine.Types;
using Weir.Sql.Expressions;
using Weir.Sql.Logical;
using Weir.Sql.Syntax.Ast;
using Ast = Weir.Sql.Syntax.Ast;

namespace Weir.Sql.Binding;

internal sealed partial class QueryBinder
{
    private sealed partial class AggregateScope
    {
        /// <summary>GROUP_ID() tells a grouping set that is written again from the one before: 0, 1, …; it stands above the bits of the keys in the grouping id.</summary>
        private BoundExpression GroupId(Ast.FunctionCall call)
        {
            BoundExpression zero = new BoundLiteral(0L, DataType.BigInt.NotNull());
            return IsExpanded
                ? _after.Call("/", [new BoundColumn(GroupingMark, DataType.BigInt.NotNull(), "$e"), new BoundLiteral(1L << _keys.Count, DataType.BigInt.NotNull())], call.Span)
                : zero;
        }

        /// <summary>Whether rows are taken once for each of several grouping sets, or for one that leaves keys out.</summary>
        private bool IsExpanded => _sets is not null && (_sets.Count > 1 || _sets[0].Count < _keys.Count);

        /// <summary>A key that some grouping sets leave out is NULL there; a window's column is one of the window only when all sets keep it.</summary>
        private LogicalColumn ExpandedKey(LogicalColumn column, int key)
        {
            return IsKept(key) ? new LogicalColumn(column.Name, column.Type) { Window = column.Window, Source = column.Source } : new LogicalColumn(column.Name, column.Type.Nullable());
        }

        private bool IsKept(int key) => _sets!.All(s => s.Contains(key));

        private BoundExpression Grouping(Ast.FunctionCall call)
        {
            BoundExpression id = new BoundColumn(GroupingMark, DataType.BigInt.NotNull(), "$e");
            BoundExpression result = new BoundLiteral(0L, DataType.BigInt.NotNull());
            if (!IsExpanded)
            {
                return result;
            }

            // Bit k of the grouping id is 1 where key k is left out.
            foreach (Ast.Expression argument in call.Arguments)
            {
                int key = Enumerable.Range(0, _keys.Count).FirstOrDefault(k => Matches(argument, k), -1);
                if (key < 0)
                {
                    throw new SqlException($"The argument of {call.SimpleName} is not being grouped.", argument.Span);
                }

                BoundExpression shifted = _after.Call("/", [id, new BoundLiteral(1L << key, DataType.BigInt.NotNull())], call.Span);
                BoundExpression bit = _after.Call("%", [shifted, new BoundLiteral(2L, DataType.BigInt.NotNull())], call.Span);
                result = _after.Call("+", [_after.Call("*", [result, new BoundLiteral(2L, DataType.BigInt.NotNull())], call.Span), bit], call.Span);
            }

            return result;
        }

        private LogicalExpand Expanded(LogicalNode project, int keyCount)
        {
            List<IReadOnlyList<BoundExpression>> projections = [];
            List<LogicalColumn> columns = [.. project.Columns.Select((c, i) => i < keyCount ? ExpandedKey(c, i) : c)];

            // An aggregate's argument that is a key as well must not become NULL with the key: it is read from a column of its own.
            Dictionary<int, int> copies = [];
            LogicalProject source = (LogicalProject)project;
            for (int i = 0; i < _calls.Count; i++)
            {
                int[] arguments = [.. _calls[i].Arguments.Select(Copy)];
                _calls[i] = _calls[i] with { Arguments = arguments, Filter = _calls[i].Filter < 0 ? -1 : Copy(_calls[i].Filter) };
            }

            List<string> seen = [];
            foreach (List<int> set in _sets!)
            {
                List<BoundExpression> row = [];
                string keys = string.Join(',', set.Order());
                long id = (long)seen.Count(s => s == keys) << keyCount;
                seen.Add(keys);
                for (int c = 0; c < source.Columns.Count; c++)
                {
                    DataType type = columns[c].Type;
                    if (c < keyCount)
                    {
                        bool kept = set.Contains(c);
                        id |= kept ? 0 : 1L << c;
                        row.Add(kept ? new BoundColumn(c, type, columns[c].Name) : new BoundLiteral(null, type));
                    }
                    else
                    {
                        row.Add(c == keyCount ? new BoundLiteral(0L, type) : new BoundColumn(c, type, columns[c].Name));
                    }
                }

                row[keyCount] = new BoundLiteral(id, DataType.BigInt.NotNull());
                projections.Add(row);
            }

            return new LogicalExpand(source, projections, columns);

            int Copy(int column)
            {
                if (column >= keyCount)
                {
                    return column;
                }

                if (!copies.TryGetValue(column, out int copy))
                {
                    copy = source.Columns.Count;
                    copies[column] = copy;
                    source = source with { Expressions = [.. source.Expressions, source.Expressions[column]], Columns = [.. source.Columns, Materialized(source.Columns[column])] };
                    columns.Add(Materialized(source.Columns[copy]));
                }

                return copy;
            }
        }
    }
}
