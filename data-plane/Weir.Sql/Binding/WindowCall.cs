using Weir.Engine.Windows;
using Weir.Sql.Syntax.Ast;
using Ast = Weir.Sql.Syntax.Ast;

namespace Weir.Sql.Binding;

/// <summary>The arguments of a window table function.</summary>
internal sealed record WindowCall(TableArgument Table, Identifier Time, WindowSpec? Spec, long? Gap)
{
    private static readonly string[] s_tumble = ["DATA", "TIMECOL", "SIZE", "OFFSET"];
    private static readonly string[] s_hop = ["DATA", "TIMECOL", "SLIDE", "SIZE", "OFFSET"];
    private static readonly string[] s_cumulate = ["DATA", "TIMECOL", "STEP", "SIZE", "OFFSET"];
    private static readonly string[] s_session = ["DATA", "TIMECOL", "GAP"];

    /// <summary>Reads a call; null when it is no window function.</summary>
    public static WindowCall? Parse(Ast.FunctionCall call)
    {
        string[]? names = call.SimpleName switch
        {
            "TUMBLE" => s_tumble,
            "HOP" => s_hop,
            "CUMULATE" => s_cumulate,
            "SESSION" => s_session,
            _ => null,
        };
        if (names is null)
        {
            return null;
        }

        Dictionary<string, Ast.Expression> given = Arguments(call, names);
        string usage = $"It is written {call.SimpleName}(TABLE t, DESCRIPTOR(ts), {string.Join(", ", names.Skip(2).Where(n => n != "OFFSET").Select(n => $"INTERVAL '…' MINUTE /* {n.ToLowerInvariant()} */"))}).";
        if (!given.TryGetValue("DATA", out Ast.Expression? data) || data is not TableArgument table)
        {
            throw new SqlException($"{call.SimpleName} takes a table as its first argument.", call.Span, usage);
        }

        if (!given.TryGetValue("TIMECOL", out Ast.Expression? time) || time is not DescriptorArgument { Columns.Count: 1 } descriptor)
        {
            throw new SqlException($"{call.SimpleName} takes DESCRIPTOR(column) as its second argument.", call.Span, usage);
        }

        if (call.SimpleName == "SESSION")
        {
            return new WindowCall(table, descriptor.Columns[0], null, Interval(given, "GAP", call, usage));
        }

        long size = Interval(given, "SIZE", call, usage);
        long offset = given.ContainsKey("OFFSET") ? Interval(given, "OFFSET", call, usage, true) : 0;
        if (call.SimpleName == "TUMBLE" && Math.Abs(offset) >= size)
        {
            throw new SqlException($"TUMBLE requires its offset ({offset} ms) to be less than its size ({size} ms).", given["OFFSET"].Span);
        }

        switch (call.SimpleName)
        {
            case "TUMBLE":
                return new WindowCall(table, descriptor.Columns[0], new WindowSpec(WindowKind.Tumble, size, size, offset), null);
            case "HOP":
                return new WindowCall(table, descriptor.Columns[0], new WindowSpec(WindowKind.Hop, size, Interval(given, "SLIDE", call, usage), offset), null);
            default:
                long step = Interval(given, "STEP", call, usage);
                return size % step == 0
                    ? new WindowCall(table, descriptor.Columns[0], new WindowSpec(WindowKind.Cumulate, size, step, offset), null)
                    : throw new SqlException($"CUMULATE requires the size ({size} ms) to be a whole number of steps ({step} ms).", call.Span);
        }
    }

    private static Dictionary<string, Ast.Expression> Arguments(Ast.FunctionCall call, string[] names)
    {
        Dictionary<string, Ast.Expression> given = new(StringComparer.OrdinalIgnoreCase);
        for (int i = 0; i < call.Arguments.Count; i++)
        {
            if (call.Arguments[i] is NamedArgument named)
            {
                if (!names.Contains(named.Name.Name, StringComparer.OrdinalIgnoreCase))
                {
                    throw new SqlException($"{call.SimpleName} has no argument '{named.Name.Name}'.", named.Span, Descriptors.NearestName.Hint(named.Name.Name, names) ?? $"There are {string.Join(", ", names)}.");
                }

                given[named.Name.Name] = named.Value;
                continue;
            }

            if (i >= names.Length)
            {
                throw new SqlException($"{call.SimpleName} takes at most {names.Length} arguments.", call.Arguments[i].Span);
            }

            given[names[i]] = call.Arguments[i];
        }

        return given;
    }

    private static long Interval(Dictionary<string, Ast.Expression> given, string name, Ast.FunctionCall call, string usage, bool mayBeNegative = false)
    {
        if (!given.TryGetValue(name, out Ast.Expression? value))
        {
            throw new SqlException($"{call.SimpleName} lacks its {name.ToLowerInvariant()}.", call.Span, usage);
        }

        if (value is not IntervalLiteral { Qualifier.IsYearMonth: false } interval)
        {
            throw new SqlException($"The {name.ToLowerInvariant()} of {call.SimpleName} must be a constant INTERVAL of days or less.", value.Span, usage);
        }

        return interval.Value > 0 || mayBeNegative
            ? interval.Value
            : throw new SqlException($"The {name.ToLowerInvariant()} of {call.SimpleName} must be greater than zero.", value.Span);
    }
}
