using Weir.Engine.Connectors;
using Weir.Sql.Descriptors;
using Weir.Sql.Syntax;
using Weir.Sql.Syntax.Ast;
using Ast = Weir.Sql.Syntax.Ast;

namespace Weir.Sql.Binding;

/// <summary>
/// <c>SELECT /*+ STATE_TTL('orders' = '1 d') */</c>: how long the aggregation of this SELECT keeps state that comes from a table of its FROM, named by its alias if it has one. It goes before <c>table.exec.state.ttl</c>; 0 keeps state for ever.
/// </summary>
internal static class StateTtlHint
{
    private const string Name = "STATE_TTL";

    /// <summary>The time to live in milliseconds; null without a hint.</summary>
    public static long? Of(Select select)
    {
        long? ttl = null;
        List<string> names = [];
        Collect(select.From, names);
        foreach (Hint hint in select.Hints.Where(h => h.Name.Name.Equals(Name, StringComparison.OrdinalIgnoreCase)))
        {
            foreach (HintArgument argument in hint.Arguments)
            {
                string table = argument.Key ?? throw new SqlException("STATE_TTL takes pairs: STATE_TTL('table'='1 d').", argument.Span);
                if (!names.Contains(table, StringComparer.OrdinalIgnoreCase))
                {
                    throw new SqlException(
                        $"The options of following hints cannot match the name of input tables or views: `{table}` in `{Name}`.", argument.Span,
                        NearestName.Hint(table, names) ?? (names.Count == 0 ? "The SELECT reads no table by name." : $"FROM has {string.Join(", ", names)}."));
                }

                if (!OptionText.TryParseDuration(argument.Value, out TimeSpan value))
                {
                    throw new SqlException($"Invalid STATE_TTL hint value: '{argument.Value}'.", argument.Span, $"Write {OptionText.DurationForm}.");
                }

                ttl = (long)value.TotalMilliseconds;
            }
        }

        return ttl;
    }

    private static void Collect(TableReference? from, List<string> names)
    {
        switch (from)
        {
            case null:
                break;
            case { Alias: { } alias }:
                names.Add(alias.Name.Name);
                break;
            case Join join:
                Collect(join.Left, names);
                Collect(join.Right, names);
                break;
            case NamedTable table:
                names.Add(table.Name.Parts[^1].Name);
                if (table.Name.Parts.Count > 1)
                {
                    names.Add(string.Join('.', table.Name.Parts.Select(p => p.Name)));
                }

                break;
            case FunctionTable function:
                foreach (Ast.Expression argument in function.Call.Arguments)
                {
                    AstWalk.Any(argument, e => Take(e, names));
                }

                break;
            default:
                break;
        }
    }

    /// <summary>The table that a window function is given.</summary>
    private static bool Take(Ast.Expression expression, List<string> names)
    {
        if (expression is TableArgument { Table: { } table })
        {
            names.Add(table.Parts[^1].Name);
        }

        return false;
    }
}
